package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.TestPlugins.Accuracy;
import dev.gradus.engine.binding.TestPlugins.Adam;
import dev.gradus.engine.binding.TestPlugins.Constant;
import dev.gradus.engine.binding.TestPlugins.Cosine;
import dev.gradus.engine.binding.TestPlugins.Huber;
import dev.gradus.engine.binding.TestPlugins.Kitchen;
import dev.gradus.engine.binding.TestPlugins.L2;
import dev.gradus.engine.binding.TestPlugins.Mode;
import dev.gradus.engine.binding.TestPlugins.Relu;
import dev.gradus.engine.binding.TestPlugins.Softmax;
import dev.gradus.engine.binding.TestPlugins.SquaredError;
import dev.gradus.engine.binding.TestPlugins.Tanh;
import dev.gradus.engine.binding.TestPlugins.TopK;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.layers.Dense;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading valid files, and handling files themselves. */
final class ConfigurationReaderTest {

  private static final String SMALLEST = "network: [dense]\nloss: mse\noptimizer: adam\n";

  private final ConfigurationReader reader = new ConfigurationReader(TestPlugins.catalogue());

  private Configuration parse(String text) {
    return reader.parse(text, "iris.yaml", Path.of(""), List.of());
  }

  private Kitchen kitchen(String options) {
    return (Kitchen)
        parse("network: [dense]\nloss: mse\noptimizer: {kitchen: {" + options + "}}").optimizer();
  }

  private double delta(String number) {
    return ((Huber)
            parse("network: [dense]\noptimizer: adam\nloss: {huber: {delta: " + number + "}}")
                .loss())
        .delta();
  }

  private List<Problem> problemsOf(String text) {
    return assertThrows(ConfigurationException.class, () -> parse(text)).problems();
  }

