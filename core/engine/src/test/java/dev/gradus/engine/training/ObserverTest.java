package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.event.DecisionSurface;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.Histogram;
import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.Given;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The internals of a network that a listener receives, compared with a computation by hand. */
class ObserverTest {

  private static final double RATE = 0.05;
  private static final int UNITS = 3;
  private static final int POINTS = 61;

  /** The last rows are far out, so that units are saturated there. */
  private static final double[][] ROWS = {
    {0.5, -1, 2}, {1, 0.25, -1}, {-0.5, 1, 0.5}, {-1, -2, 1}, {60, 40, 3}, {-50, 80, -2}
  };

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Trainer trainer = new Trainer();

  private static Table numbers() {
    return Table.ofRows(List.of("x", "y", "t"), ROWS);
  }

  private static DataSpec data(ColumnSpec.Scale scale) {
    return DataSpec.of("t").scale(scale);
  }

  private static Configuration.Builder configuration(ColumnSpec.Scale scale) {
    return Configuration.builder()
        .data(data(scale))
        .layer(Dense.of(UNITS, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Sgd(RATE))
        .batchSize(ROWS.length)
        .epochs(3);
  }

  private Experiment experiment(Configuration.Builder configuration, Table table) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration.build(), table);
  }

  /** Records the snapshots, and the weights of the network at that time. */
  private static final class Watching implements TrainingListener {
    private final Experiment experiment;
    private final IntPredicate wanted;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<List<double[]>> weights = new ArrayList<>();

    Watching(Experiment experiment, IntPredicate wanted) {
      this.experiment = experiment;
      this.wanted = wanted;
    }

    @Override
    public boolean wantsToSee(int epoch) {
      return wanted.test(epoch);
    }

    @Override
    public void seen(Snapshot snapshot) {
      snapshots.add(snapshot);
      weights.add(
          experiment.network().parametersByLayer().stream().map(ObserverTest::numbersOf).toList());
    }

    private List<Integer> epochs() {
      return snapshots.stream().map(Snapshot::epoch).toList();
    }
  }

  private static double[] numbersOf(List<Parameter> layer) {
    return layer.stream()
        .flatMapToDouble(
            each ->
                IntStream.range(0, each.matrix().size())
                    .mapToDouble(i -> each.matrix().values()[i]))
        .toArray();
  }

  private Watching watched(Configuration.Builder configuration, Table table, IntPredicate wanted) {
    Experiment experiment = experiment(configuration, table);
    Watching watching = new Watching(experiment, wanted);
    trainer.train(experiment, watching);
    return watching;
  }

  private Watching everyEpoch() {
    return watched(configuration(ColumnSpec.Scale.NONE), numbers(), epoch -> true);
  }

  private static double length(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number * number;
    }
    return Math.sqrt(sum);
  }

  @Test
  void whoLooksFirstIsShownWhatIsWantedAndTheLastEpoch() {
    Configuration.Builder configuration = configuration(ColumnSpec.Scale.NONE);
    assertEquals(List.of(0, 1, 2, 3), everyEpoch().epochs());
    assertEquals(List.of(0, 3), watched(configuration, numbers(), epoch -> epoch == 0).epochs());
    assertEquals(
        List.of(0, 2, 3), watched(configuration, numbers(), epoch -> epoch % 2 == 0).epochs());
    assertEquals(List.of(), watched(configuration, numbers(), epoch -> epoch > 0).epochs());
    assertEquals(List.of(), watched(configuration, numbers(), epoch -> false).epochs());
  }

  /** Plain descent moves the weights by the rate times the gradient. */
  @Test
  void gradientAndUpdateAreThoseOfTheLastStep() {
    Watching watching = everyEpoch();
    for (LayerSnapshot layer : watching.snapshots.get(0).layers()) {
      assertEquals(Double.NaN, layer.gradientNorm());
      assertEquals(Double.NaN, layer.updateRatio());
    }
    for (int epoch = 1; epoch <= 3; epoch++) {
      for (int l = 0; l < 2; l++) {
        double[] old = watching.weights.get(epoch - 1).get(l);
        double[] now = watching.weights.get(epoch).get(l);
        double[] change = new double[old.length];
        for (int i = 0; i < old.length; i++) {
          change[i] = now[i] - old[i];
        }
        LayerSnapshot layer = watching.snapshots.get(epoch).layers().get(l);
        double moved = length(change);
        assertTrue(moved > 1e-4, "something has moved");
        assertEquals(moved / RATE, layer.gradientNorm(), 1e-3 * moved / RATE);
        assertEquals(moved / length(old), layer.updateRatio(), 1e-4 * moved / length(old));
      }
    }
  }

  /** The weights of a dense layer are [inputs, units], and its biases come behind them. */
  private static double[] hidden(double[] layer, double[] row) {
    double[] outputs = new double[UNITS];
    for (int u = 0; u < UNITS; u++) {
      double z = layer[2 * UNITS + u];
      for (int i = 0; i < 2; i++) {
        z += layer[i * UNITS + u] * row[i];
      }
      outputs[u] = Math.tanh(z);
    }
    return outputs;
  }

  private static double output(List<double[]> layers, double[] row) {
    double[] hidden = hidden(layers.get(0), row);
    double[] last = layers.get(1);
    double z = last[UNITS];
    for (int u = 0; u < UNITS; u++) {
      z += last[u] * hidden[u];
    }
    return z;
  }

  @Test
  void slopesAndOutputsAreThoseOfTheExamples() {
    Watching watching = everyEpoch();
    for (int epoch = 0; epoch <= 3; epoch++) {
      List<double[]> weights = watching.weights.get(epoch);
      double slope = 0;
      int flat = 0;
      int[] flatOfUnit = new int[UNITS];
      double least = Double.POSITIVE_INFINITY;
      double largest = Double.NEGATIVE_INFINITY;
      double loss = 0;
      for (double[] row : ROWS) {
        double[] hidden = hidden(weights.get(0), row);
        for (int u = 0; u < UNITS; u++) {
          double a = hidden[u];
          slope += 1 - a * a;
          // A tenth of the slope of tanh at 0.
          flat += 1 - a * a < 0.1 ? 1 : 0;
          flatOfUnit[u] += 1 - a * a < 0.1 ? 1 : 0;
          least = Math.min(least, a);
          largest = Math.max(largest, a);
        }
        double error = output(weights, row) - row[2];
        loss += error * error / ROWS.length;
      }
      int all = ROWS.length * UNITS;
      Snapshot snapshot = watching.snapshots.get(epoch);
      LayerSnapshot first = snapshot.layers().get(0);
      assertTrue(flat > 0 && flat < all, "some are flat, and some are not");
      assertEquals((double) flat / all, first.saturated(), 1e-12);
      assertEquals(slope / all, first.slope(), 1e-5);
      assertEquals(UNITS, first.units());
      assertEquals(Arrays.stream(flatOfUnit).filter(n -> n == ROWS.length).count(), first.dead());
      assertEquals(least, first.activations().least(), 1e-5);
      assertEquals(largest, first.activations().largest(), 1e-5);
      assertEquals(all, first.activations().counts().stream().mapToInt(n -> n).sum());
      LayerSnapshot last = snapshot.layers().get(1);
      assertEquals(0, last.saturated());
      assertEquals(1, last.slope());
      assertEquals(loss, snapshot.training().getOrDefault("loss", Double.NaN), 1e-4 * loss);
    }
  }

  @Test
  void weightsAreCountedApartFromBiases() {
    Watching watching = everyEpoch();
    for (int l = 0; l < 2; l++) {
      double[] all = watching.weights.get(3).get(l);
      int units = l == 0 ? UNITS : 1;
      LayerSnapshot layer = watching.snapshots.get(3).layers().get(l);
      checkHistogram(Arrays.copyOf(all, all.length - units), layer.weights());
      checkHistogram(Arrays.copyOfRange(all, all.length - units, all.length), layer.biases());
    }
  }

  private static void checkHistogram(double[] numbers, Histogram histogram) {
    assertEquals(numbers.length, histogram.counts().stream().mapToInt(n -> n).sum());
    assertEquals(Arrays.stream(numbers).min().orElseThrow(), histogram.least());
    assertEquals(Arrays.stream(numbers).max().orElseThrow(), histogram.largest());
  }

  @Test
  void aUnitThatNoExampleReachesIsDead() {
    // The first of the three units is 0 for all rows, the second for none, the third for one.
    Configuration.Builder configuration =
        Configuration.builder()
            .data(data(ColumnSpec.Scale.NONE))
            .layer(
                new Dense(
                    Optional.of(3),
                    Optional.of(new Relu()),
                    Optional.of(new Given(List.of(List.of(1.0, 1.0, 1.0), List.of(0.0, 0.0, 0.0)))),
                    Optional.of(new Given(List.of(List.of(-9.0, 9.0, 0.0)))),
                    true))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(1e-9))
            .epochs(1);
    Table table = Table.ofRows(List.of("x", "y", "t"), new double[][] {{-1, 1, 1}, {2, 1, 0}});
    LayerSnapshot layer =
        watched(configuration, table, epoch -> true).snapshots.get(0).layers().get(0);
    assertEquals(3, layer.units());
    assertEquals(1, layer.dead());
    assertEquals(3 / 6.0, layer.saturated());
  }

  @Test
  void twoInputsSpanAPlaneOfAnswers() {
    Watching watching = everyEpoch();
    for (int epoch : new int[] {0, 3}) {
      DecisionSurface surface = watching.snapshots.get(epoch).surface().orElseThrow();
      // A tenth of the range lies around the examples.
      checkAxis(surface.x(), -50 - 11, 60 + 11);
      checkAxis(surface.y(), -2 - 8.2, 80 + 8.2);
      assertEquals(POINTS * POINTS, surface.values().size());
      for (int i = 0; i < surface.values().size(); i++) {
        double[] point = {surface.x().get(i % POINTS), surface.y().get(i / POINTS)};
        assertEquals(
            output(watching.weights.get(epoch), point),
            surface.values().get(i),
            1e-3,
            "point " + i);
        assertEquals(0, surface.answers().get(i));
      }
    }
  }

  private static void checkAxis(List<Double> axis, double first, double last) {
    assertEquals(POINTS, axis.size());
    for (int i = 0; i < POINTS; i++) {
      assertEquals(first + (last - first) * i / (POINTS - 1), axis.get(i), 1e-4);
    }
  }

  @Test
  void thePlaneIsInTheUnitOfTheData() {
    DecisionSurface surface =
        watched(configuration(ColumnSpec.Scale.STANDARD), numbers(), epoch -> true)
            .snapshots
            .get(3)
            .surface()
            .orElseThrow();
    checkAxis(surface.x(), -50 - 11, 60 + 11);
    checkAxis(surface.y(), -2 - 8.2, 80 + 8.2);
  }

  @Test
  void aColumnThatIsConstantIsGivenARangeOfTwo() {
    Table table = Table.ofRows(List.of("x", "y", "t"), new double[][] {{1, 7, 1}, {2, 7, 2}});
    DecisionSurface surface =
        watched(configuration(ColumnSpec.Scale.NONE), table, epoch -> true)
            .snapshots
            .get(0)
            .surface()
            .orElseThrow();
    checkAxis(surface.x(), 0.9, 2.1);
    checkAxis(surface.y(), 6, 8);
  }

  @Test
  void ofSeveralClassesThePlaneShowsTheLargestOutput() {
    Table table =
        Table.of(
            Column.of("x", -3, 3, 0),
            Column.of("y", 0, 0, 4),
            Column.of("t", "left", "right", "up"));
    Configuration.Builder configuration =
        Configuration.builder()
            .data(data(ColumnSpec.Scale.NONE))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd(0.5))
            .epochs(60);
    DecisionSurface surface =
        watched(configuration, table, epoch -> true).snapshots.get(60).surface().orElseThrow();
    // The classes in the order of their names; the corners of the plane, row by row.
    assertEquals(0, surface.answers().get(0));
    assertEquals(1, surface.answers().get(POINTS - 1));
    assertEquals(2, surface.answers().get((POINTS - 1) * POINTS + POINTS / 2));
    surface.values().forEach(value -> assertTrue(value > 1 / 3.0 - 1e-6 && value <= 1));
  }

  @Test
  void otherInputsThanTwoNumbersSpanNoPlane() {
    Table three =
        Table.ofRows(List.of("x", "y", "z", "t"), new double[][] {{1, 2, 3, 4}, {2, 1, 0, 5}});
    Table names = Table.of(Column.of("x", 1, 2), Column.of("y", "a", "b"), Column.of("t", 1, 3));
    Table one = Table.ofRows(List.of("x", "t"), new double[][] {{1, 2}, {2, 1}});
    for (Table table : List.of(three, names, one)) {
      Watching watching = watched(configuration(ColumnSpec.Scale.NONE), table, epoch -> true);
      assertEquals(Optional.empty(), watching.snapshots.get(0).surface());
    }
  }

  @Test
  void ofAPredictionThatIsNotFiniteThereIsNoPictureWhichIsSaidOnce() {
    double[][] rows = new double[40][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {i == rows.length - 1 ? 1 : 0, 1 + i % 3};
    }
    // The logarithm of the target is learned; of the last row e to the power of it is predicted.
    Configuration.Builder configuration =
        Configuration.builder()
            .data(
                DataSpec.of("t")
                    .column("x", new NumericSpec(ColumnSpec.Scale.NONE))
                    .scale(ColumnSpec.Scale.LOG))
            .layer(
                new Dense(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new Given(List.of(List.of(1e5)))),
                    Optional.empty(),
                    true))
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(1e-30))
            .epochs(3);
    Experiment experiment = experiment(configuration, Table.ofRows(List.of("x", "t"), rows));
    Watching watching = new Watching(experiment, epoch -> true);
    List<EpochReport> reports = trainer.train(experiment, watching);
    assertEquals(3, reports.size(), "training goes on");
    assertEquals(List.of(), watching.epochs());
    List<Warning> warnings = experiment.warnings().list();
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(
        warnings
            .get(0)
            .message()
            .startsWith(
                "the report does not show epoch 0, or later epochs that fail in the same way: example 40: the network predicts Infinity for 't'"),
        warnings.toString());
  }

  @Test
  void aSampleIsSpreadEvenlyOverTheExamples() {
    assertEquals(List.of(0, 1, 2), boxed(Sample.rows(3, 10)));
    assertEquals(List.of(0, 1, 2), boxed(Sample.rows(3, 3)));
    assertEquals(List.of(0, 2, 5, 7), boxed(Sample.rows(10, 4)));
    assertEquals(
        ROWS.length,
        Sample.rows(experiment(configuration(ColumnSpec.Scale.NONE), numbers()), 100).length);
    assertEquals(1_999_999_999, Sample.rows(2_000_000_000, 2_000)[1999] + 999_999);
  }

  private static List<Integer> boxed(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
