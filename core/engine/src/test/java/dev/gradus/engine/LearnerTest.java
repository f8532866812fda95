package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.LearnerReport;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Ensemble;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.Huber;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.ScheduleFreeAdamw;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.optimizers.schedules.ReduceOnPlateau;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Learning from one table after the other. */
class LearnerTest {

  private static final List<Warning> SAID = new ArrayList<>();
  private static final Gradus GRADUS = Gradus.builder().onWarning(SAID::add).build();

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Learner learner(Configuration configuration, Table first) {
    return GRADUS.job(configuration).on(first).learner();
  }

  private static Learner learnerFrom(Model model, Configuration configuration) {
    return GRADUS.job(configuration).from(model).learner();
  }

  private static Table rows(int from, int to) {
    SplittableRandom random = new SplittableRandom(17);
    double[] x = random.doubles(200, -1, 1).toArray();
    double[] y = random.doubles(200, -1, 1).toArray();
    String[] kinds = new String[200];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = x[i] + y[i] < -0.3 ? "low" : x[i] + y[i] > 0.3 ? "high" : "middle";
    }
    return Table.of(Column.of("x", x), Column.of("y", y), Column.of("kind", kinds))
        .select(IntStream.range(from, to).toArray());
  }

  private static final Table ALL = rows(0, 200);

  private static Configuration.Builder kinds(Optimizer optimizer) {
    return Configuration.builder()
        .data(DataSpec.of("kind"))
        .layer(Dense.of(128, new Relu()))
        .layer(Dense.of(64, new Tanh()))
        .layer(new Dropout(0.1))
        .layer(Dense.output(new Softmax()))
        .loss(new CrossEntropy())
        .optimizer(optimizer)
        .batchSize(64)
        .seed(3);
  }

  private static void assertSameBits(Model expected, Model actual) {
    for (int layer = 0; layer < expected.weights().size(); layer++) {
      for (String name : expected.weights().get(layer).keySet()) {
        assertArrayEquals(tensor(expected, layer, name), tensor(actual, layer, name), name);
      }
    }
  }

  private static float[] tensor(Model model, int layer, String name) {
    return Objects.requireNonNull(model.weights().get(layer).get(name)).data;
  }

  private static double loss(Model model) {
    return model.evaluate(ALL).getOrDefault("loss", Double.NaN);
  }

  @Test
  void membersWithBatchesOfTheirOwnHaveTheBitsOfARun() {
    Configuration ensemble =
        Configuration.builder()
            .data(DataSpec.of("kind"))
            .layer(Dense.of(4))
            .layer(new Ensemble(3, EnsembleLayer.Kind.TABM, Ensemble.Start.SIGNS, true))
            .layer(Dense.of(16, new Tanh()))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Adam(0.01))
            .batchSize(64)
            .epochs(3)
            .build();
    Training training = GRADUS.job(ensemble).on(ALL).train();
    Learner learner = learner(ensemble, ALL);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertEquals(training.history().get(epoch).loss(), learner.fit(ALL).loss(), 1e-12);
    }
    assertSameBits(training.model(), learner.model());
  }

  /** Training on the same table again and again equals the epochs of a run. */
  @Test
  void theSameTablesGiveTheBitsOfARun() {
    for (Optimizer optimizer : List.of(new Adam(0.01), new ScheduleFreeAdamw(0.01))) {
      Configuration run = kinds(optimizer).epochs(4).training(t -> t.threads(1)).build();
      Model expected = GRADUS.job(run).on(ALL).train().model();
      for (int threads : new int[] {1, 3}) {
        Learner learner = learner(kinds(optimizer).training(t -> t.threads(threads)).build(), ALL);
        for (int i = 0; i < 4; i++) {
          // Creating a model in between changes nothing.
          Model unused = learner.model();
          assertEquals(4L * (i + 1), learner.fit(ALL).steps());
        }
        assertSameBits(expected, learner.model());
      }
    }
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().matches("gradus-[0-9]+")),
        () -> Thread.getAllStackTraces().keySet().toString());
  }

  @Test
  void examplesCountByTheirWeights() {
    double[] counts = IntStream.range(0, 200).mapToDouble(i -> 1 + i % 3).toArray();
    Table weighted = ALL.with(Column.of("n", counts));
    Configuration.Builder builder =
        kinds(new Sgd(0.1)).data(DataSpec.of("kind").column("n", new WeightSpec()));
    Learner learner = learner(builder.build(), weighted);
    learner.fit(weighted);
    Model expected = GRADUS.job(builder.epochs(1).build()).on(weighted).train().model();
    assertSameBits(expected, learner.model());
  }

  @Test
  void theMeanOfTheWeightsPredicts() {
    Configuration.Builder builder =
        kinds(new Adam(0.01)).training(t -> t.emaDecay(0.8)).training(t -> t.accumulateBatches(3));
    Learner learner = learner(builder.build(), ALL);
    learner.fit(ALL);
    learner.fit(ALL);
    assertSameBits(GRADUS.job(builder.epochs(2).build()).on(ALL).train().model(), learner.model());
  }

  @Test
  void itGoesOnFromAModelWithItsPreparation() {
    Model start =
        GRADUS.job(kinds(new Adam(0.01)).epochs(3).build()).on(rows(0, 100)).train().model();
    Learner learner =
        learnerFrom(start, kinds(new Adam(0.01)).training(t -> t.freeze("network.0")).build());
    assertSameBits(start, learner.model());
    LearnerReport report = learner.fit(rows(100, 150));
    assertEquals(50, report.examples());
    assertEquals(1, report.steps());
    assertEquals(0.01, report.learningRate());
    assertTrue(report.loss() > 0 && report.loss() < 2, report.toString());
    Model first = learner.model();
    Map<String, Double> then = first.evaluate(ALL);
    for (int i = 0; i < 30; i++) {
      learner.fit(rows(100, 150));
    }
    assertEquals(then, first.evaluate(ALL));
    assertTrue(loss(learner.model()) < loss(first));
    assertEquals(start.preparation(), learner.model().preparation());
    assertArrayEquals(tensor(start, 0, "weight"), tensor(learner.model(), 0, "weight"));
    assertEquals(64, learner.model().start().orElseThrow().length());
  }

  /** Adam's state, batch-norm's statistics and the order of the rows are unchanged. */
  @Test
  void whatFailsChangesNothing() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.of(16, new Tanh()))
            .layer(new BatchNorm())
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.01))
            .batchSize(16)
            .build();
    SplittableRandom random = new SplittableRandom(2);
    double[] x = random.doubles(64, -1, 1).toArray();
    double[] y = random.doubles(64, -1, 1).toArray();
    Table good = Table.of(Column.of("x", x), Column.of("y", y));
    // As large as floats can be: their gradients are infinite.
    double[] wild = new double[y.length];
    Arrays.fill(wild, 1.5e38);
    Table bad = Table.of(Column.of("x", x), Column.of("y", wild));
    Learner steady = learner(configuration, good);
    Learner shaken = learner(configuration, good);
    steady.fit(good);
    shaken.fit(good);
    String sentence =
        String.valueOf(assertThrows(DivergedException.class, () -> shaken.fit(bad)).getMessage());
    assertTrue(
        sentence.startsWith("the learner is unchanged since its first 1 tables, because "),
        sentence);
    assertSameBits(steady.model(), shaken.model());
    assertThrows(DataException.class, () -> shaken.fit(Table.of(Column.of("x", x))));
    Thread.currentThread().interrupt();
    assertThrows(CancelledException.class, () -> shaken.fit(good));
    assertTrue(Thread.interrupted());
    steady.fit(good);
    shaken.fit(good);
    assertSameBits(steady.model(), shaken.model());
  }

  @Test
  void classesStayAndUnknownCategoriesAreCounted() {
    Learner learner = learner(kinds(new Sgd(0.1)).build(), ALL);
    Table other =
        Table.of(Column.of("x", 1, 2), Column.of("y", 1, 2), Column.of("kind", "low", "huge"));
    String sentence =
        String.valueOf(assertThrows(DataException.class, () -> learner.fit(other)).getMessage());
    assertTrue(sentence.contains("'huge'"), sentence);
    Table cities = Table.of(Column.of("city", "Oslo", "Rome"), Column.of("price", 1, 2));
    Learner prices =
        learner(
            Configuration.builder()
                .data(DataSpec.of("price"))
                .layer(Dense.output())
                .loss(new MeanSquaredError())
                .optimizer(new Sgd(0.1))
                .build(),
            cities);
    LearnerReport report =
        prices.fit(Table.of(Column.of("city", "Oslo", "Bern"), Column.of("price", 1, 3)));
    assertEquals(1, report.warnings().size());
    assertTrue(report.warnings().get(0).message().contains("'Bern'"));
    assertTrue(SAID.containsAll(report.warnings()));
  }

  @Test
  void aScheduleCountsStepsOverAllTables() {
    Configuration configuration =
        kinds(new Sgd(0.1)).schedule(new Cosine()).training(t -> t.steps(8)).build();
    Learner learner = learner(configuration, ALL);
    double first = learner.fit(ALL).learningRate();
    double second = learner.fit(ALL).learningRate();
    assertTrue(first > second && second < 0.02, first + " and " + second);
    assertSameBits(GRADUS.job(configuration).on(ALL).train().model(), learner.model());
  }

  private static String refusal(Configuration configuration) {
    return String.valueOf(
        assertThrows(GradusException.class, () -> learner(configuration, ALL)).getMessage());
  }

  @Test
  void whatNeedsAllExamplesOrTheEndOfARunIsRefused() {
    assertEquals(
        "a learner cannot be made: lbfgs needs all examples in every step; use another optimizer",
        refusal(kinds(new Lbfgs()).build()));
    assertTrue(
        refusal(kinds(new Sgd(0.1)).training(t -> t.classWeights(ClassWeights.balanced())).build())
            .startsWith("a learner cannot be made: class-weights: balanced counts "));
    assertTrue(
        refusal(kinds(new Sgd(0.1)).schedule(new Cosine()).build())
            .startsWith("schedule: cosine depends on the length of the run"));
    assertTrue(
        refusal(kinds(new Sgd(0.1)).schedule(new ReduceOnPlateau()).build())
            .startsWith("schedule: reduce-on-plateau monitors a metric after each epoch"));
    Configuration.Builder averaged =
        Configuration.builder()
            .data(DataSpec.of("kind"))
            .layer(new BatchNorm())
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd(0.1))
            .training(t -> t.emaDecay(0.9));
    assertTrue(
        refusal(averaged.build())
            .startsWith("a learner cannot be made: the statistics of a layer such as batch-norm"));
    Model start = GRADUS.job(kinds(new Sgd(0.1)).epochs(1).build()).on(ALL).train().model();
    assertEquals(
        "training.reset: the last layer is reset, so the preparation of the target must be fitted again; pass the learner a first table",
        assertThrows(
                GradusException.class,
                () ->
                    learnerFrom(
                        start, kinds(new Sgd(0.1)).training(t -> t.reset("network.3")).build()))
            .getMessage());
  }

  @Test
  void whatBelongsToRunsIsSaidOnce() {
    SAID.clear();
    Learner learner =
        learner(
            kinds(new Sgd(0.1))
                .epochs(4)
                .training(t -> t.earlyStopping(new EarlyStopping()))
                .build(),
            ALL);
    assertEquals(
        List.of(
            new Warning(
                "a learner trains for one epoch on all rows of each table: training.epochs, training.early-stopping have no effect",
                2)),
        SAID);
    learner.fit(ALL);
    assertEquals(1, SAID.size());
    assertFalse(SAID.isEmpty());
  }

  /** A last layer that cannot reach the targets, and a loss whose options are for another unit. */
  @Test
  void whatSpeaksAgainstTheLossIsSaidAsARunSaysIt() {
    Table table =
        Table.ofRows(
            List.of("x", "y"), new double[][] {{0, 5000}, {1, 6000}, {2, 7000}, {3, 9000}});
    Configuration.Builder unreachable =
        Configuration.builder()
            .data(DataSpec.of("y").scale(ColumnSpec.Scale.NONE))
            .layer(Dense.output(new Tanh()))
            .loss(new BinaryCrossEntropy())
            .training(t -> t.lossGuard(TrainingSpec.Guard.WARN));
    Configuration.Builder weak =
        Configuration.builder().data(DataSpec.of("y")).layer(Dense.output()).loss(new Huber(1e-3));
    for (Configuration.Builder builder : List.of(unreachable, weak)) {
      Configuration configuration = builder.optimizer(new Sgd(1e-9)).batchSize(4).build();
      Set<Warning> ofRun =
          Set.copyOf(
              GRADUS.job(configuration.toBuilder().epochs(1).build()).on(table).train().warnings());
      assertFalse(ofRun.isEmpty());
      SAID.clear();
      LearnerReport report = learner(configuration, table).fit(table);
      assertEquals(ofRun, Set.copyOf(SAID));
      assertTrue(ofRun.containsAll(report.warnings()), report::toString);
    }
  }

  @Test
  void aValidationTableIsNotUsedAndThatIsSaid() {
    SAID.clear();
    GRADUS.job(kinds(new Sgd(0.1)).build()).on(ALL).validatedOn(ALL).learner();
    assertEquals(
        List.of(Warning.of("a learner has no validation, so the table of validatedOn is not used")),
        SAID);
  }
}
