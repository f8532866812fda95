package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.losses.Huber;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reading plugin classes, and classes that are not plugins. */
class PluginTypeTest {

  @Test
  void namesAndKindsAreThoseOfTheClass() {
    PluginType type = PluginType.of(SamplePlugins.Sample.class, "here");
    assertEquals("sample", type.name());
    assertEquals(List.of("sample", "first-sample"), type.names());
    assertEquals(List.of(PluginKind.LOSS), type.kinds());
    assertEquals("here", type.origin());
    assertEquals(
        List.of(PluginKind.LOSS, PluginKind.SCHEDULE),
        PluginType.of(SamplePlugins.Both.class, "here").kinds());
  }

  @Test
  void anInstanceIsMadeFromOptionsByName() {
    PluginType type = PluginType.of(SamplePlugins.Sample.class, "here");
    assertEquals(new SamplePlugins.Sample(0.5, 2), type.create(Map.of()));
    assertEquals(new SamplePlugins.Sample(0.5, 7), type.create(Map.of("repeat-count", 7)));
  }

  @Test
  void aFinalClassWithoutOptionsWillDo() {
    Object made = PluginType.of(SamplePlugins.PlainClass.class, "here").create(Map.of());
    assertEquals(SamplePlugins.PlainClass.class, made.getClass());
  }

  @Test
  void theOriginOfAModuleIsItsNameAndVersion() {
    String origin = PluginType.of(new Huber(1)).origin();
    assertTrue(origin.matches("dev\\.gradus\\.losses(@.+)?"), origin);
  }

  @Test
  void layersAreDescribedLikePlugins() {
    assertEquals(
        List.of(
            "alpha-dropout",
            "average-pool",
            "batch-norm",
            "conv2d",
            "dense",
            "dropout",
            "embedding",
            "ensemble",
            "factor",
            "flatten",
            "gaussian-noise",
            "global-average-pool",
            "image",
            "layer-norm",
            "max-pool",
            "periodic",
            "piecewise-linear",
            "residual",
            "rms-norm"),
        Catalogue.ofInstalled().names(PluginKind.LAYER));
  }

  private record Rule(Class<?> broken, String said) {}

  @TestFactory
  Stream<DynamicTest> aClassThatBreaksARuleIsToldWhich() {
    return Stream.of(
            new Rule(SamplePlugins.Unnamed.class, "has no @Plugin annotation"),
            new Rule(
                SamplePlugins.Hidden.class, "must be a public record, or a public final class"),
            new Rule(SamplePlugins.Open.class, "must be a public record, or a public final class"),
            new Rule(SamplePlugins.Nothing.class, "none of the interfaces of dev.gradus.spi"),
            new Rule(SamplePlugins.BadName.class, "calls itself 'Mean_Error'"),
            new Rule(SamplePlugins.BadAlias.class, "calls itself '1st'"),
            new Rule(SamplePlugins.Closed.class, "has no public constructor"),
            new Rule(
                SamplePlugins.OddConstructor.class,
                "has parameters that are not the first components of a record"))
        .map(rule -> DynamicTest.dynamicTest(rule.broken().getSimpleName(), () -> check(rule)));
  }

  private static void check(Rule rule) {
    String message =
        String.valueOf(
            assertThrows(PluginException.class, () -> PluginType.of(rule.broken(), "x.jar"))
                .getMessage());
    assertTrue(message.contains(rule.broken().getName()), message);
    assertTrue(message.contains(rule.said()), message);
  }

  /** As a data class of Kotlin is, without the annotation that makes it a record. */
  @Plugin(name = "no-record", summary = "A test.")
  public static final class NoRecord implements SamplePlugins.AnyLoss {
    private final double scale;

    public NoRecord() {
      this(1);
    }

    public NoRecord(@Option(value = "how much", above = 0) double scale) {
      this.scale = scale;
    }

    @Override
    public String toString() {
      return "no-record " + scale;
    }
  }

  @Test
  void optionsOfAClassThatIsNoRecordAreNotPassedOver() {
    String message =
        String.valueOf(
            assertThrows(PluginException.class, () -> PluginType.of(NoRecord.class, "here"))
                .getMessage());
    assertTrue(message.contains("add @JvmRecord to the data class"), message);
  }

  /** As Kotlin writes it: the annotation is at the parameter alone. */
  @Plugin(name = "at-parameter", summary = "A test.")
  public record AtParameter(double scale) implements SamplePlugins.AnyLoss {
    public AtParameter() {
      this(1);
    }

    public AtParameter(@Option(value = "how much", above = 0) double scale) {
      Options.check(AtParameter.class, scale);
      this.scale = scale;
    }
  }

  @Test
  void theAnnotationOfAParameterDocumentsAnOptionToo() {
    RecordOptions.One option =
        PluginType.of(AtParameter.class, "here").options().find("scale").orElseThrow();
    assertEquals("how much", option.documentation());
    assertEquals(Interval.above(0), option.bounds());
    assertThrows(IllegalArgumentException.class, () -> new AtParameter(-1));
  }
}
