package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.Thorough;
import dev.gradus.engine.binding.TestPlugins.Accuracy;
import dev.gradus.engine.binding.TestPlugins.Adam;
import dev.gradus.engine.binding.TestPlugins.Band;
import dev.gradus.engine.binding.TestPlugins.Huber;
import dev.gradus.engine.binding.TestPlugins.Odd;
import dev.gradus.engine.binding.TestPlugins.Sgd;
import dev.gradus.engine.binding.TestPlugins.SquaredError;
import dev.gradus.engine.binding.TestPlugins.Tanh;
import dev.gradus.engine.binding.TestPlugins.TopK;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.layers.Dense;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.PointwiseActivation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Written configurations are complete, canonical, and read back to equal ones. */
final class ConfigurationWriterTest {

  private final ConfigurationReader reader = new ConfigurationReader(TestPlugins.catalogue());
  private final ConfigurationWriter writer = new ConfigurationWriter();

  private static Configuration.Builder small() {
    return Configuration.builder()
        .layer(Dense.output())
        .loss(new SquaredError())
        .optimizer(new Sgd());
  }

  private void assertRoundTrip(Configuration configuration, String message) {
    String text = writer.write(configuration);
    assertEquals(
        configuration, reader.parse(text, "model", Path.of(""), List.of()), message + "\n" + text);
  }

  @Test
  void aPartIsWrittenUnderItsKeyWithAllItsOptions() {
    assertEquals("loss: {huber: {delta: 1.0}}\n", writer.writePart("loss", new Huber()));
    assertEquals(
        "metrics:\n  - top-k: {k: 3}\n", writer.writePart("metrics", List.of(new TopK(3))));
  }

