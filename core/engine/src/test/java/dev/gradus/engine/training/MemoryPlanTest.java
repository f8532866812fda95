package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.Quantiles;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.losses.metrics.IntervalWidth;
import dev.gradus.losses.metrics.Rmse;
import dev.gradus.losses.metrics.RocAuc;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.ScheduleFreeAdamw;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.linear.Products;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The planned memory of training, term by term. */
class MemoryPlanTest {

  private static final int INPUTS = 5;
  private static final int TARGETS = 2;
  private static final Target TARGET = new Target(Target.Kind.NUMERIC, List.of("a", "b"));
  private static final int TRAINING = 1000;
  private static final int MEASURED = 300;

  private static final List<Layer> LAYERS = List.of(Dense.of(70, new Tanh()), Dense.output());
  private static final List<Layer> WITH_STATISTICS =
      List.of(Dense.of(70, new Tanh()), new BatchNorm(), Dense.output());

  private static Network network(List<Layer> layers) {
    try (Gradus gradus = Gradus.create()) {
      return new NetworkBuilder(gradus.catalogue()).build(layers, INPUTS, TARGET, 1);
    }
  }

  private static MemoryPlan plan(
      List<Layer> layers, Optimizer optimizer, UnaryOperator<Configuration.Builder> options) {
    Configuration.Builder builder =
        Configuration.builder()
            .data(DataSpec.of("a", "b"))
            .loss(new MeanSquaredError())
            .optimizer(optimizer)
            .batchSize(40)
            .training(t -> t.threads(1));
    layers.forEach(builder::layer);
    Configuration configuration = options.apply(builder).build();
    int batch = Math.min(TRAINING, configuration.training().batchSize().orElse(0));
    return MemoryPlan.of(configuration, network(layers), TARGET, TRAINING, MEASURED, batch, false);
  }

  private static long bytes(UnaryOperator<Configuration.Builder> options) {
    return plan(LAYERS, new Sgd(0.1), options).bytes();
  }

  private static long bytes(Optimizer optimizer) {
    return plan(LAYERS, optimizer, same -> same).bytes();
  }

  /** The weights once, in bytes. */
  private static long weights() {
    return 4L * (INPUTS * 70 + 70 + 70 * TARGETS + TARGETS);
  }

  /** What everything that is not a copy of the weights takes, with one thread. */
  private static long rest(List<Layer> layers, int rows) {
    Network network = network(layers);
    return 4L * (INPUTS + TARGETS) * (TRAINING + MEASURED + rows)
        + network.learningBytes(rows)
        + Evaluator.bytes(configured(layers, new Sgd(0.1)), TRAINING, TARGET)
        + Math.min(Products.MOST_BYTES, 4 * network.largestArray(rows))
        + network.threadBytes();
  }

  @Test
  void aPlainRunHoldsExamplesWeightsAndOneBatch() {
    assertEquals(rest(LAYERS, 40) + weights(), bytes(new Sgd(0.1)));
  }

  @Test
  void whatAnOptimizerRemembersIsACopyOfTheWeightsEach() {
    long plain = bytes(new Sgd(0.1));
    assertEquals(weights(), bytes(new Sgd(0.1, 0.9, 0, false, 0)) - plain);
    assertEquals(2 * weights(), bytes(new Adam()) - plain);
    int remembered = new ScheduleFreeAdamw().state().size();
    assertEquals(
        (1 + remembered) * weights(),
        bytes(new ScheduleFreeAdamw()) - plain,
        "and the weights that learn, where others predict");
  }

