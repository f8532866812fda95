package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.TestPlugins.Accuracy;
import dev.gradus.engine.binding.TestPlugins.Adam;
import dev.gradus.engine.binding.TestPlugins.Huber;
import dev.gradus.engine.binding.TestPlugins.L2;
import dev.gradus.engine.binding.TestPlugins.Sgd;
import dev.gradus.engine.binding.TestPlugins.SquaredError;
import dev.gradus.engine.binding.TestPlugins.Tanh;
import dev.gradus.engine.binding.TestPlugins.TopK;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.layers.Dense;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a setting does to a file. */
final class SettingTest {

  private static final String FILE =
      """
      data: {csv: iris.csv, target: species}
      network:
        - dense: {units: 16, activation: tanh}
        - dense
      loss: mse
      optimizer: adam
      metrics: accuracy
      """;

  private final ConfigurationReader reader = new ConfigurationReader(TestPlugins.catalogue());

  private Configuration with(String... settings) {
    return reader.parse(
        FILE, "iris.yaml", Path.of("folder"), Stream.of(settings).map(Setting::parse).toList());
  }

  private List<Problem> problemsWith(String... settings) {
    return assertThrows(ConfigurationException.class, () -> with(settings)).problems();
  }

  @Test
  void aSettingIsSplitAtItsFirstEqualsSign() {
    assertEquals(new Setting("a.b", "c=d"), Setting.parse("a.b=c=d"));
    assertEquals(new Setting("a", ""), Setting.parse("a="));
    assertEquals(new Setting("a.\"b=c\"", "d"), Setting.parse("a.\"b=c\"=d"));
    assertEquals(new Setting("a", " 5"), Setting.parse(" a = 5"));
  }

  @Test
  void aMissingSectionIsMade() {
    assertEquals(Optional.of(5), with("training.epochs=5").training().epochs());
  }

  @Test
  void aValueIsReplaced() {
    assertEquals(new Huber(1), with("loss=huber").loss());
    assertEquals(new Huber(2), with("loss={huber: {delta: 2}}").loss());
  }

  @Test
  void aPluginIsReachedThroughItsName() {
    assertEquals(Dense.of(8, new Tanh()), with("network[0].dense.units=8").network().get(0));
  }

  @Test
  void aNameAloneGetsOptions() {
    assertEquals(
        new Adam(0.1, List.of(0.9, 0.999)), with("optimizer.adam.learning-rate=0.1").optimizer());
    assertEquals(Dense.of(3), with("network[1].dense.units=3").network().get(1));
  }

  @Test
  void aListOfOneWithoutBracketsHasAFirstElement() {
    assertEquals(List.of(new LossAsMetric(new SquaredError())), with("metrics[0]=mse").metrics());
  }

  @Test
  void theElementBehindTheLastOneIsAdded() {
    assertEquals(3, with("network[2].dense.units=3").network().size());
    assertEquals(List.of(new Accuracy(), new TopK(2)), with("metrics[1].top-k.k=2").metrics());
    assertEquals(List.of(new L2()), with("regularizers[0]=l2").regularizers());
  }

  @Test
  void aKeyInQuotesMayHaveDots() {
    assertEquals(
        Map.of("sepal.length", new IgnoredSpec()),
        with("data.columns.\"sepal.length\"=ignore").data().orElseThrow().columns());
  }

  @Test
  void laterSettingsSeeEarlierOnes() {
    assertEquals(
        new Sgd(0.5), with("optimizer=sgd", "optimizer.sgd.learning-rate=0.5").optimizer());
    assertEquals(7, with("training.seed=3", "training.seed=7").training().seed());
  }

  @Test
  void aPathOnTheCommandLineStartsWhereTheCommandIsGiven() {
    assertEquals(
        Optional.of(Path.of("other.csv")), with("data.csv=other.csv").data().orElseThrow().csv());
    assertEquals(
        Optional.of(Path.of("folder", "iris.csv")),
        with("data.target=x").data().orElseThrow().csv());
  }

  @Test
  void anOptionalIsSet() {
    assertEquals(
        new SplitSpec(0.2, Optional.of(false)),
        with("data.split.stratified=false").data().orElseThrow().split());
  }

  @Test
  void nothingTakesAKeyAway() {
    Configuration read =
        reader.parse(
            "network: [dense]\nloss: mse\noptimizer: adam\ntraining: {epochs: 5}\n",
            "iris.yaml",
            Path.of(""),
            List.of(Setting.parse("training.epochs="), Setting.parse("training.steps=7")));
    assertEquals(Optional.empty(), read.training().epochs());
    assertEquals(Optional.of(7), read.training().steps());
  }

