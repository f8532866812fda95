package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.spi.Option;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Types and defaults of options read as a sentence does. */
class OptionTextTest {

  /** An option with a choice. */
  public enum Colour {
    RED,
    DARK_BLUE
  }

  /** A mapping. */
  public record Part(@Option("a") int width, @Option("b") String name) {

    /** Creates an empty one. */
    public Part() {
      this(0, "");
    }
  }

  /** Options of every kind that lists can hold. */
  public record Sample(
      @Option("x") List<List<Double>> matrix,
      @Option("x") List<Colour> colours,
      @Option("x") List<Part> parts,
      @Option("x") List<String> names,
      @Option(value = "x", required = true) String given) {

    /** Creates an empty one. */
    public Sample() {
      this(List.of(), List.of(), List.of(), List.of(), "");
    }
  }

  @Test
  void aListNamesWhatItHolds() {
    assertEquals(
        List.of(
            "list of lists of numbers",
            "list of any of red, dark-blue",
            "list of mappings of width, name",
            "list of strings",
            "string"),
        RecordOptions.of(Sample.class).all().stream().map(OptionText::typeOf).toList());
  }

  @Test
  void aDefaultIsNeverBlank() {
    List<RecordOptions.One> options = RecordOptions.of(Sample.class).all();
    Map<String, Object> defaults = Map.of("matrix", List.of(List.of(0.5)), "names", "");
    assertEquals("[[0.5]]", OptionText.defaultOf(options.get(0), defaults));
    assertEquals("none", OptionText.defaultOf(options.get(3), defaults));
    assertEquals("must be given", OptionText.defaultOf(options.get(4), defaults));
  }
}