  @Test
  void everyOptionThatKeepsWeightsIsCounted() {
    long plain = bytes(same -> same);
    assertEquals(plain, bytes(builder -> builder.training(t -> t.accumulateBatches(1))));
    assertEquals(
        weights(), bytes(builder -> builder.training(t -> t.accumulateBatches(2))) - plain);
    assertEquals(2 * weights(), bytes(builder -> builder.training(t -> t.emaDecay(0.9))) - plain);
    assertEquals(
        weights(),
        bytes(builder -> builder.training(t -> t.earlyStopping(new EarlyStopping()))) - plain);
    assertEquals(
        weights(),
        bytes(builder -> builder.training(t -> t.checkpoint(new Checkpoint(10, 3, false)))) - plain,
        "a checkpoint is put together in memory");
    assertEquals(
        3 * weights(),
        bytes(builder -> builder.training(t -> t.checkpoint(new Checkpoint(10, 3, true)))) - plain,
        "with the best weights too");
  }

  @Test
  void aBatchIsAsLargeAsItsSizeOrTheData() {
    assertEquals(
        rest(LAYERS, 250) + weights(), bytes(builder -> builder.batchSize(250)), "its size");
    assertEquals(
        rest(LAYERS, TRAINING) + weights(), bytes(builder -> builder.batchSize(5000)), "the data");
  }

  @Test
  void everyThreadHoldsWhatItMultipliesWith() {
    Network network = network(LAYERS);
    long each = 4 * network.largestArray(40) + network.threadBytes();
    assertTrue(4 * network.largestArray(40) < Products.MOST_BYTES);
    assertEquals(
        6 * each,
        bytes(builder -> builder.training(t -> t.threads(7)))
            - bytes(builder -> builder.training(t -> t.threads(1))));
  }

  @Test
  void anOptimizerOfFullBatchesHoldsVectorsOfAllWeights() {
    Network network = network(LAYERS);
    int rows = Math.min(network.rowsAtOnce(), TRAINING);
    Lbfgs lbfgs = new Lbfgs();
    int copies = 1 + lbfgs.state().size() + 5;
    MemoryPlan plan = plan(LAYERS, lbfgs, same -> same);
    assertEquals(rest(LAYERS, rows) + copies * weights(), plan.bytes());
    List<Layer> wide = List.of(Dense.of(100_000), Dense.output());
    assertEquals(
        network(wide).size(),
        MemoryPlan.of(configured(wide, lbfgs), network(wide), TARGET, 1, 0, 1, false)
            .largestArray());
    assertEquals(
        network(wide).largestArray(1),
        MemoryPlan.of(configured(wide, new Sgd(0.1)), network(wide), TARGET, 1, 0, 1, false)
            .largestArray());
  }

  private static Configuration configured(List<Layer> layers, Optimizer optimizer) {
    Configuration.Builder builder =
        Configuration.builder()
            .data(DataSpec.of("a", "b"))
            .loss(new MeanSquaredError())
            .optimizer(optimizer);
    layers.forEach(builder::layer);
    return builder.build();
  }

  @Test
  void statisticsThatAreFoundAgainNeedAnotherPass() {
    Network network = network(WITH_STATISTICS);
    long plain = plan(WITH_STATISTICS, new Sgd(0.1), same -> same).bytes();
    assertEquals(
        network.learningBytes(network.rowsAtOnce()) + 2 * 4 * network.size(),
        plan(WITH_STATISTICS, new Sgd(0.1), builder -> builder.training(t -> t.emaDecay(0.9)))
                .bytes()
            - plain);
  }

  @Test
  void aWeightOfEachExampleIsCounted() {
    DataSpec weighted = DataSpec.of("a", "b").column("w", new WeightSpec());
    assertEquals(
        4L * (TRAINING + MEASURED + 40),
        bytes(builder -> builder.data(weighted)) - bytes(builder -> builder));
  }

