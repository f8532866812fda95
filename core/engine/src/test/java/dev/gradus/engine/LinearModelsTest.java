package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.LinearBaseline;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Evaluation;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The metrics of a linear model are shown next to those of a network, and its weights are saved in
 * the file.
 */
class LinearModelsTest {

  private static final String KINDS =
      """
      data: {csv: d.csv, target: kind, columns: {u: ignore, many: ignore}, split: {validation: 0.25}}
      network: [{dense: {units: 8, activation: tanh}}, {dense: {activation: softmax}}]
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.02}}
      metrics: [accuracy, brier]
      training: {epochs: 4, batch-size: 16, seed: 3}
      """;

  private static final String NUMBERS =
      """
      data: {csv: d.csv, target: u, columns: {kind: ignore, many: ignore}, split: {validation: 0.25}}
      network: [{dense: {units: 8, activation: tanh}}, {dense: {}}]
      loss: mean-squared-error
      optimizer: {adam: {learning-rate: 0.02}}
      metrics: [r2, mean-absolute-error]
      training: {epochs: 4, batch-size: 16, seed: 3}
      """;

  @TempDir Path folder;
  private final Gradus gradus = Gradus.builder().withLinearModels().onWarning(w -> {}).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  /** Three kinds by the place in a plane; u = 3 x - 2 y + 5; a category that u does not need. */
  private Path data() throws IOException {
    Random random = new Random(4);
    StringBuilder csv = new StringBuilder("x,y,many,kind,u\n");
    for (int i = 0; i < 120; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      double place = x + y + 0.2 * random.nextGaussian();
      csv.append(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,c%d,%s,%.6f%n",
              x,
              y,
              i % 7,
              place < -0.5 ? "low" : place > 0.5 ? "high" : "middle",
              3 * Math.round(x * 1e4) / 1e4 - 2 * Math.round(y * 1e4) / 1e4 + 5));
    }
    return Files.writeString(folder.resolve("d.csv"), csv);
  }

  private Configuration read(String yaml) throws IOException {
    data();
    return gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml));
  }

  private Study study(String yaml) throws IOException {
    return gradus.job(read(yaml)).study();
  }

  private Table table(Model model) {
    return gradus.readTable(folder.resolve("d.csv"), model);
  }

  @Test
  void aStudyMeasuresItOnTheSamePartsByTheSameMeasures() throws IOException {
    Study study = study(KINDS);
    assertEquals(Set.of("training", "validation"), study.training().linear().metrics().keySet());
    study
        .training()
        .metrics()
        .forEach(
            (part, metrics) ->
                assertEquals(
                    List.copyOf(metrics.keySet()),
                    List.copyOf(
                        study
                            .training()
                            .linear()
                            .metrics()
                            .getOrDefault(part, Map.of())
                            .keySet())));
    assertTrue(of(study.training().linear(), "validation", "accuracy") > 0.8);
    assertEquals(
        "The linear model sees the same inputs, and was fitted to the same 90 training examples by softmax regression (L2 penalty, C = 1).",
        study.training().linear().sentence());
  }

  private static double of(LinearBaseline linear, String part, String name) {
    return linear.metrics().getOrDefault(part, Map.of()).getOrDefault(name, Double.NaN);
  }

  @Test
  void whatIsLinearInTheInputsIsFoundByLeastSquares() throws IOException {
    LinearBaseline linear = study(NUMBERS).training().linear();
    assertEquals(1, of(linear, "validation", "r2"), 1e-10);
    assertEquals(0, of(linear, "validation", "mean-absolute-error"), 1e-5);
    assertEquals(0, of(linear, "validation", "loss"), 1e-10);
  }

  @Test
  void aConstantPredictionIsMeasuredBesideIt() throws IOException {
    Training numbers = study(NUMBERS).training();
    Map<String, Double> learned = numbers.linear().constant().getOrDefault("training", Map.of());
    assertEquals(
        List.copyOf(numbers.metrics().getOrDefault("training", Map.of()).keySet()),
        List.copyOf(learned.keySet()));
    // The mean of standardised targets is 0, and so their mean square is 1.
    assertEquals(1, learned.getOrDefault("loss", Double.NaN), 1e-5);
    assertEquals(0, learned.getOrDefault("r2", Double.NaN), 1e-5);
    Training kinds = study(KINDS).training();
    Model model = kinds.model();
    Table training = model.part(table(model), "training");
    Map<String, Integer> counts = ColumnSummary.classes(training.column("kind"));
    int rows = training.rows();
    Map<String, Double> frequencies = kinds.linear().constant().getOrDefault("training", Map.of());
    assertEquals(
        (double) Collections.max(counts.values()) / rows,
        frequencies.getOrDefault("accuracy", Double.NaN),
        1e-12);
    double entropy =
        counts.values().stream()
            .mapToDouble(count -> -(double) count / rows * Math.log((double) count / rows))
            .sum();
    assertEquals(entropy, frequencies.getOrDefault("loss", Double.NaN), 1e-3);
  }

  private Optional<Warning> better(String yaml) throws IOException {
    Training training = gradus.job(read(yaml)).train();
    assertEquals(training.warnings(), study(yaml).training().warnings());
    return training.warnings().stream()
        .filter(warning -> warning.message().startsWith("a linear model"))
        .findFirst();
  }

  @Test
  void aNetworkThatIsWorseOnExamplesThatWereHeldOutIsWarnedOf() throws IOException {
    Warning numbers = better(NUMBERS).orElseThrow();
    assertEquals(30, numbers.count());
    assertTrue(
        numbers
            .message()
            .matches(
                "a linear model of the same inputs is closer to the true value than the network for 30 of 30 validation examples, and its loss on them is \\S+ against \\S+, which is more than chance; train for more epochs, try another learning rate or a smaller network, or use a network of one layer, which is a linear model"),
        numbers.message());
    String untrained = KINDS.replace("learning-rate: 0.02", "learning-rate: 0.00001");
    Warning kinds = better(untrained).orElseThrow();
    assertTrue(
        kinds
            .message()
            .startsWith(
                "a linear model of the same inputs predicts %s of 30 validation examples better than the network, and "
                    .formatted(kinds.count())),
        kinds.message());
    String alone =
        NUMBERS.replace("{dense: {units: 8, activation: tanh}}, ", "").replace("0.02", "0.00001");
    assertTrue(
        better(alone)
            .orElseThrow()
            .message()
            .endsWith("train for more epochs, try another learning rate"));
  }

  @Test
  void aNetworkThatIsAsGoodIsNotWarnedOf() throws IOException {
    assertEquals(Optional.empty(), better(KINDS.replace("epochs: 4", "epochs: 60")));
    String noHeldOut = NUMBERS.replace(", split: {validation: 0.25}", "");
    assertEquals(Optional.empty(), better(noHeldOut), "training examples show nothing");
  }

  @Test
  void aNetworkIsJudgedByTheLossItWasTrainedOn() throws IOException {
    Random random = new Random(6);
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 200; i++) {
      double x = random.nextGaussian();
      csv.append(
          String.format(Locale.ROOT, "%.4f,%.4f%n", x, 2 * x - Math.log(random.nextDouble())));
    }
    Files.writeString(folder.resolve("skewed.csv"), csv);
    Path file =
        Files.writeString(
            folder.resolve("skewed.yaml"),
            """
            data: {csv: skewed.csv, target: y, split: {validation: 0.5}}
            network: [{dense: {}}]
            loss: {quantile: {tau: 0.95}}
            optimizer: {adam: {learning-rate: 0.05}}
            training: {epochs: 40, batch-size: 10, seed: 1}
            """);
    // Its 95 % quantile is further from most true values than the mean, as intended.
    assertEquals(List.of(), gradus.job(gradus.read(file)).train().warnings());
  }

  @Test
  void noiseIsNoReasonForAWarning() throws IOException {
    int warned = 0;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      StringBuilder csv = new StringBuilder("x,y,kind\n");
      for (int i = 0; i < 80; i++) {
        csv.append(
            String.format(
                Locale.ROOT,
                "%.4f,%.4f,%s%n",
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextBoolean() ? "a" : "b"));
      }
      Files.writeString(folder.resolve("noise.csv"), csv);
      Path file =
          Files.writeString(
              folder.resolve("noise.yaml"),
              """
              data: {csv: noise.csv, target: kind, split: {validation: 0.5}}
              network: [{dense: {units: 8, activation: tanh}}, {dense: {activation: sigmoid}}]
              loss: binary-cross-entropy
              optimizer: {adam: {learning-rate: 0.05}}
              training: {epochs: 4, batch-size: 16, seed: %s}
              """
                  .formatted(seed));
      warned += gradus.job(gradus.read(file)).train().warnings().isEmpty() ? 0 : 1;
    }
    // One in twenty is what a test at 95 % gives by chance in either direction.
    assertTrue(warned <= 3, warned + " of 40 are warned of");
  }

  @Test
  void whoOnlyTrainsHasNoneUnlessItWasAskedFor() throws IOException {
    try (Gradus plain = Gradus.create()) {
      Training training = plain.job(read(KINDS)).train();
      assertEquals(LinearBaseline.NONE, training.linear());
      assertEquals(Map.of(), training.model().evaluation(table(training.model())).linear());
    }
    Training asked = gradus.job(read(KINDS)).train();
    assertEquals(study(KINDS).training().linear(), asked.linear());
  }

  @Test
  void aFileKeepsItAndAModelThatIsSavedAgainStillHasIt() throws IOException {
    Model model = study(KINDS).model();
    Path file = folder.resolve("m.safetensors");
    gradus.save(model, file);
    Evaluation before = model.evaluation(table(model));
    Model read = gradus.load(file);
    assertEquals(before.linear(), read.evaluation(table(read)).linear());
    assertEquals(before.metrics(), read.evaluation(table(read)).metrics());
    assertTrue(before.linear().getOrDefault("accuracy", 0.0) > 0.8, before.linear()::toString);
    Path again = folder.resolve("again.safetensors");
    gradus.save(read, again);
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
  }

  @Test
  void theFileIsTheSameWithAnyNumberOfThreads() throws IOException {
    byte[] one = bytes(study(KINDS.replace("seed: 3", "seed: 3, threads: 1")).model());
    byte[] three = bytes(study(KINDS.replace("seed: 3", "seed: 3, threads: 3")).model());
    // Except for the number itself, which is in the configuration of the file, and the checksum.
    String first = new String(one, StandardCharsets.ISO_8859_1);
    String second = new String(three, StandardCharsets.ISO_8859_1);
    assertEquals(
        first.replaceAll("[0-9a-f]{64}", "").replace("threads: 1", ""),
        second.replaceAll("[0-9a-f]{64}", "").replace("threads: 3", ""));
  }

  private byte[] bytes(Model model) throws IOException {
    Path file = folder.resolve("bytes.safetensors");
    gradus.save(model, file);
    return Files.readAllBytes(file);
  }

  @Test
  void aRunThatGoesOnComesToTheSameBytes() throws IOException {
    String yaml = KINDS.replace("seed: 3", "seed: 3, checkpoint: {every: 1, keep: 9}");
    byte[] straight = bytes(study(yaml).model());
    Checkpoints kept = Checkpoints.in(folder.resolve("checkpoints"));
    gradus.job(read(yaml)).listener(new StopAfter(2)).checkpoints(kept).study();
    assertArrayEquals(
        straight, bytes(gradus.job(read(yaml)).checkpoints(kept.resume()).study().model()));
  }

  /** Stops after some epochs. */
  private static final class StopAfter implements TrainingListener {
    private final int epochs;
    private int done;

    StopAfter(int epochs) {
      this.epochs = epochs;
    }

    @Override
    public void started(TrainingPlan plan) {
      done = 0;
    }

    @Override
    public void epochDone(EpochReport report) {
      done++;
    }

    @Override
    public boolean wantsToStop() {
      return done >= epochs;
    }
  }

  @Test
  void aLossOfMoreOutputsThanTargetsIsNotCompared() throws IOException {
    String yaml = NUMBERS.replace("mean-squared-error", "{gaussian-nll: {predict-variance: true}}");
    assertEquals(Set.of("r2", "mean-absolute-error"), validation(study(yaml)).keySet());
  }

  private static Map<String, Double> validation(Study study) {
    return study.training().linear().metrics().getOrDefault("validation", Map.of());
  }

  /** Least squares may predict values below 0, for which such a loss is not defined. */
  @Test
  void aLossOfPositivePredictionsIsNotCompared() throws IOException {
    Path csv = data();
    Files.writeString(csv, Files.readString(csv).replaceAll(",-?([0-9.]+)\n", ",$1\n"));
    String yaml =
        NUMBERS
            .replace("mean-squared-error", "poisson")
            .replace("{dense: {}}", "{dense: {activation: exponential}}")
            .replace("columns: {", "columns: {u: {numeric: {scale: none}}, ");
    Study study =
        gradus.job(gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml))).study();
    assertEquals(Set.of("r2", "mean-absolute-error"), validation(study).keySet());
  }

  @Test
  void theLossOfANetworkOfScoresIsNotCompared() throws IOException {
    Map<String, Double> linear =
        validation(
            study(
                KINDS
                    .replace("cross-entropy", "multi-margin")
                    .replace("{dense: {activation: softmax}}", "{dense: {}}")
                    .replace("accuracy, brier", "accuracy")));
    assertEquals(Set.of("accuracy"), linear.keySet());
    assertTrue(linear.getOrDefault("accuracy", 0.0) > 0.8, linear::toString);
  }

  /** The squared error, and a loss for two classes. */
  @ParameterizedTest
  @CsvSource({"mean-squared-error,sigmoid", "binary-cross-entropy,sigmoid", "hinge,tanh"})
  void oneOutputForTwoClasses(String loss, String activation) throws IOException {
    data();
    Path csv = folder.resolve("d.csv");
    Files.writeString(csv, Files.readString(csv).replace("middle", "low"));
    String yaml =
        KINDS
            .replace("cross-entropy", loss)
            .replace("activation: softmax", "units: 1, activation: " + activation);
    Configuration configuration = gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml));
    Map<String, Double> linear = validation(gradus.job(configuration).study());
    assertTrue(linear.getOrDefault("accuracy", 0.0) > 0.8, linear::toString);
    assertEquals(activation.equals("sigmoid"), linear.containsKey("loss"));
  }

  @Test
  void severalNumbersAndLogarithmsAreFittedAsTheNetworkSeesThem() throws IOException {
    data();
    Path csv = folder.resolve("d.csv");
    Random random = new Random(8);
    StringBuilder text = new StringBuilder("x,y,v,w\n");
    for (int i = 0; i < 80; i++) {
      double x = random.nextInt(100) / 10.0;
      double y = random.nextInt(100) / 10.0;
      // log(1 + v) = 0.5 x + 0.1 y
      text.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f,%.9f,%.9f%n", x, y, Math.expm1(0.5 * x + 0.1 * y), x - y));
    }
    Files.writeString(csv, text);
    String yaml =
        """
        data: {csv: d.csv, target: [v, w], columns: {v: {numeric: {scale: log}}}, split: {validation: 0.25}}
        network: [dense]
        loss: mean-squared-error
        optimizer: adam
        metrics: [r2]
        training: {epochs: 2}
        """;
    Configuration configuration = gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml));
    LinearBaseline linear = gradus.job(configuration).study().training().linear();
    assertEquals(1, of(linear, "validation", "r2"), 1e-8);
  }

  @Test
  void labelsAreMeasuredTogether() throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("x,y,right,high\n");
    for (int i = 0; i < 100; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT, "%.3f,%.3f,%s,%s%n", x, y, x > 0 ? "yes" : "no", y > 0 ? "yes" : "no"));
    }
    Files.writeString(folder.resolve("l.csv"), text);
    String yaml =
        """
        data: {csv: l.csv, target: [right, high], split: {validation: 0.25}}
        network: [{dense: {activation: sigmoid}}]
        loss: binary-cross-entropy
        optimizer: adam
        metrics: [accuracy]
        training: {epochs: 2}
        """;
    Configuration configuration = gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml));
    LinearBaseline linear = gradus.job(configuration).study().training().linear();
    assertTrue(of(linear, "validation", "accuracy") > 0.9, linear::toString);
    assertTrue(of(linear, "validation", "loss") < 0.3, linear::toString);
  }

  /**
   * An embedding receives codes; a linear model sees one-hot categories, including unknown ones.
   */
  @Test
  void categoriesOfAnEmbeddingAreInputs() throws IOException {
    String yaml =
        NUMBERS
            .replace("many: ignore", "many: categorical")
            .replace("[{dense: {units: 8", "[{embedding: {dimensions: 2}}, {dense: {units: 8");
    Study study = study(yaml);
    assertEquals(1, of(study.training().linear(), "validation", "r2"), 1e-9);
    Path file = folder.resolve("m.safetensors");
    gradus.save(study.model(), file);
    Model model = gradus.load(file);
    Path csv = folder.resolve("d.csv");
    Files.writeString(csv, Files.readString(csv).replace(",c3,", ",new,"));
    double unknown = model.evaluation(table(model)).linear().getOrDefault("r2", 0.0);
    assertTrue(unknown > 0.9, unknown + " is r2");
  }

  @Test
  void whyThereIsNoneIsSaid() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "x,y\n0,1\n1,2\n");
    String yaml =
        """
        data: {csv: t.csv, target: y}
        network: [dense]
        loss: mse
        optimizer: sgd
        training: {epochs: 1}
        """;
    Configuration configuration = gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml));
    Study study = gradus.job(configuration).study();
    assertEquals(Map.of(), study.training().linear().metrics());
    assertEquals(
        "There is no linear model to compare with: a least-squares fit of 1 input needs at least 3 training examples, but there are 2.",
        study.training().linear().sentence());
  }

  @Test
  void whoIsInterruptedHasNone() throws IOException {
    Configuration configuration = read(KINDS);
    TrainingListener interrupting =
        new TrainingListener() {
          @Override
          public void epochDone(EpochReport report) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      Training training = gradus.job(configuration).listener(interrupting).train();
      assertEquals(LinearBaseline.NONE, training.linear());
    } finally {
      assertTrue(Thread.interrupted());
    }
  }
}