  @Test
  void allOptionsAreWrittenOutInTheirOrder() {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    columns.put("id", new IgnoredSpec());
    columns.put("petal width", new NumericSpec());
    Configuration configuration =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.of(Path.of("data", "iris.csv")),
                    List.of("species"),
                    columns,
                    ColumnSpec.Scale.STANDARD,
                    new SplitSpec()))
            .layer(Dense.of(16, new Tanh()))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam(0.01, List.of(0.9, 0.999)))
            .metric(new Accuracy())
            .metric(new TopK(3))
            .metric(new SquaredError())
            .build();
    assertEquals(
        """
        data:
          csv: data/iris.csv
          target: [species]
          columns:
            id: ignore
            "petal width":
              numeric:
                scale: standard
                missing: refuse
                constant: 0.0
                indicator: false
                clamp: false
          scale: standard
          split: {validation: 0.2}
          missing: refuse
          format:
            delimiter: ","
            quote: "\\""
            header: true
            missing: []
            decimal: "."
            thousands: ""
            units: []
            unnamed: false
            skip-lines: 0
            encoding: utf-8
        network:
          - dense:
              units: 16
              activation: tanh
              bias: true
              parametrization: standard
              unit-variance: false
              data-biases: false
          - dense:
              bias: true
              parametrization: standard
              unit-variance: false
              data-biases: false
        loss: {huber: {delta: 1.0}}
        optimizer: {adam: {learning-rate: 0.01, betas: [0.9, 0.999]}}
        regularizers: []
        metrics:
          - accuracy
          - top-k: {k: 3}
          - mean-squared-error
        training:
          accumulate-batches: 1
          shuffle: true
          seed: 0
          decay-biases: true
          class-weights: {}
          loss-guard: refuse
          reset: []
          new-classes: refuse
          freeze: []
          groups: []
        """,
        writer.write(configuration));
    assertRoundTrip(configuration, "");
  }

  @Test
  void pathsInTheFolderAreWrittenFromThereOn() {
    Path folder = Path.of("some", "folder").toAbsolutePath();
    Configuration configuration =
        small().data(DataSpec.of(folder.resolve("../iris.csv"), "species")).build();
    String text = writer.write(configuration, folder);
    assertEquals("  csv: \"../iris.csv\"", text.lines().toList().get(1));
    assertEquals(configuration, reader.parse(text, "model", folder, List.of()));
  }

  @Test
  void otherPathsAreWrittenAsTheyAre() {
    Configuration configuration =
        small().data(DataSpec.of(Path.of("a", "iris.csv"), "species")).build();
    assertEquals(
        "  csv: a/iris.csv", writer.write(configuration, Path.of("b")).lines().toList().get(1));
  }

  @Test
  void aPluginWithoutANameIsRefusedWithASentence() {
    refused(
        "schedule: a lambda cannot be written in YAML, because it has no name; annotate the class with @Plugin",
        small().schedule((base, step) -> base).build());
    refused(
        "network[1].dense.activation: "
            + Nameless.class.getName()
            + " cannot be written in YAML, because it has no name; annotate the class with @Plugin",
        small().layer(Dense.output(new Nameless())).build());
  }

  @Test
  void anOptionThatYamlCannotExpressIsRefused() {
    refused(
        "loss: "
            + Odd.class.getName()
            + " has the option 'duration' of the type java.time.Duration, which cannot be written in YAML, so a model could not be saved; take double, int, long, boolean, String, an enum, a Path, another kind of plugin, a public record of these, or a List, a Map<String, ...> or an Optional of them",
        small().loss(new Odd()).build());
    refused(
        "loss.band.high: Infinity cannot be written; a number must be finite",
        small().loss(new Band(0, Double.POSITIVE_INFINITY)).build());
  }

  private void refused(String sentence, Configuration configuration) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> writer.write(configuration));
    assertEquals(List.of(Problem.of(sentence)), e.problems());
  }

  @Test
  void anyTextIsReadBackAsItWas() {
    for (String name :
        List.of(
            "",
            " ",
            "7",
            "0x1F",
            "1e3",
            ".nan",
            "true",
            "No",
            "null",
            "~",
            "<<",
            "a: b",
            "a #b",
            "#",
            "- a",
            "a\nb",
            "a\tb",
            "\u0000",
            "\u001B[31m",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uD800",
            "\uD83D\uDE00",
            "\"",
            "'",
            "\\",
            "\\n",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "{",
            "[",
            "?",
            "? a",
            "|",
            ">",
            ",",
            "é",
            "x".repeat(257),
            "x".repeat(5000),
            "\u200E",
            "a ",
            " a",
            "...",
            "---",
            "=")) {
      Map<String, ColumnSpec> columns = Map.of(name, new CategoricalSpec());
      DataSpec data =
          new DataSpec(
              Optional.of(Path.of("a.csv")),
              List.of(name, name + "2"),
              columns,
              ColumnSpec.Scale.NONE,
              SplitSpec.NONE);
      assertRoundTrip(small().data(data).build(), name);
    }
  }

  @Test
  void manyColumnsTakeALineEach() {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    for (int i = 0; i < 784; i++) {
      columns.put("pixel " + i, new NumericSpec(ColumnSpec.Scale.NONE));
    }
    DataSpec data =
        new DataSpec(
            Optional.of(Path.of("a.csv")),
            List.of("y"),
            columns,
            ColumnSpec.Scale.NONE,
            SplitSpec.NONE);
    assertRoundTrip(small().data(data).build(), "");
    assertEquals(
        784,
        writer
            .write(small().data(data).build())
            .lines()
            .filter(l -> l.startsWith("    \"pixel"))
            .count());
  }

  @Test
  void whatIsWrittenBrieflyIsReadBackToTheSame() {
    long seed = System.nanoTime();
    RandomConfigurations random = new RandomConfigurations(seed);
    for (int i = 0; i < 100; i++) {
      Configuration drawn = random.next();
      Configuration configuration =
          new Configuration(
              drawn.data().map(data -> DataSpec.of("a")),
              drawn.network(),
              drawn.loss(),
              drawn.optimizer(),
              drawn.schedule(),
              drawn.regularizers(),
              drawn.metrics(),
              drawn.training(),
              drawn.tune());
      String text = writer.writeBriefly(configuration, Path.of(""));
      assertEquals(
          configuration,
          reader.parse(text, "brief", Path.of(""), List.of()),
          "seed " + seed + "\n" + text);
    }
  }

  @Test
  void brieflyMeansWithoutDefaultsAndWithPathsFromTheFolder() {
    Configuration configuration =
        small()
            .data(
                new DataSpec(
                    Optional.of(Path.of("..", "data", "iris.csv")),
                    List.of("species"),
                    Map.of(),
                    ColumnSpec.Scale.STANDARD,
                    new SplitSpec()))
            .layer(Dense.output(new Tanh()))
            .optimizer(new Adam(0.5, List.of()))
            .epochs(7)
            .build();
    assertEquals(
        """
        data: {csv: "../../data/iris.csv", target: [species], split: {validation: 0.2}}
        network:
          - dense
          - dense: {activation: tanh}
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.5, betas: []}}
        training: {epochs: 7}
        """,
        writer.writeBriefly(configuration, Path.of("best")));
  }

  @Test
  void aThousandRandomConfigurationsAreReadBackToTheSame() {
    long seed = System.nanoTime();
    RandomConfigurations random = new RandomConfigurations(seed);
    for (int i = 0; i < Thorough.cases(1_000); i++) {
      assertRoundTrip(random.next(), "configuration " + i + " with seed " + seed);
    }
  }

  @Test
  void equalConfigurationsGiveEqualText() {
    long seed = System.nanoTime();
    RandomConfigurations one = new RandomConfigurations(seed);
    RandomConfigurations two = new RandomConfigurations(seed);
    for (int i = 0; i < 100; i++) {
      assertEquals(writer.write(one.next()), writer.write(two.next()), "seed " + seed);
    }
  }

  @Test
  void whatIsWrittenAgainIsTheSameText() {
    long seed = System.nanoTime();
    RandomConfigurations random = new RandomConfigurations(seed);
    for (int i = 0; i < 100; i++) {
      String text = writer.write(random.next());
      assertEquals(
          text, writer.write(reader.parse(text, "model", Path.of(""), List.of())), "seed " + seed);
    }
  }

  @Test
  void theOptionalPartsThatAreEmptyAreLeftOut() {
    assertEquals(
        Optional.empty(),
        writer
            .write(small().build())
            .lines()
            .filter(line -> line.startsWith("data") || line.startsWith("schedule"))
            .findAny());
  }

  /** A plugin without a name. */
  public record Nameless() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return x;
    }

    @Override
    public double derivative(double x) {
      return 1;
    }
  }
}