  /** Compares nothing: it only needs a group, and an additional number. */
  @Plugin(name = "of-groups", summary = "A test.")
  public record OfGroups() implements BatchLoss {
    @Override
    public List<AuxiliaryColumn> columns() {
      return List.of(AuxiliaryColumn.group("query"), AuxiliaryColumn.number("cost"));
    }

    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      return 0;
    }
  }

  @Test
  void aLossOverWholeBatchesHoldsEveryRowInDoubleTwice() {
    MemoryPlan plain = plan(LAYERS, new Sgd(0.1), builder -> builder.batchSize(200));
    MemoryPlan ofGroups =
        plan(LAYERS, new Sgd(0.1), builder -> builder.batchSize(200).loss(new OfGroups()));
    long columns = 8L * 2 * (TRAINING + MEASURED + 200);
    // For a row: predictions, gradients, targets with the columns, each with a header; a weight.
    long row = 3 * 20 + 8 * (TARGETS + TARGETS + TARGETS + 2 + 1);
    // The rows of the groups, and where each group begins.
    long places = 8L * (TRAINING + MEASURED);
    assertEquals(columns + places + 2 * 200 * row, ofGroups.bytes() - plain.bytes());
  }

  @Test
  void batchesOfWholeGroupsAreAsLargeAsTheLargestOfThem() {
    double[] groups = new double[100];
    for (int i = 60; i < 100; i++) {
      groups[i] = i;
    }
    Configuration configuration =
        configured(LAYERS, new Sgd(0.1)).toBuilder().loss(new OfGroups()).batchSize(10).build();
    Table table =
        Table.of(
            Column.of("query", groups),
            Column.of("cost", new double[100]),
            Column.of("x", groups),
            Column.of("a", groups),
            Column.of("b", groups));
    int[] rows = IntStream.range(0, 100).toArray();
    // 41 groups in 100 rows: 4 of them come to 10 on average.
    assertEquals(63, BatchPlan.largest(configuration, table, rows));
    assertEquals(63, BatchPlan.largestMeasured(configuration, table, rows));
    assertEquals(0, BatchPlan.largestMeasured(configured(LAYERS, new Sgd(0.1)), table, rows));
    try (Gradus gradus = Gradus.builder().plugin(OfGroups.class).withoutVerification().build()) {
      DataSpec data =
          DataSpec.of("a", "b")
              .column("query", new IgnoredSpec())
              .column("cost", new IgnoredSpec());
      Configuration large = configuration.toBuilder().data(data).build();
      long ofGroups = gradus.job(large).on(table).check().bytes();
      Configuration inRows = large.toBuilder().loss(new MeanSquaredError()).batchSize(63).build();
      assertTrue(
          ofGroups > gradus.job(inRows).on(table).check().bytes(),
          "at least as much as with batches of 63 rows");
    }
  }

  @Test
  void quantilesOfEveryExampleAreCounted() {
    Configuration unjudged = configured(LAYERS, new Sgd(0.1));
    Configuration plain = unjudged.toBuilder().metric(new Rmse()).build();
    Configuration three = plain.toBuilder().loss(new Quantiles(List.of(0.1, 0.5, 0.9))).build();
    // A loss is evaluated on the outputs of a few examples, so that nothing is kept for it.
    assertEquals(0, Evaluator.bytes(unjudged, 10, TARGET));
    long ofThree = Evaluator.bytes(three, 10, TARGET);
    assertEquals(10 * (20 + 8 * 3 * TARGETS), ofThree - Evaluator.bytes(plain, 10, TARGET));
    Configuration judged = three.toBuilder().metric(new IntervalWidth(0.1, 0.9)).build();
    assertEquals(10 * (20 + 8 * 3 * TARGETS), Evaluator.bytes(judged, 10, TARGET) - ofThree);
  }

  @Test
  void targetsOfClassesShareTheirRows() {
    Configuration judged =
        configured(LAYERS, new Sgd(0.1)).toBuilder().metric(new Accuracy()).build();
    Target two = new Target(Target.Kind.BINARY, List.of("yes"));
    // A prediction with its header, a reference to its target, and its score while it is sorted.
    assertEquals(10 * (20 + 8 + 4 + 8), Evaluator.bytes(judged, 10, two));
    Configuration ofLoss =
        configured(LAYERS, new Sgd(0.1)).toBuilder()
            .metric(new LossAsMetric(new MeanSquaredError()))
            .build();
    assertEquals(0, Evaluator.bytes(ofLoss, 10, two));
    Target many =
        new Target(Target.Kind.LABELS, IntStream.range(0, 30).mapToObj(i -> "l" + i).toList());
    assertEquals(10 * (2 * (20 + 8 * 30) + 2 * (20 + 8)), Evaluator.bytes(judged, 10, many));
  }

  /** The shape of HIGGS, in a file, with two metrics. */
  @Test
  void elevenMillionRowsOfTwoClassesFitInto512Megabytes() {
    List<Layer> layers =
        List.of(Dense.of(64, new Tanh()), Dense.of(64, new Tanh()), Dense.output(new Sigmoid()));
    Target target = new Target(Target.Kind.BINARY, List.of("signal"));
    Configuration configuration =
        configured(layers, new Adam()).toBuilder()
            .loss(new BinaryCrossEntropy())
            .metric(new Accuracy())
            .metric(new RocAuc())
            .training(t -> t.threads(8))
            .batchSize(1024)
            .build();
    try (Gradus gradus = Gradus.create()) {
      Network network = new NetworkBuilder(gradus.catalogue()).build(layers, 28, target, 1);
      MemoryPlan plan =
          MemoryPlan.of(configuration, network, target, 8_800_000, 2_200_000, 1024, true);
      plan.check(512L << 20);
      assertTrue(plan.bytes() > 8 * 11_000_000L + 40 * 8_800_000L, plan::toString);
    }
  }

  @Test
  void whatTakesMostIsNamed() {
    MemoryPlan ofNetwork =
        MemoryPlan.of(
            configured(List.of(Dense.of(3), Dense.of(2000), Dense.output()), new Sgd(0.1)),
            network(List.of(Dense.of(3), Dense.of(2000), Dense.output())),
            TARGET,
            10,
            0,
            10,
            false);
    assertTrue(ofNetwork.isNetwork());
    assertEquals("network[1].dense", ofNetwork.heaviestLayer());
    assertEquals("network[1].dense", ofNetwork.largestLayer());
    List<Layer> small = List.of(Dense.output());
    assertFalse(
        MemoryPlan.of(
                configured(small, new Sgd(0.1)), network(small), TARGET, 1_000_000, 0, 32, false)
            .isNetwork());
  }

  @Test
  void whatFitsToTheLastByteIsTakenAndOneMoreIsNot() {
    long heap = 1L << 30;
    long most = heap - heap / 8;
    new MemoryPlan(most, 1, "network[0].dense", "network[1].dense", true).check(heap);
    String ofNetwork =
        refused(new MemoryPlan(most + 1, 1, "network[0].dense", "network[1].dense", true), heap);
    assertTrue(ofNetwork.startsWith("network[1].dense: training would need about "), ofNetwork);
    assertTrue(ofNetwork.contains("most of it for the network"), ofNetwork);
    String ofData =
        refused(new MemoryPlan(most + 1, 1, "network[0].dense", "network[1].dense", false), heap);
    assertTrue(ofData.startsWith("training would need about "), ofData);
    assertFalse(ofData.contains("for the network"), ofData);
    long small = 100L << 20;
    long leftForTraining = small - (24L << 20);
    new MemoryPlan(leftForTraining, 1, "a", "b", true).check(small);
    refused(new MemoryPlan(leftForTraining + 1, 1, "a", "b", true), small);
  }

  @Test
  void theLongestArrayOfJavaIsTakenAndALongerOneIsNot() {
    long longest = Integer.MAX_VALUE - 8;
    new MemoryPlan(1, longest, "network[0].dense", "network[1].dense", true).check(1L << 40);
    String said =
        refused(
            new MemoryPlan(1, longest + 1, "network[0].dense", "network[1].dense", true), 1L << 40);
    assertEquals(
        "network[0].dense: a batch would need an array of 2,147,483,640 numbers, but the maximum is 2,147,483,639; use a smaller layer or a smaller batch-size",
        said);
  }

  private static String refused(MemoryPlan plan, long heap) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> plan.check(heap)).getMessage());
  }
}
