package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Calibrate;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.engine.model.Evaluation;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.Corn;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.Hinge;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.losses.metrics.LogLoss;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.problem.GradusException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probabilities are calibrated after training, by the held-out rows. */
class CalibrationTest {

  private static final int ROWS = 240;
  private static final Gradus GRADUS = Gradus.create();

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  /** Three classes in a plane, so noisy that a network that is trained for long is too sure. */
  private static Table table() {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = new double[ROWS];
    double[] y = new double[ROWS];
    String[] kinds = new String[ROWS];
    String[] sides = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[i] = random.nextGaussian();
      y[i] = random.nextGaussian();
      double place = x[i] + y[i] + 2 * random.nextGaussian();
      kinds[i] = place < -1 ? "low" : place > 1 ? "high" : "middle";
      sides[i] = place < 0 ? "left" : "right";
    }
    return Table.of(
        Column.of("x", x), Column.of("y", y), Column.of("kind", kinds), Column.of("side", sides));
  }

  private static Configuration.Builder configuration(DataSpec data) {
    return Configuration.builder()
        .data(data)
        .layer(Dense.of(40, new Tanh()))
        .loss(new CrossEntropy())
        .metric(new Accuracy())
        .metric(new LogLoss())
        .optimizer(new Adam(0.05))
        .epochs(50);
  }

  private static DataSpec data(String target) {
    String other = target.equals("kind") ? "side" : "kind";
    return DataSpec.of(target).column(other, new dev.gradus.engine.data.IgnoredSpec()).split(0.25);
  }

  private static Configuration.Builder kinds() {
    return configuration(data("kind")).layer(Dense.output(new Softmax()));
  }

  private static Configuration.Builder sides() {
    return configuration(data("side"))
        .layer(Dense.output(new Sigmoid()))
        .loss(new BinaryCrossEntropy());
  }

  private static Configuration with(Configuration.Builder builder, Calibrate calibrate) {
    return builder.training(training -> training.calibrate(calibrate)).build();
  }

  private static Training train(Configuration configuration) {
    return GRADUS.job(configuration).on(table()).train();
  }

  private static double of(Training training, String metric) {
    return training.metrics().get(Training.VALIDATION_PART).get(metric);
  }

  @Test
  void aTemperatureLowersTheLogLossAndChangesNoClass() {
    Training plain = train(kinds().build());
    Training calibrated = train(with(kinds(), Calibrate.TEMPERATURE));
    Model model = calibrated.model();
    assertEquals(plain.model().weights().toString(), model.weights().toString());
    assertEquals(of(plain, "accuracy"), of(calibrated, "accuracy"));
    assertTrue(model.calibration().orElseThrow().temperature() > 1.3);
    CalibrationReport report = model.calibrationReport().orElseThrow();
    assertEquals("validation", report.part());
    assertEquals(60, report.rows());
    assertEquals(of(plain, "log-loss"), report.logLossBefore(), 1e-12);
    assertEquals(of(calibrated, "log-loss"), report.logLoss(), 1e-12);
    assertTrue(report.logLoss() < report.logLossBefore() - 0.01, report.toString());
    assertTrue(report.error() < report.errorBefore(), report.toString());
    assertEquals(of(plain, "loss"), of(plain, "log-loss"), 1e-5);
    assertEquals(of(calibrated, "log-loss"), of(calibrated, "loss"), 1e-5);
    assertTrue(plain.model().calibration().isEmpty());
    assertTrue(
        model.calibrated().orElseThrow().contains("fitted to the 60 validation rows"),
        model.calibrated().orElseThrow());
  }

  @Test
  void withASingleOutputToo() {
    Training plain = train(sides().build());
    Training calibrated = train(with(sides(), Calibrate.TEMPERATURE));
    assertEquals(of(plain, "accuracy"), of(calibrated, "accuracy"));
    assertTrue(of(calibrated, "log-loss") < of(plain, "log-loss") - 0.01);
    assertEquals(of(calibrated, "log-loss"), of(calibrated, "loss"), 1e-5);
  }

  @Test
  void anIsotonicCurveCalibratesTwoClasses() {
    for (Configuration.Builder builder :
        List.of(sides(), configuration(data("side")).layer(Dense.output(new Softmax())))) {
      Training calibrated = train(with(builder, Calibrate.ISOTONIC));
      CalibrationReport report = calibrated.model().calibrationReport().orElseThrow();
      assertTrue(report.logLoss() < report.logLossBefore() - 0.01, report.toString());
      assertTrue(report.error() < report.errorBefore(), report.toString());
      assertEquals(of(calibrated, "log-loss"), report.logLoss(), 1e-12);
    }
  }

  @Test
  void labelsAreCalibrated() {
    Table both = labels();
    DataSpec data =
        DataSpec.of("a", "b").column("a", new BooleanSpec()).column("b", new BooleanSpec());
    Configuration.Builder labels =
        configuration(data.split(0.25))
            .layer(Dense.output(new Sigmoid()))
            .loss(new BinaryCrossEntropy());
    Training calibrated = GRADUS.job(with(labels, Calibrate.TEMPERATURE)).on(both).train();
    CalibrationReport report = calibrated.model().calibrationReport().orElseThrow();
    assertTrue(report.logLoss() < report.logLossBefore() - 0.01, report.toString());
    assertRefused(
        "training.calibrate: isotonic is for two classes, but the target 'a', 'b' has 2 labels; use temperature",
        with(labels, Calibrate.ISOTONIC),
        both);
  }

  private static Table labels() {
    Table table = table();
    SplittableRandom random = new SplittableRandom(9);
    String[] a = new String[ROWS];
    String[] b = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      a[i] = table.column("x").number(i) + random.nextGaussian() > 0 ? "yes" : "no";
      b[i] = table.column("y").number(i) + random.nextGaussian() > 0 ? "yes" : "no";
    }
    return Table.of(table.column("x"), table.column("y"), Column.of("a", a), Column.of("b", b));
  }

  @Test
  void aPartOfItsOwnIsUsedIfThereIsOne() {
    SplitSpec split = new SplitSpec(0.2, Optional.empty()).calibration(0.3);
    Configuration configuration =
        with(kinds().data(data("kind").split(split)), Calibrate.TEMPERATURE);
    Model model = train(configuration).model();
    CalibrationReport report = model.calibrationReport().orElseThrow();
    assertEquals("calibration", report.part());
    assertEquals(72, report.rows());
    assertEquals(Optional.of(48), model.about().validationRows());
    assertEquals(Optional.of(120), model.about().trainingRows());
    Table rows = model.part(table(), Training.CALIBRATION_PART);
    assertEquals(72, rows.rows());
    assertEquals(report.logLoss(), model.evaluate(rows).get("log-loss"), 1e-12);
  }

  @Test
  void aSavedModelPredictsTheSame() {
    for (Configuration configuration :
        List.of(
            with(kinds(), Calibrate.TEMPERATURE),
            with(sides(), Calibrate.TEMPERATURE),
            with(sides(), Calibrate.ISOTONIC))) {
      Model model = train(configuration).model();
      Path file = folder.resolve("m.safetensors");
      GRADUS.save(model, file);
      Model loaded = GRADUS.load(file);
      SavedModel saved = SavedModel.read(file);
      assertEquals(model.calibration(), loaded.calibration());
      assertEquals(model.calibrationReport(), loaded.calibrationReport());
      double[][] predictions = model.predictor().predict(table());
      assertArrayEquals(predictions, loaded.predictor().predict(table()));
      for (int i = 0; i < ROWS; i++) {
        double x = table().column("x").number(i);
        double y = table().column("y").number(i);
        assertArrayEquals(predictions[i], saved.predictor().predict(x, y));
        double[] into = new double[predictions[i].length];
        model.predictor().predict(new double[] {x, y}, into);
        assertArrayEquals(predictions[i], into);
      }
      Evaluation evaluation = model.evaluation(table());
      assertEquals(evaluation.metrics(), loaded.evaluation(table()).metrics());
    }
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    List<String> files =
        IntStream.of(1, 3)
            .mapToObj(
                threads ->
                    train(
                            with(
                                kinds().training(training -> training.threads(threads)),
                                Calibrate.TEMPERATURE))
                        .model()
                        .calibration()
                        .toString())
            .distinct()
            .toList();
    assertEquals(1, files.size(), files.toString());
  }

  @Test
  void aFinishedRunIsCalibratedWhenItIsResumed() {
    Checkpoints kept = Checkpoints.in(folder.resolve("checkpoints"));
    Training plain = GRADUS.job(kinds().build()).on(table()).checkpoints(kept).train();
    assertTrue(plain.model().calibration().isEmpty());
    Training resumed =
        GRADUS
            .job(with(kinds(), Calibrate.TEMPERATURE))
            .on(table())
            .checkpoints(kept.resume())
            .train();
    Model whole = train(with(kinds(), Calibrate.TEMPERATURE)).model();
    assertEquals(whole.calibration(), resumed.model().calibration());
    assertEquals(whole.calibrationReport(), resumed.model().calibrationReport());
  }

  @Test
  void crossValidationEvaluatesCalibratedProbabilities() {
    double plain =
        GRADUS
            .job(kinds().epochs(150).build())
            .on(table())
            .crossValidate(3)
            .scores()
            .get("log-loss")
            .mean();
    double calibrated =
        GRADUS
            .job(with(kinds().epochs(150), Calibrate.TEMPERATURE))
            .on(table())
            .crossValidate(3)
            .scores()
            .get("log-loss")
            .mean();
    assertTrue(calibrated < plain - 0.01, calibrated + " and " + plain);
  }

  @Test
  void whereAllRowsAreRightTheTemperatureStays() {
    double[] x = IntStream.range(0, 100).mapToDouble(i -> i < 50 ? i - 100 : i).toArray();
    String[] side =
        IntStream.range(0, 100).mapToObj(i -> i < 50 ? "l" : "r").toArray(String[]::new);
    Configuration.Builder builder =
        configuration(DataSpec.of("side").split(0.2)).layer(Dense.output(new Softmax()));
    Training training =
        GRADUS
            .job(with(builder, Calibrate.TEMPERATURE))
            .on(Table.of(Column.of("x", x), Column.of("side", side)))
            .train();
    assertEquals(1, training.model().calibration().orElseThrow().temperature());
    assertTrue(
        training.warnings().stream()
            .anyMatch(said -> said.message().contains("all 20 held-out rows are classified right")),
        training.warnings().toString());
  }

  @Test
  void whatCannotBeCalibratedIsRefusedBeforeTraining() {
    assertRefused(
        "training.calibrate: the target 'y' is numeric and has no probabilities; remove calibrate (for intervals of numbers, set training.conformal)",
        with(
            configuration(DataSpec.of("y").split(0.2))
                .layer(Dense.output())
                .metrics(List.of())
                .loss(new MeanSquaredError()),
            Calibrate.TEMPERATURE),
        table());
    assertRefused(
        "training.calibrate: there are no held-out rows to fit it to; hold some out with data.split: {validation: 0.2}",
        with(kinds().data(data("kind").split(SplitSpec.NONE)), Calibrate.TEMPERATURE),
        table());
    assertRefused(
        "training.calibrate: isotonic is for two classes, but the target 'kind' has 3 classes; use temperature",
        with(kinds(), Calibrate.ISOTONIC),
        table());
    assertRefused(
        "training.calibrate: corn decodes the outputs of the network in its own way, so there are no logits to calibrate; remove calibrate, or use cross-entropy",
        with(
            configuration(data("kind").column("kind", new CategoricalSpec()))
                .metrics(List.of())
                .layer(Dense.output())
                .loss(new Corn(List.of("low", "middle", "high"))),
            Calibrate.TEMPERATURE),
        table());
    assertRefused(
        "training.calibrate: the last layer (no activation) outputs scores for the target 'side', not probabilities; give it softmax or sigmoid, or remove calibrate",
        with(
            configuration(data("side")).metrics(List.of()).layer(Dense.output()).loss(new Hinge()),
            Calibrate.TEMPERATURE),
        table());
  }

  private static void assertRefused(String sentence, Configuration configuration, Table table) {
    GradusException refusal =
        assertThrows(
            GradusException.class, () -> GRADUS.job(configuration).on(table).check(), sentence);
    assertEquals(sentence, refusal.getMessage());
  }
}
