package dev.gradus.runtime.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.runtime.column.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A record of any type is written by its components, and read strictly. */
class RecordJsonTest {

  /** As kinds of columns are. */
  @Stored("a shape")
  public sealed interface Shape permits Circle, Round, Path {}

  /** Other kinds. */
  public sealed interface Round extends Shape permits Ellipse {}

  /** Records that can be written together as lists. */
  @Stored(value = "circle", many = "circles")
  public record Circle(
      String name,
      double radius,
      @Stored(onlyTrue = true) boolean dashed,
      Optional<String> colour,
      @Stored(with = "colour") boolean filled)
      implements Shape {

    /** Refuses anything that is not a circle. */
    public Circle {
      if (radius <= 0) {
        throw new IllegalArgumentException("a circle has a radius of " + radius);
      }
    }
  }

  /** With a component that is called otherwise. */
  @Stored("ellipse")
  public record Ellipse(String name, @Stored("radii") List<Double> both) implements Round {}

  /** With records in it. */
  @Stored("path")
  public record Path(List<Point> points, boolean closed) implements Shape {}

  /** Records without kinds. */
  public record Point(double x, double y) {}

  /** What is written. */
  public record Drawing(List<Shape> shapes) {}

  private static String write(Drawing drawing) {
    JsonWriter json = new JsonWriter();
    RecordJson.write(json, drawing);
    return json.toString();
  }

  private static Drawing read(String text) throws IOException {
    StrictJson json = new StrictJson(text);
    Drawing drawing = (Drawing) RecordJson.read(json, Drawing.class);
    json.end();
    return drawing;
  }

  private static void assertWritten(String expected, Shape... shapes) throws IOException {
    Drawing drawing = new Drawing(List.of(shapes));
    assertEquals("{\"shapes\":[%s]}".formatted(expected), write(drawing));
    assertEquals(drawing, read(write(drawing)));
  }

  @Test
  void whatIsAbsentHasNoKey() throws IOException {
    assertWritten(
        "{\"circle\":\"a\",\"radius\":1.5}", new Circle("a", 1.5, false, Optional.empty(), false));
    assertWritten(
        "{\"circle\":\"a\",\"radius\":1.5,\"dashed\":true,\"colour\":\"red\",\"filled\":false}",
        new Circle("a", 1.5, true, Optional.of("red"), false));
  }

  @Test
  void aKindIsFoundByItsFirstKey() throws IOException {
    assertWritten(
        "{\"ellipse\":\"e\",\"radii\":[1.0,2.0]},{\"path\":[{\"x\":0.0,\"y\":1.0}],\"closed\":true}",
        new Ellipse("e", List.of(1.0, 2.0)),
        new Path(List.of(new Point(0, 1)), true));
  }

  @Test
  void manyOfAKindAreOneObject() throws IOException {
    List<Shape> shapes = new ArrayList<>();
    IntStream.range(0, RecordJson.MANY)
        .forEach(i -> shapes.add(new Circle("c" + i, 2, false, Optional.empty(), false)));
    shapes.add(new Circle("other", 2, true, Optional.empty(), false));
    String text = write(new Drawing(shapes));
    assertEquals(true, text.startsWith("{\"shapes\":[{\"circles\":[\"c0\",\"c1\","), text);
    assertEquals(true, text.contains("\"c999\"],\"radiuss\":[2.0]},{\"circle\":\"other\""), text);
    assertEquals(shapes, read(text).shapes());
  }

  @Test
  void whatIsNotToTheLetterIsRefused() {
    assertRefused("a shape is of the unknown kind 'square'", "{\"square\":\"a\"}");
    assertRefused("a shape is of the unknown kind ''", "{\"\":[]}");
    assertRefused(
        "it lacks 'radius', or has it out of order", "{\"circle\":\"a\",\"colour\":\"red\"}");
    assertRefused(
        "it has false instead of true", "{\"circle\":\"a\",\"radius\":1,\"dashed\":false}");
    assertRefused(
        "it lacks 'filled', or has it out of order",
        "{\"circle\":\"a\",\"radius\":1,\"colour\":\"red\"}");
    assertRefused("it has a key instead of '}'", "{\"circle\":\"a\",\"radius\":1,\"filled\":true}");
    assertRefused(
        "there are 2 numbers for 3 columns", "{\"circles\":[\"a\",\"b\",\"c\"],\"radiuss\":[1,2]}");
    assertEquals(
        "a circle has a radius of 0.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> read("{\"shapes\":[{\"circle\":\"a\",\"radius\":0}]}"))
            .getMessage());
  }

  private static void assertRefused(String sentence, String shape) {
    IOException e =
        assertThrows(IOException.class, () -> read("{\"shapes\":[%s]}".formatted(shape)));
    assertEquals(sentence, e.getMessage());
  }
}
