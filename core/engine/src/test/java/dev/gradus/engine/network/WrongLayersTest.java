package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Dense;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Target;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The properties of a layer are checked before anything is built on it. */
@SuppressWarnings({"NullAway", "NullOptional"}) // wrong on purpose
class WrongLayersTest {

  /** What a layer answers; wrong in one point. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answers(
      Shape input,
      Shape output,
      Shape activationShape,
      List<Tensor> parameters,
      int leastRows,
      long bytes)
      implements LayerFunction {

    static Answers right() {
      return new Answers(Shape.line(2), Shape.line(3), Shape.line(3), List.of(), 1, 0);
    }

    Answers of(Shape wrong) {
      return new Answers(input, wrong, wrong, parameters, leastRows, bytes);
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      throw new IllegalStateException("nothing is computed");
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return bytes;
    }
  }

  @Plugin(name = "acme", summary = "A test.")
  public static final class Acme implements Layer {

    private final LayerFunction function;
    private final Optional<Activation> activation;

    public Acme() {
      this(Answers.right(), Optional.empty());
    }

    private Acme(LayerFunction function, Optional<Activation> activation) {
      this.function = function;
      this.activation = activation;
    }

    @Override
    public LayerFunction build(LayerSite site) {
      return function;
    }

    @Override
    public Optional<Activation> activation() {
      return activation;
    }
  }

  @Plugin(name = "mute", summary = "A test.")
  public record Mute() implements Layer {
    @Override
    public LayerFunction build(LayerSite site) {
      throw new IllegalArgumentException();
    }
  }

  /** A layer of single rows, wrong in one point. */
  @Plugin(name = "rows", summary = "A test.")
  public record Rows(String name, int size, int memory) implements RowLayer {

    public Rows() {
      this("weight", 2, 0);
    }

    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public List<Learned> learned(int inputs) {
      return name.isEmpty() ? null : List.of(Learned.scales(name, size));
    }

    @Override
    public int memory(int inputs) {
      return memory;
    }

    @Override
    public void forward(double[] x, double[][] p, double[] y, double[] left) {}

    @Override
    public void backward(
        double[] x, double[][] p, double[] left, double[] dy, double[] dx, double[][] dp) {}
  }

  private record Case(Layer layer, String sentence) {}

  private static Layer acme(LayerFunction function) {
    return new Acme(function, Optional.empty());
  }

  @TestFactory
  Stream<DynamicTest> eachIsNamedWithWhatItSaid() {
    Answers right = Answers.right();
    Shape line = Shape.line(3);
    return Stream.of(
            new Case(acme(null), "acme: its method build returns null; this is a bug"),
            new Case(new Acme(right, null), "acme: its method activation returns null"),
            new Case(new Mute(), "mute: its method build rejects its position without a reason"),
            new Case(
                acme(new Answers(Shape.line(9), line, line, List.of(), 1, 0)),
                "acme: its method input returns 9 numbers in a line, but its input is 2 numbers"),
            new Case(acme(right.of(null)), "acme: its method output returns null"),
            new Case(
                acme(right.of(Shape.line(0))),
                "acme: its method output returns 0 numbers in a line; each side must be at least 1"),
            new Case(acme(right.of(Shape.line(-5))), "acme: its method output returns -5 numbers"),
            new Case(
                acme(right.of(Shape.image(-2, -4, 1))),
                "acme: its method output returns an image of -2 x -4 pixels"),
            new Case(
                acme(right.of(Shape.image(100_000, 100_000, 3))),
                "acme: its method output returns an image of 100000 x 100000 pixels"),
            new Case(
                acme(new Answers(Shape.line(2), line, Shape.line(4), List.of(), 1, 0)),
                "acme: its method activationShape returns 4 numbers in a line, but its output is 3"),
            new Case(
                acme(new Answers(Shape.line(2), line, line, null, 1, 0)),
                "acme: its method parameters returns null"),
            new Case(
                acme(new Answers(Shape.line(2), line, line, List.of(), 0, 0)),
                "acme: its method leastRows returns 0; it must be at least 1"),
            new Case(
                acme(new Answers(Shape.line(2), line, line, List.of(), 1, -1)),
                "acme: its method kernelBytes returns -1; it must be at least 0"),
            new Case(new Rows("../a", 2, 0), "rows: a tensor is called '../a'; its name must "),
            new Case(new Rows("", 2, 0), "rows: its method learned returns null; no result may"),
            new Case(new Rows("w", 0, 0), "rows: the tensor 'w' would be 1 by 0; each side"),
            new Case(
                new Rows("w", 2, -1), "rows: its method memory returns -1; it must be at least 0"))
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.sentence(),
                    () ->
                        assertEquals(
                            "network[0]." + each.sentence(),
                            refusal(each.layer())
                                .substring(
                                    0,
                                    Math.min(
                                        refusal(each.layer()).length(),
                                        "network[0].".length() + each.sentence().length())))));
  }

  private static String refusal(Layer layer) {
    return assertThrows(
            NetworkException.class,
            () ->
                new NetworkBuilder(Catalogue.ofInstalled())
                    .build(
                        List.of(layer, Dense.output()),
                        2,
                        new Target(Target.Kind.NUMERIC, List.of("y")),
                        1))
        .getMessage();
  }
}
