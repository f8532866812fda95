package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Calibrate;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.KeepBest;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.model.Coverage;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.Quantiles;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sets and intervals hold the true value as often as they were made for. */
class ConformalTest {

  private static final int SEEDS = 20;
  private static final double TOLERANCE = 0.01;

  private static final Gradus GRADUS = Gradus.create();

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  /** Numbers whose noise grows with x, and classes, labels and logarithms made of them. */
  private static Table table(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[rows];
    double[] y = new double[rows];
    double[] price = new double[rows];
    String[] kinds = new String[rows];
    String[] sides = new String[rows];
    String[] late = new String[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = random.nextDouble();
      late[i] = x[i] > 0.5 ? "yes" : "no";
      y[i] = 10 * x[i] + (0.2 + 2 * x[i]) * random.nextGaussian();
      price[i] = Math.exp(y[i] / 5);
      double place = y[i] + random.nextGaussian();
      kinds[i] = place < 3 ? "low" : place > 7 ? "high" : "middle";
      sides[i] = place < 5 ? "no" : "yes";
    }
    return Table.of(
        Column.of("x", x),
        Column.of("y", y),
        Column.of("price", price),
        Column.of("kind", kinds),
        Column.of("side", sides),
        Column.of("late", late));
  }

  private static DataSpec data(String... targets) {
    DataSpec data = DataSpec.of(targets);
    for (String other : List.of("y", "price", "kind", "side", "late")) {
      if (!List.of(targets).contains(other)) {
        data = data.column(other, new IgnoredSpec());
      }
    }
    return data;
  }

  private static final SplitSpec SPLIT =
      new SplitSpec(0, Optional.of(false)).calibration(0.25).test(0.5);

  private static Configuration.Builder configuration(DataSpec data) {
    return Configuration.builder()
        .data(data.split(SPLIT))
        .layer(Dense.of(8, new Tanh()))
        .optimizer(new Adam(0.03))
        .epochs(3)
        .training(training -> training.conformal(new ConformalSpec(0.9)));
  }

  private static Configuration.Builder kinds() {
    return configuration(data("kind")).layer(Dense.output(new Softmax())).loss(new CrossEntropy());
  }

  private static Configuration.Builder numbers() {
    return configuration(data("y")).layer(Dense.output()).loss(new MeanSquaredError());
  }

  private static Configuration.Builder aps(Configuration.Builder builder) {
    return builder.training(
        training -> training.conformal(new ConformalSpec(0.9).method(ConformalSpec.Method.APS)));
  }

  static Stream<Arguments> runs() {
    DataSpec label = data("side").column("side", new BooleanSpec());
    return Stream.of(
        Arguments.of("sets", Conformal.LAC, kinds()),
        Arguments.of("adaptive sets", Conformal.APS, aps(kinds())),
        Arguments.of(
            "sets of two",
            Conformal.LAC,
            configuration(data("side"))
                .layer(Dense.output(new Sigmoid()))
                .loss(new BinaryCrossEntropy())),
        Arguments.of(
            "sets of a label",
            Conformal.LAC,
            configuration(label).layer(Dense.output(new Sigmoid())).loss(new BinaryCrossEntropy())),
        Arguments.of("intervals", Conformal.ABSOLUTE, numbers()),
        Arguments.of(
            "intervals of logarithms",
            Conformal.ABSOLUTE,
            configuration(data("price").scale(ColumnSpec.Scale.LOG))
                .layer(Dense.output())
                .loss(new MeanSquaredError())),
        Arguments.of(
            "widened quantiles",
            Conformal.QUANTILES,
            configuration(data("y")).layer(Dense.output()).loss(new Quantiles())),
        Arguments.of(
            "predicted deviations",
            Conformal.NORMALIZED,
            configuration(data("y")).layer(Dense.output()).loss(new GaussianNll(1, true))));
  }

  private static Model train(Configuration configuration, Table table) {
    return GRADUS.job(configuration).on(table).train().model();
  }