  @Test
  void aSettingMayMendAFile() {
    Configuration read =
        reader.parse(
            "network: [dense]\nloss: 7\n",
            "iris.yaml",
            Path.of(""),
            List.of(Setting.parse("loss=mse"), Setting.parse("optimizer=adam")));
    assertEquals(new SquaredError(), read.loss());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          training.epochs=1.9 | must be a whole number of at least 1, but is '1.9'
          training.epoch= | is not in the document, so it cannot be removed
          training.epoch=5 | there is no such key
          optimzer=adam | there is no such key
          a.b.c=1 | a: there is no such key
          optimizer.sgd.learning-rate=1 | optimizer: is 'adam', which has no key 'sgd'; set all of it, as in optimizer=…
          network.dense.units=3 | network: is a list, which has no key 'dense'
          network[3].dense.units=3 | network[3]: there is no such element; the next to be added is [2]
          regularizers[1]=l2 | there is no such element; the next to be added is [0]
          network[0].dense.unit=3 | there is no such key
          loss=[mse | the bracket [ opened in line 1 is not closed
          loss=a: b: c | a colon is not expected here
          loss=&x mse | anchors (&) are not accepted
          loss=*x | aliases (*) are not accepted
          training={epochs: 5, epochs: 6} | training.epochs: is duplicated
          data.columns."x y"=ignor | must be one of boolean, categorical, date, ignore, numeric, weight
          """)
  void aBadSettingIsNamedInsteadOfAPlace(String setting, String sentence) {
    List<Problem> problems = problemsWith(setting);
    assertEquals(1, problems.size());
    String path = setting.substring(0, setting.indexOf('='));
    assertEquals("setting " + path, problems.get(0).where());
    assertTrue(problems.get(0).sentence().startsWith(sentence), problems.get(0).sentence());
  }

  @Test
  void anchorsTagsAndSyntaxInASettingAreItsOwnProblems() {
    assertTrue(
        problemsWith("loss=---\nmse\n---\nhuber").get(0).sentence().contains("second document"));
  }

  @Test
  void whatIsRefusedInTheFileStaysRefusedWhateverIsSetInIt() {
    List<Problem> problems =
        assertThrows(
                ConfigurationException.class,
                () ->
                    reader.parse(
                        "network: *n\nloss: *l\noptimizer: adam\n",
                        "iris.yaml",
                        Path.of(""),
                        List.of(
                            Setting.parse("network[0].dense.units=3"),
                            Setting.parse("loss.huber.delta=1"))))
            .problems();
    assertEquals(
        List.of("iris.yaml:1:10", "iris.yaml:2:7"), problems.stream().map(Problem::where).toList());
  }

  @Test
  void problemsOfTheFileComeFirstThenThoseOfTheSettingsInTheirOrder() {
    List<Problem> problems =
        assertThrows(
                ConfigurationException.class,
                () ->
                    reader.parse(
                        "network: [dense]\nloss: mse\nseed: 7\n",
                        "iris.yaml",
                        Path.of(""),
                        List.of(
                            Setting.parse("training.seed=x"),
                            Setting.parse("training.epochs=x"),
                            Setting.parse("metrics=[a, b"))))
            .problems();
    assertEquals(
        List.of(
            "iris.yaml:1:1",
            "iris.yaml:3:1",
            "setting training.seed",
            "setting training.epochs",
            "setting metrics"),
        problems.stream().map(Problem::where).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=5",
        "a..b=5",
        ".a=5",
        "a.=5",
        "a[=5",
        "a[x]=5",
        "a[-1]=5",
        "[0]=5",
        "a]=5",
        "a\"b\"=5",
        "a.\"b=5",
        "a[0]b=5",
        "a[9999999]=5",
        "a.[0]=5",
        "\"\"=5",
        "training.epochs"
      })
  void aMalformedSettingIsRefusedWithASentence(String text) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> Setting.parse(text));
    Problem problem = e.problems().get(0);
    assertTrue(problem.where().startsWith("setting "), problem::toString);
    assertTrue(
        problem.sentence().contains("such as training.epochs=5")
            || problem.sentence().contains("such as network[0].dense.units"),
        problem::toString);
  }

  @Test
  void aPathOfHostileLengthIsRefused() {
    assertThrows(ConfigurationException.class, () -> Setting.parse("a.".repeat(500_000) + "a=5"));
    assertThrows(ConfigurationException.class, () -> Setting.parse("\"".repeat(1_000_001) + "=5"));
  }
}