  @Test
  void theDeepestPartOfAPathThatIsWrittenHasAPlace(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("iris.yaml"),
            "network:\n  - dense: {units: 3}\n  - dense\nloss: mse\noptimizer: adam\n");
    List<Setting> none = List.of();
    assertEquals(
        Optional.of("iris.yaml:2:13"),
        ConfigurationPlaces.of(file, none, "network[0].dense.units"));
    assertEquals(
        Optional.of("iris.yaml:2:5"), ConfigurationPlaces.of(file, none, "network[0].dense.bias"));
    assertEquals(
        Optional.of("iris.yaml:3:5"), ConfigurationPlaces.of(file, none, "network[1].dense.units"));
    assertEquals(
        Optional.of("setting network[0].dense.units"),
        ConfigurationPlaces.of(
            file, List.of(new Setting("network[0].dense.units", "9")), "network[0].dense.units"));
    assertEquals(Optional.empty(), ConfigurationPlaces.of(file, none, "data"));
    assertEquals(
        Optional.empty(), ConfigurationPlaces.of(folder.resolve("none"), none, "network[0]"));
  }

  @Test
  void aTabSeparatesAsABlankDoes() {
    assertEquals(
        parse(SMALLEST),
        parse("network:\t[dense\t,\t\tdense]\nloss: \tmse\t# tab\noptimizer:\tadam\t\n")
            .withNetwork(parse(SMALLEST).network()));
    DataSpec data =
        parse("data:\n  csv:\t'a\tb.csv'\n  target:\n  -\t\"c\td\"\n" + SMALLEST)
            .data()
            .orElseThrow();
    assertEquals(Optional.of(Path.of("a\tb.csv")), data.csv(), "a text keeps its tab");
    assertEquals(List.of("c\td"), data.target());
  }

  @Test
  void everyPartOfAFullFileIsRead() {
    Configuration read =
        reader.parse(
            """
            data:
              csv: iris.csv
              target: species
              columns:
                id: ignore
                1: {numeric: {scale: none}}
                "petal width": categorical
              scale: none
              split: {validation: 0.25, stratified: true}
            network:
              - dense: {units: 16, activation: tanh, weights: {constant: {value: 0.5}}}
              - dense: {units: 8, activation: {relu: {slope: 0.01}}, bias: false}
              - dense: {activation: softmax, biases: constant}
            loss: {huber: {delta: 0.5}}
            optimizer: {adam: {learning-rate: 0.01}}
            schedule: {cosine: {steps: 500}}
            regularizers: [l2]
            metrics: [accuracy, top-k: {k: 3}, mean-squared-error, {huber: {delta: 2}}]
            training: {epochs: 50, batch-size: 16, shuffle: false, seed: -7}
            """,
            "iris.yaml",
            Path.of("folder"),
            List.of());
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    columns.put("id", new IgnoredSpec());
    columns.put("1", new NumericSpec(ColumnSpec.Scale.NONE));
    columns.put("petal width", new CategoricalSpec());
    Configuration expected =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.of(Path.of("folder", "iris.csv")),
                    List.of("species"),
                    columns,
                    ColumnSpec.Scale.NONE,
                    new SplitSpec(0.25, Optional.of(true))))
            .layer(
                new Dense(
                    Optional.of(16),
                    Optional.of(new Tanh()),
                    Optional.of(new Constant(0.5)),
                    Optional.empty(),
                    true))
            .layer(
                new Dense(
                    Optional.of(8),
                    Optional.of(new Relu(0.01)),
                    Optional.empty(),
                    Optional.empty(),
                    false))
            .layer(
                new Dense(
                    Optional.empty(),
                    Optional.of(new Softmax()),
                    Optional.empty(),
                    Optional.of(new Constant()),
                    true))
            .loss(new Huber(0.5))
            .optimizer(new Adam(0.01, List.of(0.9, 0.999)))
            .schedule(new Cosine(500))
            .regularizer(new L2())
            .metric(new Accuracy())
            .metric(new TopK(3))
            .metric(new SquaredError())
            .metric(new Huber(2))
            .epochs(50)
            .batchSize(16)
            .training(t -> t.shuffle(false))
            .seed(-7)
            .build();
    assertEquals(expected, read);
    assertEquals(
        List.of("id", "1", "petal width"),
        List.copyOf(read.data().orElseThrow().columns().keySet()));
  }

  @Test
  void theSmallestFileHasTheDefaults() {
    Configuration read = parse(SMALLEST);
    assertEquals(
        new Configuration(Optional.empty(), List.of(new Dense()), new SquaredError(), new Adam()),
        read);
    assertEquals(new TrainingSpec(), read.training());
  }

  @Test
  void withoutASplitSectionEveryRowTrains() {
    DataSpec data = parse("data: {csv: a.csv, target: b}\n" + SMALLEST).data().orElseThrow();
    assertEquals(SplitSpec.NONE, data.split());
    assertEquals(ColumnSpec.Scale.STANDARD, data.scale());
  }

  @Test
  void theFileMayBeLeftOut() {
    assertEquals(Optional.of(DataSpec.of("b")), parse("data: {target: b}\n" + SMALLEST).data());
  }

  @Test
  void aSplitSectionHoldsBackAFifth() {
    DataSpec data =
        parse("data: {csv: a.csv, target: b, split: {}}\n" + SMALLEST).data().orElseThrow();
    assertEquals(new SplitSpec(0.2, Optional.empty()), data.split());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "huber",
        "smooth-l1",
        "\"huber\"",
        "{huber: {}}",
        "{smooth-l1: {delta: 1}}",
        "\n  huber:\n    delta: 1.0",
        "\n  huber: {\n    delta: 1.0\n  }",
        "{\"huber\": {\"delta\": 1.0}}",
        "{? huber : {delta: 1}}"
      })
  void aPluginCanBeWrittenInTheseWays(String loss) {
    assertEquals(
        new Huber(1), parse("network: [dense]\noptimizer: adam\nloss: " + loss + "\n").loss());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "[dense]", "\n- dense", "\n  - dense: {}", "{dense: {}}"})
  void aListOfOneCanBeWrittenWithoutBrackets(String network) {
    assertEquals(
        List.of(new Dense()), parse("loss: mse\noptimizer: adam\nnetwork: " + network).network());
  }

  @Test
  void jsonIsYaml() {
    Configuration read =
        parse(
            """
            {"network": [{"dense": {"units": 3, "activation": "tanh"}}],
             "loss": "mse", "optimizer": {"adam": {"betas": [0.5, 0.5]}},
             "training": {"shuffle": true}}
            """);
    assertEquals(List.of(Dense.of(3, new Tanh())), read.network());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0.5, 0.5",
    ".5, 0.5",
    "5., 5",
    "+2, 2",
    "1e3, 1000",
    "1E-3, 0.001",
    "1.5e+3, 1500",
    "4.9e-324, 4.9e-324",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "0.10, 0.1"
  })
  void theseAreNumbers(String text, double number) {
    assertEquals(number, delta(text));
  }

  @Test
  void everyTypeOfOptionIsRead() {
    assertEquals(
        new Kitchen(
            0,
            -5,
            Long.MIN_VALUE,
            true,
            "a: b # c",
            Mode.VERY_SLOW,
            List.of(1.0, -2.5),
            List.of("7", "no", "x y"),
            new Relu(2),
            List.of(new Huber(3), new SquaredError()),
            new Constant(-1)),
        kitchen(
            "learning-rate: 0, whole: -5, big: -9223372036854775808, flag: true, text: 'a: b # c',"
                + " mode: very-slow, numbers: [1, -2.5], texts: ['7', no, x y], inner: {relu:"
                + " {slope: 2}}, losses: [huber: {delta: 3}, mse], start: {constant: {value: -1}}"));
  }

  @Test
  void aTextIsTakenAsItIsWritten() {
    assertEquals(
        List.of(
            "yes", "no", "on", "2024-01-01", "1.2.3", "a_b", "-", "~x", "12:30", "nullo", "", "é"),
        kitchen("texts: [yes, no, on, 2024-01-01, 1.2.3, a_b, '-', ~x, 12:30, nullo, '', é]")
            .texts());
  }

  @Test
  void quotesMakeATextOfAnything() {
    assertEquals(
        List.of("7", "true", "null", "~", "1e3", "*a", "&a", "!a", "<<"),
        kitchen("texts: ['7', \"true\", 'null', '~', '1e3', '*a', '&a', '!a', '<<']").texts());
  }

  @Test
  void aBlockOfTextIsAText() {
    assertEquals(
        "a\nb\n",
        ((Kitchen)
                parse(
                        """
                        network: [dense]
                        loss: mse
                        optimizer:
                          kitchen:
                            text: |
                              a
                              b
                        """)
                    .optimizer())
            .text());
  }

  @Test
  void everyKeyOfColumnsIsAName() {
    DataSpec data =
        parse(
                "data: {csv: a.csv, target: b, columns: {7: ignore, yes: ignore, \"<<\": ignore,"
                    + " null: ignore, '': ignore}}\n"
                    + SMALLEST)
            .data()
            .orElseThrow();
    assertEquals(List.of("7", "yes", "<<", "null", ""), List.copyOf(data.columns().keySet()));
  }

  @Test
  void carriageReturnsAreLineEnds() {
    assertEquals(parse(SMALLEST), parse(SMALLEST.replace("\n", "\r\n")));
    assertEquals(
        "iris.yaml:3:7",
        problemsOf("network: [dense]\r\noptimizer: adam\r\nloss: x\r\n").get(0).where());
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertEquals(parse(SMALLEST), parse("\uFEFF" + SMALLEST));
    assertEquals(
        "iris.yaml:1:7",
        problemsOf("\uFEFFloss: x\noptimizer: adam\nnetwork: [dense]").get(0).where());
  }

  @Test
  void documentMarksCommentsAndAVersionArePassedOver() {
    assertEquals(parse(SMALLEST), parse("%YAML 1.2\n# first\n---\n" + SMALLEST + "# last\n...\n"));
  }

  @Test
  void columnsAreCountedInCharactersAsPeopleSeeThem() {
    assertEquals(
        "iris.yaml:1:16", problemsOf("metrics: ['\uD83D\uDE00', x]\n" + SMALLEST).get(1).where());
  }

  @Test
  void allProblemsAreReportedAtOnceInTheOrderOfTheirPlaces() {
    List<Problem> problems =
        problemsOf(
            """
            training: {epochs: 1.9, epoch: 5, seed: "7"}
            network:
              - dense: {units: 0, activation: tahn}
              - dens
            loss: {huber: {delta: -1, delta: 2}}
            metrics: [*m, 7]
            epochs: &e 3
            """);
    assertEquals(
        List.of(
            "1:1", "1:20", "1:25", "1:41", "3:20", "3:35", "4:5", "5:23", "5:27", "6:11", "6:15",
            "7:1", "7:9"),
        problems.stream().map(p -> p.where().substring("iris.yaml:".length())).toList());
    assertTrue(problems.get(0).sentence().startsWith("optimizer: is missing"));
  }

  @Test
  void aHundredProblemsAreEnough() {
    List<Problem> problems = problemsOf("metrics: [" + "x, ".repeat(250) + "]\n" + SMALLEST);
    assertEquals(101, problems.size());
    assertEquals(
        Problem.of("only the first 100 problems that were found are listed"), problems.get(100));
  }

  @Test
  void theMessageHasALineForEachProblem() {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class, () -> parse("network: [dense]\nloss: 1\nseed: 2\n"));
    String message = String.valueOf(e.getMessage());
    assertEquals(3, message.lines().count());
    assertTrue(message.lines().allMatch(line -> line.startsWith("iris.yaml:")));
  }

  @Test
  void pathsStartAtTheFolderOfTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("iris.yaml");
    Files.writeString(file, "data: {csv: sub/iris.csv, target: b}\n" + SMALLEST);
    assertEquals(
        Optional.of(folder.resolve("sub").resolve("iris.csv")),
        reader.read(file).data().orElseThrow().csv());
  }

  @Test
  void anAbsolutePathStaysAsItIs(@TempDir Path folder) {
    Path csv = folder.resolve("iris.csv").toAbsolutePath();
    Configuration read =
        reader.parse(
            "data: {csv: '" + csv + "', target: b}\n" + SMALLEST,
            "iris.yaml",
            Path.of("elsewhere"),
            List.of());
    assertEquals(Optional.of(csv), read.data().orElseThrow().csv());
  }

  @Test
  void problemsOfAFileBeginWithItsNameAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, SMALLEST + "seed: 7\n");
    assertEquals("bad.yaml:4:1", problemOf(file).where());
  }

  private Problem problemOf(Path file) {
    List<Problem> problems =
        assertThrows(ConfigurationException.class, () -> reader.read(file)).problems();
    assertEquals(1, problems.size());
    return problems.get(0);
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none.yaml");
    assertEquals(
        new Problem(file.toString(), "the file cannot be read: there is no such file or folder"),
        problemOf(file));
  }

  @Test
  void aFolderIsNoFile(@TempDir Path folder) {
    assertEquals(
        new Problem(folder.toString(), "this is a folder; name the YAML file in it"),
        problemOf(folder));
  }

  @Test
  void aFileThatMayNotBeReadIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("secret.yaml");
    Files.writeString(file, SMALLEST);
    Assumptions.assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file));
    assertEquals(
        new Problem(file.toString(), "the file cannot be read: permission is denied"),
        problemOf(file));
  }

  @Test
  void aFileInAnotherEncodingIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("latin.yaml");
    String sentence = "the file is not text in UTF-8; save it in that encoding";
    Files.write(file, ("# é\n" + SMALLEST).getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(new Problem(file.toString(), sentence), problemOf(file));
    Files.write(file, SMALLEST.getBytes(StandardCharsets.UTF_16));
    assertEquals(new Problem(file.toString(), sentence), problemOf(file));
  }
}