  /** The mean over the seeds, whose own deviation is about 0.003. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void nineInTenAreCovered(String name, String method, Configuration.Builder configuration) {
    double sum = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Table table = table(4000, 100 + seed);
      Model model = train(configuration.seed(seed).build(), table);
      assertEquals(method, model.conformal().orElseThrow().method());
      Coverage coverage = model.evaluation(model.part(table, Training.TEST_PART)).coverage().get(0);
      assertEquals(2000, coverage.rows());
      assertEquals(0.9, coverage.share(), 0.05, name + " with seed " + seed);
      sum += coverage.share();
    }
    assertEquals(0.9, sum / SEEDS, TOLERANCE, name);
  }

  @Test
  void aPredictedDeviationMakesWideIntervalsWhereThereIsNoise() {
    Table table = table(4000, 1);
    Model fixed = train(numbers().epochs(10).build(), table);
    Interval low = fixed.predictor().prediction(0.05).interval();
    Interval high = fixed.predictor().prediction(0.95).interval();
    assertEquals(low.high() - low.low(), high.high() - high.low(), 1e-9);
    for (Configuration.Builder each :
        List.of(
            configuration(data("y")).layer(Dense.output()).loss(new Quantiles()),
            configuration(data("y")).layer(Dense.output()).loss(new GaussianNll(1, true)))) {
      Model model = train(each.epochs(10).build(), table);
      Interval sure = model.predictor().prediction(0.05).interval();
      Interval unsure = model.predictor().prediction(0.95).interval();
      assertTrue(
          sure.high() - sure.low() < (unsure.high() - unsure.low()) / 2, sure + " and " + unsure);
    }
  }

  @Test
  void eachOfSeveralNumbersHasItsInterval() {
    Table table = table(2000, 5);
    Model model =
        train(
            configuration(data("y", "price"))
                .layer(Dense.output())
                .loss(new MeanSquaredError())
                .build(),
            table);
    assertEquals(2, model.conformal().orElseThrow().quantiles().size());
    List<Coverage> coverage = model.evaluation(model.part(table, "test")).coverage();
    assertEquals(List.of("y", "price"), coverage.stream().map(Coverage::target).toList());
    coverage.forEach(each -> assertEquals(0.9, each.share(), 0.04, each.toString()));
    Prediction prediction = model.predictor().prediction(0.5);
    assertEquals(List.of("y", "price"), List.copyOf(prediction.intervals().keySet()));
    assertTrue(prediction.intervals().get("y").contains(prediction.value("y")));
    assertTrue(model.guarantee().orElseThrow().startsWith("each interval of a new row"));
  }

  @Test
  void theQuantileIsThatOfTheCalibrationRows() {
    Table table = table(400, 6);
    Model model = train(numbers().build(), table);
    Conformal made = model.conformal().orElseThrow();
    assertEquals(100, made.rows());
    assertEquals("calibration", made.part());
    Coverage coverage =
        model.evaluation(model.part(table, Training.CALIBRATION_PART)).coverage().get(0);
    // ceil(101 * 0.9) = 91 of 100; the last of them is at the end of its interval, up to rounding.
    assertTrue(coverage.covered() == 91 || coverage.covered() == 90, coverage.toString());
    assertTrue(
        model.guarantee().orElseThrow().contains("with a probability of at least 0.9"),
        model.guarantee().orElseThrow());
    assertTrue(
        model.guarantee().orElseThrow().contains("the 100 calibration rows"),
        model.guarantee().orElseThrow());
  }

  @Test
  void calibrationTakesTheValidationRowsAndConformalItsOwn() {
    Table table = table(600, 7);
    Model model =
        train(
            kinds()
                .data(data("kind").split(new SplitSpec(0.2, Optional.empty()).calibration(0.3)))
                .training(
                    training ->
                        training.conformal(new ConformalSpec(0.9)).calibrate(Calibrate.TEMPERATURE))
                .build(),
            table);
    assertEquals("validation", model.calibrationReport().orElseThrow().part());
    assertEquals(120, model.calibrationReport().orElseThrow().rows());
    assertEquals("calibration", model.conformal().orElseThrow().part());
    assertEquals(180, model.conformal().orElseThrow().rows());
  }

  @Test
  void anAdaptiveSetIsNeverEmptyAndIsLargerForHardRows() {
    Table table = table(4000, 8);
    Model model = train(aps(kinds()).epochs(10).build(), table);
    int sum = 0;
    for (int i = 0; i < 1000; i++) {
      List<String> set = model.predictor().prediction(i / 1000.0).classSet();
      assertTrue(!set.isEmpty());
      assertTrue(set.contains(model.predictor().prediction(i / 1000.0).className()));
      sum += set.size();
    }
    assertTrue(sum > 1000, "mean size " + sum / 1000.0);
    assertEquals(List.of("low"), model.predictor().prediction(0.01).classSet());
  }

  /** The same data, network and seed on every path. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void aSavedModelPredictsTheSame(String name, String method, Configuration.Builder configuration) {
    Table table = table(400, 9);
    Model model = train(configuration.build(), table);
    Path file = folder.resolve("m.safetensors");
    GRADUS.save(model, file);
    Model loaded = GRADUS.load(file);
    SavedModel saved = SavedModel.read(file);
    assertEquals(model.conformal(), loaded.conformal());
    assertEquals(model.conformal(), saved.predictor().conformal());
    assertEquals(method, loaded.conformal().orElseThrow().method());
    assertEquals(model.guarantee(), loaded.guarantee());
    double[][] ends = loaded.predictor().predictions(table).intervals().orElse(new double[0][]);
    List<Prediction> all = model.predictor().predictAll(table);
    for (int i = 0; i < 50; i++) {
      double x = table.column("x").number(i);
      Prediction one = saved.predictor().predict(Map.of("x", x));
      assertEquals(all.get(i).intervals(), one.intervals());
      if (method.equals(Conformal.LAC) || method.equals(Conformal.APS)) {
        assertEquals(all.get(i).classSet(), one.classSet());
        assertThrows(IllegalStateException.class, one::interval);
      } else {
        assertEquals(Interval.closed(ends[i][0], ends[i][1]), one.interval());
        assertThrows(IllegalStateException.class, one::classSet);
      }
    }
    assertEquals(model.evaluation(table).coverage(), loaded.evaluation(table).coverage(), name);
  }

  @Test
  void aModelWithoutHasNone() {
    Table table = table(100, 10);
    Model model =
        train(
            Configuration.builder()
                .data(data("y"))
                .layer(Dense.output())
                .loss(new MeanSquaredError())
                .optimizer(new Adam(0.03))
                .epochs(1)
                .build(),
            table);
    assertEquals(Optional.empty(), model.conformal());
    assertEquals(Optional.empty(), model.guarantee());
    assertEquals(List.of(), model.evaluation(table).coverage());
    Prediction prediction = model.predictor().prediction(0.5);
    assertEquals(Map.of(), prediction.intervals());
    assertTrue(
        assertThrows(IllegalStateException.class, prediction::interval)
            .getMessage()
            .contains("training: {conformal: {coverage: 0.9}}"));
    assertArrayEquals(new double[] {prediction.value()}, prediction.outputs());
  }

  @Test
  void rowsThatEarlyStoppingUsedAreSaid() {
    SplitSpec validation = new SplitSpec(0.3, Optional.empty());
    Configuration.Builder stopped =
        kinds()
            .data(data("kind").split(validation))
            .training(
                training ->
                    training
                        .earlyStopping(new EarlyStopping())
                        .calibrate(Calibrate.TEMPERATURE)
                        .conformal(new ConformalSpec(0.9)));
    assertEquals(
        List.of(
            "training.conformal: sets are fitted to the validation rows, which early stopping and calibrate used before, so new rows may be covered less often; hold out separate rows with data.split: {calibration: 0.1}"),
        warnings(stopped.build()));
    Configuration.Builder kept =
        kinds()
            .data(data("kind").split(validation))
            .training(
                training -> training.keepBest(new KeepBest()).conformal(new ConformalSpec(0.9)));
    assertEquals(
        List.of(
            "training.conformal: sets are fitted to the validation rows, which keep-best used before, so new rows may be covered less often; hold out separate rows with data.split: {calibration: 0.1}"),
        warnings(kept.build()));
    assertEquals(List.of(), warnings(kinds().data(data("kind").split(validation)).build()));
    assertEquals(
        List.of(
            "data.split.calibration holds out rows, but nothing is fitted to them; set training.conformal or training.calibrate, or remove it, so that the network is trained on them"),
        warnings(
            Configuration.builder()
                .data(data("y").split(SPLIT))
                .layer(Dense.output())
                .loss(new MeanSquaredError())
                .optimizer(new Adam(0.03))
                .build()));
  }

  private static List<String> warnings(Configuration configuration) {
    return GRADUS.job(configuration).on(table(200, 11)).check().warnings().stream()
        .map(Warning::message)
        .toList();
  }

  @Test
  void whatHasNoSetsAndIntervalsIsRefusedBeforeTraining() {
    assertRefused(
        "training.conformal: a coverage of 0.9 needs at least 9 held-out rows, but there are none; hold some out with data.split: {calibration: 0.1}",
        numbers().data(data("y")).build());
    assertRefused(
        "training.conformal: a coverage of 0.99 needs at least 99 held-out rows, but there are 20; make data.split.calibration larger, or the coverage smaller",
        numbers()
            .data(data("y").split(SplitSpec.NONE.calibration(0.1)))
            .training(training -> training.conformal(new ConformalSpec(0.99)))
            .build());
    assertRefused(
        "training.conformal: method aps is for classes, but the target 'y' is numeric; remove method",
        aps(numbers()).build());
    assertRefused(
        "training.conformal: any number of the labels 'side', 'late' may apply, and there are sets of classes only; remove conformal, or predict one label alone",
        configuration(
                data("side", "late")
                    .column("side", new BooleanSpec())
                    .column("late", new BooleanSpec()))
            .layer(Dense.output(new Sigmoid()))
            .loss(new BinaryCrossEntropy())
            .build());
  }

  private static void assertRefused(String sentence, Configuration configuration) {
    GradusException refusal =
        assertThrows(
            GradusException.class,
            () -> GRADUS.job(configuration).on(table(200, 12)).check(),
            sentence);
    assertEquals(sentence, refusal.getMessage());
  }

  /** The share of the last class of an adaptive set is spread evenly, and depends on the row. */
  @Test
  void theShareOfARowIsUniform() {
    Conformal made = new Conformal(Conformal.APS, 0.9, 10, "calibration", List.of(0.5));
    SplittableRandom random = new SplittableRandom(13);
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double p = (float) random.nextDouble();
      double least = Math.min(p, 1 - p);
      double score = made.score(new double[] {p, 1 - p}, p > 0.5 ? 1 : 0);
      shares.add((score - (1 - least)) / least);
    }
    for (int tenth = 0; tenth < 10; tenth++) {
      double from = tenth / 10.0;
      long inside = shares.stream().filter(share -> share >= from && share < from + 0.1).count();
      assertEquals(2000, inside, 200, "from " + from);
    }
  }

  @Test
  void foldsAreCountedWithWhatTheirSetsAndIntervalsCover() {
    CrossValidation sets =
        GRADUS.job(kinds().epochs(20).build()).on(table(400, 1)).crossValidate(4);
    CrossValidation.Score share = sets.scores().get(ConformalSpec.SHARE);
    assertEquals(0.9, share.mean(), 0.06);
    assertTrue(share.deviation() > 0 && share.deviation() < 0.2, share.toString());
    double size = sets.scores().get(ConformalSpec.SIZE).mean();
    assertTrue(size > 0.9 && size < 3, "size " + size);

    CrossValidation intervals = GRADUS.job(numbers().build()).on(table(400, 1)).crossValidate(4);
    assertEquals(0.9, intervals.scores().get(ConformalSpec.SHARE).mean(), 0.06);
    assertTrue(intervals.scores().get(ConformalSpec.WIDTH).mean() > 1);
    assertFalse(intervals.scores().containsKey(ConformalSpec.SIZE));
  }

  @Test
  void eachNumberOfTheTargetHasACoverageOfItsOwn() {
    Configuration two =
        configuration(data("y", "price"))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .build();
    assertTrue(
        GRADUS
            .job(two)
            .on(table(300, 1))
            .crossValidate(2)
            .scores()
            .keySet()
            .containsAll(
                List.of(
                    "conformal.coverage.y",
                    "conformal.width.y",
                    "conformal.coverage.price",
                    "conformal.width.price")));
  }

  /** On the rows that sets are fitted to, a coverage of 0.9 was chosen, so it says nothing. */
  @Test
  void variantsAreComparedByTheCoverageOfRowsThatSetsAreNotFittedTo() {
    SplitSpec both = new SplitSpec(0.3, Optional.of(false));
    for (boolean apart : new boolean[] {true, false}) {
      SplitSpec split = apart ? both.calibration(0.2) : both;
      Configuration configuration =
          Configuration.builder()
              .data(data("y").split(split))
              .layer(Dense.of(8, new Tanh()))
              .layer(Dense.output())
              .loss(new MeanSquaredError())
              .optimizer(new Adam(0.03))
              .epochs(2)
              .training(training -> training.conformal(new ConformalSpec(0.9)))
              .build();
      Comparison found =
          GRADUS
              .job(configuration)
              .on(table(300, 1))
              .compare("loss", List.of("mean-squared-error", "huber"), 2);
      assertEquals(
          apart ? List.of(ConformalSpec.SHARE, ConformalSpec.WIDTH) : List.of(ConformalSpec.WIDTH),
          found.coverages());
      assertEquals(2, found.coverage(found.trained().get(1), ConformalSpec.WIDTH).runs());
      assertFalse(found.measures().contains(ConformalSpec.WIDTH));
    }
  }

  @Test
  void trialsAreTunedByTheWidthOfIntervalsButNotByTheirCoverage() throws IOException {
    Path file = folder.resolve("tune.yaml");
    String yaml =
        """
        data: {target: y, columns: {price: ignore, kind: ignore, side: ignore, late: ignore}, split: {calibration: 0.3, validation: 0}}
        network: [{dense: {units: 4, activation: tanh}}, dense]
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.03}}
        training: {epochs: 2, conformal: {coverage: 0.9}}
        tune: {trials: 2, folds: 2, metric: %s, space: {optimizer.adam.learning-rate: {log-range: [0.001, 0.1]}}}
        """;
    Tuning tuning =
        GRADUS
            .job(Files.writeString(file, yaml.formatted(ConformalSpec.WIDTH)))
            .on(table(200, 1))
            .tune();
    Trial best = tuning.trials().get(0);
    assertFalse(tuning.higherIsBetter());
    assertEquals(best.mean(), best.mean(ConformalSpec.WIDTH));
    assertEquals(0.9, best.mean(ConformalSpec.SHARE), 0.1);
    assertTrue(best.deviation(ConformalSpec.SHARE) >= 0);
    assertTrue(best.mean() <= tuning.trials().get(1).mean());
    GradusException refused =
        assertThrows(
            GradusException.class,
            () ->
                GRADUS
                    .job(Files.writeString(file, yaml.formatted(ConformalSpec.SHARE)))
                    .on(table(200, 1))
                    .tune());
    assertTrue(
        refused.getMessage().contains("the best coverage is the one that conformal asks for"),
        refused.getMessage());
  }
}
