package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.DecisionSurface;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on whitened inputs learn faster, and support everything that other runs support. */
class WhitenedRunsTest {

  private static final int EPOCHS = 40;

  private static final Setting WHITEN = Setting.parse("data.scale=whiten");

  private static final String YAML =
      """
      data: {csv: data.csv, target: t, split: {validation: 0.25}}
      network: [dense: {activation: identity}]
      loss: mean-squared-error
      optimizer: {sgd: {learning-rate: 0.1}}
      metrics: [mean-absolute-error]
      training: {epochs: %s, batch-size: 20, seed: 3}
      """
          .formatted(EPOCHS);

  private static final Gradus GRADUS = Gradus.create();

  @TempDir private Path folder;
  private Path file;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  /**
   * Five columns that all follow one, as lengths of a body do; what they say is how they differ.
   */
  private static double[][] rows(double unit) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[200][];
    for (int i = 0; i < rows.length; i++) {
      double size = random.nextDouble(-3, 3);
      double[] row = new double[6];
      for (int j = 0; j < 5; j++) {
        row[j] = size + random.nextDouble(-0.3, 0.3);
        row[5] += (j % 2 == 0 ? 1 : -1) * row[j];
      }
      row[1] *= unit;
      rows[i] = row;
    }
    return rows;
  }

  private static String csv(double[][] rows) {
    StringBuilder csv = new StringBuilder("a,b,c,d,e,t\n");
    for (double[] row : rows) {
      csv.append(String.format(Locale.ROOT, "%s,%s,%s,%s,%s,%s%n", box(row)));
    }
    return csv.toString();
  }

  private static Object[] box(double[] row) {
    return IntStream.range(0, row.length).mapToObj(k -> row[k]).toArray();
  }

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("run.yaml");
    Files.writeString(file, YAML);
    Files.writeString(folder.resolve("data.csv"), csv(rows(1)));
  }

  private static double lastLoss(Training training) {
    List<EpochReport> history = training.history();
    return history.get(history.size() - 1).validation().getOrDefault(EpochReport.LOSS, Double.NaN);
  }

  /**
   * The claim of Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, 1998, section 5:
   * how many steps a gradient needs is the ratio of the largest variance of the inputs to the
   * least. Here that is about 500.
   */
  @Test
  void descentIsMuchFasterOnWhitenedInputs() {
    double standard = lastLoss(GRADUS.job(file).train());
    double whitened = lastLoss(GRADUS.job(file, WHITEN).train());
    assertTrue(whitened < standard / 1000, () -> standard + " and " + whitened);
  }

  private static double[][] predictions(Training training, double unit) {
    double[][] rows = rows(unit);
    return training
        .model()
        .predictor()
        .predict(Table.ofRows(List.of("a", "b", "c", "d", "e", "t"), rows));
  }

  @Test
  void aUnitChangesNoPrediction() throws IOException {
    double[][] expected = predictions(GRADUS.job(file, WHITEN).train(), 1);
    Files.writeString(folder.resolve("data.csv"), csv(rows(2.54e6)));
    double[][] other = predictions(GRADUS.job(file, WHITEN).train(), 2.54e6);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], other[i], 1e-4, "row " + i);
    }
  }

  @Test
  void aRunGoesOnToTheSameBits() {
    double[][] whole = predictions(GRADUS.job(GRADUS.read(file, WHITEN)).train(), 1);
    Checkpoints checkpoints = Checkpoints.in(folder.resolve("checkpoints"));
    Configuration begun = GRADUS.read(file, WHITEN, Setting.parse("training.epochs=10"));
    GRADUS.job(begun).checkpoints(checkpoints).train();
    Training resumed =
        GRADUS.job(GRADUS.read(file, WHITEN)).checkpoints(checkpoints.resume()).train();
    assertEquals(EPOCHS, resumed.history().size());
    assertArrayEquals(whole, predictions(resumed, 1));
  }

  @Test
  void itCanBeComparedTunedAndCrossValidated() throws IOException {
    Comparison comparison =
        GRADUS
            .job(file)
            .compare(
                "data.scale",
                List.of("standard", "whiten"),
                2,
                new ComparisonListener() {
                  @Override
                  public TrainingListener watch(String variant, long seed) {
                    return TrainingListener.NONE;
                  }

                  @Override
                  public boolean wantsToStop() {
                    return false;
                  }
                });
    double standard = comparison.score(comparison.trained().get(0), "mean-squared-error").mean();
    double whitened = comparison.score(comparison.trained().get(1), "mean-squared-error").mean();
    assertTrue(whitened < standard / 1000, () -> standard + " and " + whitened);

    CrossValidation folds = crossValidated();
    assertTrue(Objects.requireNonNull(folds.scores().get("mean-absolute-error")).mean() < 1e-3);

    Files.writeString(
        file,
        YAML
            + """
            tune:
              trials: 6
              metric: mean-absolute-error
              space: {data.scale: {choice: [standard, whiten]}}
            """);
    Tuning tuning = GRADUS.job(file).tune();
    assertEquals(
        ColumnSpec.Scale.WHITEN,
        tuning.best().orElseThrow().data().orElseThrow().scale(),
        () -> tuning.trials().toString());
  }

  private CrossValidation crossValidated() {
    return GRADUS.job(GRADUS.read(file, WHITEN, Setting.parse("data.split={}"))).crossValidate(4);
  }

  @Test
  void whatDoesNotVaryIsSaidOnce() throws IOException {
    double[][] rows = rows(1);
    for (double[] row : rows) {
      row[2] = row[0] - row[1];
      row[3] = 7;
      row[5] = row[0] + row[1] - row[4];
    }
    Files.writeString(folder.resolve("data.csv"), csv(rows));
    Warning expected =
        new Warning(
            "data.csv: the training rows do not vary along 2 of the 5 directions of the whitened columns (constant: 'd'; 1 column depends on others), so the network has 3 inputs for these columns",
            2);
    Training training = GRADUS.job(file, WHITEN).train();
    assertEquals(List.of(expected), training.warnings());
    assertEquals(3, Models.networkOf(training.model()).inputs());
    Map<String, Double> evaluated =
        training.model().evaluate(GRADUS.readTable(folder.resolve("data.csv")));
    assertTrue(
        evaluated.getOrDefault("mean-absolute-error", Double.NaN) < 1e-2, evaluated::toString);
    CrossValidation folds = crossValidated();
    assertEquals(List.of(expected), folds.warnings());
  }

  @Test
  void anExplanationSaysWhatTheInputsAre() {
    assertTrue(
        GRADUS
            .job(GRADUS.read(file, WHITEN))
            .explainer()
            .explain(1)
            .notes()
            .contains(
                "the first 5 of the inputs x are whitened: each is a direction of 5 columns together (a, b, c, d, e)"));
    assertTrue(
        GRADUS.job(GRADUS.read(file)).explainer().explain(1).notes().stream()
            .noneMatch(note -> note.contains("whitened")));
  }

  private List<String> notes(String columns) {
    return GRADUS
        .job(GRADUS.read(file, WHITEN, Setting.parse("data.columns=" + columns)))
        .explainer()
        .explain(1)
        .notes()
        .stream()
        .filter(note -> note.contains("whitened"))
        .toList();
  }

  @Test
  void anExplanationCountsOneDirectionAndNoneAsOneWould() throws IOException {
    assertEquals(
        List.of("the first of the inputs x is whitened: it is a direction of 1 column (a)"),
        notes("{b: ignore, c: ignore, d: ignore, e: ignore}"));
    double[][] rows = rows(1);
    for (double[] row : rows) {
      row[1] = 2 * row[0];
      row[3] = 7;
    }
    Files.writeString(folder.resolve("data.csv"), csv(rows));
    assertEquals(
        List.of(
            "the first of the inputs x is whitened: it is a direction of 2 columns together (a, b)"),
        notes("{c: ignore, d: ignore, e: ignore}"));
    assertEquals(
        List.of(), notes("{a: {numeric: {scale: standard}}, b: ignore, c: ignore, e: ignore}"));
  }

  @Test
  void picturesAndExamplesAreInTheUnitOfTheData() {
    Setting two = Setting.parse("data.columns={c: ignore, d: ignore, e: ignore}");
    TrainingListener looking =
        new TrainingListener() {
          @Override
          public boolean wantsToSee(int epoch) {
            return true;
          }
        };
    Study study = GRADUS.job(GRADUS.read(file, WHITEN, two)).listener(looking).study();
    DecisionSurface surface = study.snapshots().get(EPOCHS).surface().orElseThrow();
    Predictor predictor = study.model().predictor();
    int points = surface.x().size();
    for (int i = 0; i < surface.values().size(); i += 97) {
      double x = surface.x().get(i % points);
      double y = surface.y().get(i / points);
      assertTrue(Math.abs(x) < 4.1 && Math.abs(y) < 4.1, () -> x + ", " + y);
      assertEquals(predictor.predict(x, y)[0], surface.values().get(i), 1e-4);
    }
    double[][] rows = rows(1);
    for (int i = 0; i < study.outcome().lines().size(); i++) {
      // The header is the first line.
      double[] row = rows[study.outcome().lines().get(i) - 2];
      assertEquals(row[0], study.outcome().inputs().get(i).get(0), 1e-5);
      assertEquals(row[1], study.outcome().inputs().get(i).get(1), 1e-5);
    }
    ExampleGradient hardest = study.contributions().get(0);
    double[] row = rows[hardest.line() - 2];
    assertEquals(row[0], Double.parseDouble(hardest.inputs().getOrDefault("a", "")), 1e-4);
    assertEquals(row[1], Double.parseDouble(hardest.inputs().getOrDefault("b", "")), 1e-4);
  }
}
