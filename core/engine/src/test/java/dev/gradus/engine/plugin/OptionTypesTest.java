package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.plugin.SamplePlugins.AnyLoss;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Plugin;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Options that YAML cannot express are refused when a plugin is loaded, and values must fit. */
class OptionTypesTest {

  @Plugin(name = "narrow", summary = "A test.")
  public record Narrow(float rate) implements AnyLoss {
    public Narrow() {
      this(1);
    }
  }

  @Plugin(name = "letter", summary = "A test.")
  public record Letter(char letter) implements AnyLoss {
    public Letter() {
      this('a');
    }
  }

  @Plugin(name = "names", summary = "A test.")
  public record Names(Set<String> names) implements AnyLoss {
    public Names() {
      this(Set.of());
    }
  }

  @Plugin(name = "array", summary = "A test.")
  @SuppressWarnings("ArrayRecordComponent")
  public record Numbers(double[] numbers) implements AnyLoss {
    public Numbers() {
      this(new double[0]);
    }
  }

  @Plugin(name = "keys", summary = "A test.")
  public record Keys(Map<Integer, String> keys) implements AnyLoss {
    public Keys() {
      this(Map.of());
    }
  }

  @Plugin(name = "holes", summary = "A test.")
  public record Holes(List<Optional<String>> holes) implements AnyLoss {
    public Holes() {
      this(List.of());
    }
  }

  /** A part of an option. */
  public record Part(double size, short small) {}

  @Plugin(name = "nested", summary = "A test.")
  public record Nested(List<Part> parts) implements AnyLoss {
    public Nested() {
      this(List.of());
    }
  }

  @Test
  void aTypeThatYamlCannotExpressIsRefusedWithThePlugin() {
    for (Class<?> type :
        List.of(
            Narrow.class,
            Letter.class,
            Names.class,
            Numbers.class,
            Keys.class,
            Holes.class,
            Nested.class)) {
      String message =
          String.valueOf(
              assertThrows(PluginException.class, () -> PluginType.of(type, "here"), type.getName())
                  .getMessage());
      assertTrue(message.contains("cannot be written in YAML"), message);
      assertTrue(message.contains(" has the option '"), message);
    }
  }

  /** A part that can be written. */
  public record Fine(double size, Optional<String> name) {
    public Fine() {
      this(1, Optional.empty());
    }
  }

  @Plugin(name = "rich", summary = "A test.")
  public record Rich(
      double number,
      int count,
      long seed,
      boolean flag,
      String text,
      DayOfWeek day,
      Path file,
      Optional<Double> maybe,
      List<Integer> several,
      Map<String, Double> byName,
      List<Fine> parts,
      Optional<Activation> activation)
      implements AnyLoss {
    public Rich() {
      this(
          1,
          2,
          3,
          true,
          "",
          DayOfWeek.MONDAY,
          Path.of(""),
          Optional.empty(),
          List.of(),
          Map.of(),
          List.of(),
          Optional.empty());
    }
  }

  @Test
  void whatYamlCanExpressIsTaken() {
    assertDoesNotThrow(() -> PluginType.of(Rich.class, "here"));
  }

  private static String refusal(String option, Object value) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> RecordOptions.of(Rich.class).create(Map.of(option, value)))
            .getMessage());
  }

  @Test
  void aNameThatIsNoneGetsTheNearest() {
    assertTrue(
        refusal("nubmer", 2.0).startsWith("rich has no option 'nubmer'; did you mean 'number'?"),
        refusal("nubmer", 2.0));
    assertEquals(
        "plain-class has no option 'x' (it has none)",
        assertThrows(
                IllegalArgumentException.class,
                () -> RecordOptions.of(SamplePlugins.PlainClass.class).create(Map.of("x", 1)))
            .getMessage());
  }

  @Test
  void aValueOfAnotherTypeGetsASentence() {
    assertEquals("number must be a number, but is the text 'two'", refusal("number", "two"));
    assertEquals(
        "count must be a whole number of the type int, but is 2.5 (Double)", refusal("count", 2.5));
    assertEquals(
        "count must be a whole number of the type int, but is 7 (Long)", refusal("count", 7L));
    assertEquals("flag must be true or false, but is the text 'yes'", refusal("flag", "yes"));
    assertTrue(
        refusal("day", "monday").startsWith("day must be one of DayOfWeek.MONDAY, DayOfWeek.TUES"),
        refusal("day", "monday"));
    assertEquals("text must be a text, but is 7 (Integer)", refusal("text", 7));
    assertEquals(
        "maybe must be an Optional, of a number of the type Double, but is 2.0 (Double)",
        refusal("maybe", 2.0));
    assertEquals(
        "several must be a List, each element a whole number of the type Integer, but is [1.5] (ListN)"
            .replace("(ListN)", "(" + List.of(1.5).getClass().getSimpleName() + ")"),
        refusal("several", List.of(1.5)));
    assertTrue(refusal("by-name", Map.of("a", "b")).startsWith("by-name must be a Map of names"));
  }

  @Test
  void whatFitsIsTakenAndJavaWidensNumbers() {
    Rich made =
        (Rich)
            RecordOptions.of(Rich.class)
                .create(
                    Map.of(
                        "number", 2, "seed", 7, "maybe", Optional.of(2.0), "several", List.of(1)));
    assertEquals(2, made.number());
    assertEquals(7, made.seed());
    assertEquals(Optional.of(2.0), made.maybe());
  }

  @Plugin(name = "nothing", summary = "A test.")
  public record NullDefault(String text) implements AnyLoss {
    @SuppressWarnings("NullAway")
    public NullDefault() {
      this(null);
    }
  }

  @Test
  void aDefaultThatIsNullIsNamed() {
    RecordOptions options = PluginType.of(NullDefault.class, "here").options();
    assertTrue(
        String.valueOf(assertThrows(PluginException.class, options::defaults).getMessage())
            .startsWith("the option 'text' of "));
  }
}
