package dev.gradus.engine.training.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Pelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.Adamw;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Prodigy;
import dev.gradus.optimizers.Rprop;
import dev.gradus.optimizers.Sam;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Target;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Optimizers that see all tensors, have scalar state or take a second gradient. */
class JointOptimizersTest {

  private static final Target Y = new Target(Target.Kind.NUMERIC, List.of("y"));

  private static final int INPUTS = 3;
  private static final int UNITS = 4;
  private static final int ROWS = 8;
  private static final int STEPS = 50;

  /** The tolerance for weights in float. */
  private static final double TOLERANCE = 1e-5;

  private final Catalogue catalogue = Catalogue.ofInstalled();

  // A network in double, y = tanh(x W + b) v + c, all of its numbers in one vector.

  private static final int B = INPUTS * UNITS;
  private static final int V = B + UNITS;
  private static final int C = V + UNITS;

  private static double[][] inputs(int batch) {
    SplittableRandom random = new SplittableRandom(batch);
    double[][] x = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      x[i] = random.doubles(INPUTS, -2, 2).map(each -> (float) each).toArray();
    }
    return x;
  }

  private static double target(double[] x) {
    return (float) (StrictMath.sin(x[0]) * x[1] - x[2]);
  }

  /** The gradient of the mean squared error, and of an l2 penalty on the matrices. */
  private static double[] gradient(double[] w, double[][] x, double l2) {
    double[] gradient = new double[w.length];
    for (double[] row : x) {
      double[] hidden = new double[UNITS];
      double prediction = w[C];
      for (int k = 0; k < UNITS; k++) {
        double z = w[B + k];
        for (int i = 0; i < INPUTS; i++) {
          z += row[i] * w[i * UNITS + k];
        }
        hidden[k] = StrictMath.tanh(z);
        prediction += hidden[k] * w[V + k];
      }
      double slope = 2 * (prediction - target(row)) / x.length;
      gradient[C] += slope;
      for (int k = 0; k < UNITS; k++) {
        gradient[V + k] += slope * hidden[k];
        double inner = slope * w[V + k] * (1 - hidden[k] * hidden[k]);
        gradient[B + k] += inner;
        for (int i = 0; i < INPUTS; i++) {
          gradient[i * UNITS + k] += inner * row[i];
        }
      }
    }
    for (int i = 0; i < w.length; i++) {
      boolean isWeight = i < B || (i >= V && i < C);
      gradient[i] += isWeight ? 2 * l2 * w[i] : 0;
    }
    return gradient;
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
  }

  private Network network() {
    return new NetworkBuilder(catalogue)
        .build(List.of(Dense.of(UNITS, new Tanh()), Dense.output()), INPUTS, Y, 6);
  }

  private static double[] weights(Network network) {
    return network.parameters().stream()
        .map(parameter -> parameter.matrix().values())
        .flatMapToDouble(values -> IntStream.range(0, values.length).mapToDouble(i -> values[i]))
        .toArray();
  }

  private static GradientDescent descent(
      Network network, Optimizer optimizer, UpdateOptions rules, Regularizer... regularizers) {
    return descent(network, optimizer, rules, Team.alone(), regularizers);
  }

  private static GradientDescent descent(
      Network network,
      Optimizer optimizer,
      UpdateOptions rules,
      Team team,
      Regularizer... regularizers) {
    return new GradientDescent(
        network,
        new Objective(new MeanSquaredError(), false, 1, new double[0]),
        optimizer,
        Optional.empty(),
        List.of(regularizers),
        rules,
        ROWS,
        0,
        team);
  }

  private static void step(GradientDescent descent, double[][] x) {
    Matrix inputs = Matrix.zeros(ROWS, INPUTS);
    Matrix targets = Matrix.zeros(ROWS, 1);
    for (int i = 0; i < ROWS; i++) {
      for (int k = 0; k < INPUTS; k++) {
        inputs.values()[i * INPUTS + k] = (float) x[i][k];
      }
      targets.values()[i] = (float) target(x[i]);
    }
    descent.step(inputs, targets);
  }

  private static void assertClose(
      double[] expected, Network network, double tolerance, String message) {
    double[] actual = weights(network);
    for (int i = 0; i < expected.length; i++) {
      double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], actual[i], allowed, message + ", weight " + i);
    }
  }

  /** Foret et al. 2021, algorithm 1, with momentum as in PyTorch. */
  @Test
  void samTakesTheWayOfItsFormula() {
    for (double l2 : new double[] {0, 0.05}) {
      Network network = network();
      double[] w = weights(network);
      double[] plain = w.clone();
      double[] velocity = new double[w.length];
      GradientDescent descent =
          descent(
              network,
              new Sam(0.2, new Sgd(0.05, 0.9, 0, false, 0)),
              UpdateOptions.NONE,
              new L2(l2));
      for (int t = 0; t < STEPS; t++) {
        double[][] x = inputs(t % 3);
        double[] first = gradient(w, x, l2);
        double length = norm(first);
        double[] climbed = w.clone();
        for (int i = 0; i < w.length; i++) {
          climbed[i] += 0.2 * first[i] / length;
        }
        double[] second = gradient(climbed, x, l2);
        for (int i = 0; i < w.length; i++) {
          velocity[i] = t == 0 ? second[i] : 0.9 * velocity[i] + second[i];
          w[i] -= 0.05 * velocity[i];
        }
        step(descent, x);
        assertClose(w, network, TOLERANCE, "step " + (t + 1));
      }
      assertTrue(norm(w) > 0 && !Arrays.equals(plain, w), "it has moved");
    }
  }

  /**
   * Mishchenko and Defazio 2023, algorithm 4, over all tensors together. What rounding changes in
   * the estimate changes the length of all steps to come: the same loop with arrays in float is
   * 1e-4 off.
   */
  @Test
  void prodigyTakesTheWayOfItsAlgorithm() {
    double distance = 0.01;
    double tolerance = 5e-4;
    Network network = network();
    double[] w = weights(network);
    double[] start = w.clone();
    int n = w.length;
    double[] m = new double[n];
    double[] v = new double[n];
    double[] s = new double[n];
    double r = 0;
    double d = distance;
    double b = Math.sqrt(0.999);
    Prodigy prodigy = new Prodigy(1, 0.9, 0.999, 1e-8, 0.1, distance, 1);
    GradientDescent descent = descent(network, prodigy, UpdateOptions.NONE);
    for (int t = 0; t < STEPS; t++) {
      double[][] x = inputs(t % 3);
      double[] g = gradient(w, x, 0);
      double product = 0;
      for (int i = 0; i < n; i++) {
        product += g[i] * (start[i] - w[i]);
      }
      r = b * r + (1 - b) * d * d * product;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        m[i] = 0.9 * m[i] + 0.1 * d * g[i];
        v[i] = 0.999 * v[i] + 0.001 * d * d * g[i] * g[i];
        s[i] = b * s[i] + (1 - b) * d * d * g[i];
        sum += Math.abs(s[i]);
        w[i] = (1 - d * 0.1) * w[i] - d * m[i] / (Math.sqrt(v[i]) + d * 1e-8);
      }
      d = Math.max(d, r / sum);
      step(descent, x);
      assertClose(w, network, tolerance, "step " + (t + 1));
    }
    assertTrue(d > 5 * distance, "the estimate has grown to " + d);
    float[] kept = kept(descent, "optimizer/next-distance");
    assertEquals(d, (double) kept[0] + kept[1] + kept[2], tolerance * d);
  }

  private static float[] kept(GradientDescent descent, String name) {
    return Objects.requireNonNull(descent.memory().get(name), name).values();
  }

  /** From a millionth: of the first steps, weights in float keep two digits. */
  @Test
  void theEstimateOfProdigyGrowsByOrdersOfMagnitude() {
    Network network = network();
    GradientDescent descent = descent(network, new Prodigy(), UpdateOptions.NONE);
    for (int t = 0; t < STEPS; t++) {
      step(descent, inputs(t % 3));
    }
    float distance = kept(descent, "optimizer/distance")[0];
    assertTrue(distance > 0.01 && distance < 10, "distance " + distance);
  }

  // With the engine around it.

  private static Table waves() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[120][];
    for (int i = 0; i < rows.length; i++) {
      double x = random.nextDouble(-3, 3);
      double z = random.nextDouble(-3, 3);
      rows[i] = new double[] {x, z, Math.sin(x) * z};
    }
    return Table.ofRows(List.of("x", "z", "y"), rows);
  }

  private static Configuration.Builder configuration(Optimizer optimizer, Layer... hidden) {
    Configuration.Builder builder =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of("y"),
                    Map.of(),
                    ColumnSpec.Scale.STANDARD,
                    SplitSpec.NONE));
    List.of(hidden).forEach(builder::layer);
    return builder
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(optimizer)
        .batchSize(24)
        .training(t -> t.shuffle(false))
        .epochs(2)
        .seed(3);
  }

  private Experiment experiment(Configuration.Builder configuration) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue))
        .build(configuration.build(), waves());
  }

  private Network trained(Configuration.Builder configuration) {
    Experiment experiment = experiment(configuration);
    new Trainer().train(experiment, TrainingListener.NONE);
    return experiment.network();
  }

  private static double[] tensor(Network network, String name) {
    return network.tensors().stream()
        .filter(each -> each.name().equals(name))
        .map(Parameter::matrix)
        .map(Matrix::values)
        .map(values -> IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStepFromAccumulatedGradientsIsThatOfOneLargeBatch() {
    Sam sam = new Sam(0.1, new Sgd(0.1));
    // 120 rows: the last step of an epoch is made of what is left.
    double[] large = weights(trained(configuration(sam, Dense.of(8, new Tanh())).batchSize(48)));
    double[] small =
        weights(
            trained(
                configuration(sam, Dense.of(8, new Tanh()))
                    .batchSize(16)
                    .training(t -> t.accumulateBatches(3))));
    assertArrayEquals(large, small, TOLERANCE);
  }

  /** A mean or variance of the batch as it was seen twice would have moved twice as far. */
  @Test
  void statisticsAreThoseOfTheFirstGradient() {
    Layer[] hidden = {Dense.of(8), new BatchNorm(0.1, 1e-5, Optional.of(new Relu()))};
    Configuration.Builder one = configuration(new Sgd(0.1), hidden).epochs(1).batchSize(120);
    Configuration.Builder two =
        configuration(new Sam(0.5, new Sgd(0.1)), hidden).epochs(1).batchSize(120);
    for (String name : List.of("layers.1.running-mean", "layers.1.running-variance")) {
      assertArrayEquals(tensor(trained(one), name), tensor(trained(two), name), name);
    }
  }

  /** So the whole difference between the two gradients is that of the weights. */
  @Test
  void theMasksOfADropoutAreTheSameInBothGradients() {
    Layer[] hidden = {Dense.of(16, new Relu()), new Dropout(0.5)};
    double[] plain = weights(trained(configuration(new Sgd(0.1), hidden)));
    double[] nearly = weights(trained(configuration(new Sam(1e-6, new Sgd(0.1)), hidden)));
    assertArrayEquals(plain, nearly, TOLERANCE);
    assertFalse(Arrays.equals(plain, nearly));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    for (Optimizer optimizer :
        List.of(new Sam(0.1, new Adamw(0.01)), new Prodigy(), new Sam(0.1, new Prodigy()))) {
      Layer[] hidden = {
        Dense.of(200, new Relu()), new BatchNorm(), new Dropout(0.2), Dense.of(200, new Tanh())
      };
      double[] alone =
          weights(
              trained(
                  configuration(optimizer, hidden)
                      .training(t -> t.threads(1))
                      .training(t -> t.accumulateBatches(2))));
      double[] three =
          weights(
              trained(
                  configuration(optimizer, hidden)
                      .training(t -> t.threads(3))
                      .training(t -> t.accumulateBatches(2))));
      assertArrayEquals(alone, three, optimizer.toString());
    }
  }

  @Test
  void theSecondGradientIsClipped() {
    Network network = network();
    double[] before = weights(network);
    UpdateOptions rules =
        new UpdateOptions(
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.of(0.01),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty(),
            List.of());
    step(descent(network, new Sam(0.5, new Sgd(1)), rules), inputs(1));
    double[] after = weights(network);
    double[] moved = new double[before.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = after[i] - before[i];
    }
    assertEquals(0.01, norm(moved), 1e-6);
  }

  @Test
  void frozenLayersStayAndGroupsHaveTheirRates() {
    Optimizer sam = new Sam(0.1, new Sgd(0.1, 0, 0, false, 0.01));
    Layer[] hidden = {Dense.of(8, new Tanh()), Dense.of(6, new Tanh())};
    Network fresh = experiment(configuration(sam, hidden)).network();
    Network frozen =
        trained(
            configuration(sam, hidden)
                .training(t -> t.freeze("network.0"))
                .training(t -> t.decayBiases(false)));
    assertArrayEquals(tensor(fresh, "layers.0.weight"), tensor(frozen, "layers.0.weight"));
    assertFalse(Arrays.equals(tensor(fresh, "layers.1.weight"), tensor(frozen, "layers.1.weight")));
    // With a tiny rate for one layer, that layer does not change.
    Network slow =
        trained(
            configuration(sam, hidden)
                .training(t -> t.group(ParameterGroup.of(1e-12, "network.1"))));
    assertArrayEquals(tensor(fresh, "layers.1.weight"), tensor(slow, "layers.1.weight"));
    assertFalse(Arrays.equals(tensor(fresh, "layers.0.weight"), tensor(slow, "layers.0.weight")));
  }

  @Test
  void weightDecayIsSwitchedOffWithinAnotherOptimizer() {
    Adamw without = new Adamw(0.01, 0.9, 0.999, 1e-8, false, 0);
    assertEquals(new Sam(0.1, without), WeightDecay.without(new Sam(0.1, new Adamw(0.01))));
    TrainingException e =
        assertThrows(
            TrainingException.class,
            () ->
                trained(
                    configuration(new Sam(0.1, new Rprop()), Dense.of(4, new Tanh()))
                        .training(t -> t.decayBiases(false))));
    assertTrue(String.valueOf(e.getMessage()).contains("sam"), e.getMessage());
  }

  @Test
  void memoryIsPlannedForTheSecondGradient() {
    long parameters =
        experiment(configuration(new Sgd(), Dense.of(50, new Tanh()))).network().size();
    TrainingPlan plain =
        new Trainer().plan(experiment(configuration(new Sgd(0.1), Dense.of(50, new Tanh()))));
    TrainingPlan sam =
        new Trainer()
            .plan(experiment(configuration(new Sam(0.1, new Sgd(0.1)), Dense.of(50, new Tanh()))));
    assertEquals(Float.BYTES * parameters, sam.bytes() - plain.bytes(), "a copy of the weights");
    TrainingPlan accumulated =
        new Trainer()
            .plan(
                experiment(
                    configuration(new Sam(0.1, new Sgd(0.1)), Dense.of(50, new Tanh()))
                        .training(t -> t.accumulateBatches(3))));
    TrainingPlan plainAccumulated =
        new Trainer()
            .plan(
                experiment(
                    configuration(new Sgd(0.1), Dense.of(50, new Tanh()))
                        .training(t -> t.accumulateBatches(3))));
    assertEquals(
        Float.BYTES * (parameters + 3L * 24 * (2 + 1 + 1)),
        accumulated.bytes() - plainAccumulated.bytes(),
        "and of three batches of 24 rows, with their targets and weights");
  }

  /** It sees names, layers, roles and shapes, and is asked in the order of the network. */
  @Plugin(name = "sees", summary = "A test.")
  public record Sees(@Option(value = "the rate", above = 0) double learningRate)
      implements JointOptimizer {

    private static final List<String> SEEN = new ArrayList<>();

    public Sees() {
      this(0.1);
    }

    @Override
    public List<Scalar> scalars() {
      return List.of(new Scalar("steps", 0));
    }

    @Override
    public void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {
      scalars[0]++;
      for (Part part : parts) {
        Tensor tensor = part.tensor();
        SEEN.add(
            "%s in %s: %s, %s by %s"
                .formatted(
                    tensor.name(), tensor.layer(), tensor.role(), part.rows(), part.columns()));
      }
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      SEEN.add("moves " + step.tensor().name() + " in step " + step.scalar(0));
      assertSame(step.tensor().values(), weights);
    }
  }

  @Test
  void anOptimizerSeesWhatItMoves() {
    Sees.SEEN.clear();
    step(descent(network(), new Sees(), UpdateOptions.NONE), inputs(1));
    assertEquals(
        List.of(
            "layers.0.weight in layers.0: WEIGHT, 3 by 4",
            "layers.0.bias in layers.0: BIAS, 1 by 4",
            "layers.1.weight in layers.1: WEIGHT, 4 by 1",
            "layers.1.bias in layers.1: BIAS, 1 by 1",
            "moves layers.0.weight in step 1.0",
            "moves layers.0.bias in step 1.0",
            "moves layers.1.weight in step 1.0",
            "moves layers.1.bias in step 1.0"),
        Sees.SEEN);
  }

  /** For others to spoil. */
  private interface Still extends JointOptimizer {
    @Override
    default double learningRate() {
      return 0.1;
    }

    @Override
    default void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {}

    @Override
    default void update(float[] weights, float[] gradient, float[][] state, Step step) {}
  }

  @Plugin(name = "one-name", summary = "A test.")
  public record OneName() implements Still {
    @Override
    public List<State> state() {
      return List.of(new State("sum"));
    }

    @Override
    public List<Scalar> scalars() {
      return List.of(new Scalar("sum", 0));
    }
  }

  @Plugin(name = "full-batch", summary = "A test.")
  public record FullBatch() implements Still {
    @Override
    public boolean isFullBatch() {
      return true;
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    PluginException twice =
        assertThrows(
            PluginException.class, () -> descent(network(), new OneName(), UpdateOptions.NONE));
    assertTrue(String.valueOf(twice.getMessage()).contains("'sum'"), twice.getMessage());
    TrainingException both =
        assertThrows(TrainingException.class, () -> trained(configuration(new FullBatch())));
    assertTrue(String.valueOf(both.getMessage()).contains("only one"), both.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Sam(0.1, new Lbfgs()));
    assertThrows(IllegalStateException.class, () -> Optimizer.Step.of(1, 0.1, 1, 1).scalar(0));
  }

  @Plugin(name = "remembers", summary = "A test.")
  public record Remembers(double first, double second) implements Still {
    public Remembers() {
      this(0, 0);
    }

    @Override
    public List<Scalar> scalars() {
      return List.of(new Scalar("first", first), Scalar.added("second", second));
    }
  }

  @Test
  void aNumberIsKeptToTheLastBit() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1000; i++) {
      double number = (random.nextDouble() - 0.5) * StrictMath.pow(10, random.nextInt(-25, 25));
      JointScalars scalars = new JointScalars(new Remembers(number, 1e-60));
      assertEquals(number, scalars.values()[0]);
      assertEquals(0, scalars.values()[1], "less than the smallest float");
      scalars.values()[0] = 0;
      scalars.restore();
      assertEquals(number, scalars.values()[0]);
    }
    assertTrue(JointScalars.wasAdded(new Remembers(), "optimizer/second"));
    assertFalse(JointScalars.wasAdded(new Remembers(), "optimizer/first"));
    assertFalse(JointScalars.wasAdded(new Sgd(), "optimizer/second"));
  }

  @Test
  void samClimbsWithinTheRangesOfWhatIsLearned() {
    Network network =
        trained(configuration(new Sam(2, new Sgd(0.05)), Dense.of(6, new Pelu())).epochs(5));
    for (String name : List.of("layers.0.a", "layers.0.b")) {
      for (double each : tensor(network, name)) {
        assertTrue(each >= 0.1, name + " is " + each);
      }
    }
  }

  /** Updates each weight separately, and counts the slices that it receives. */
  @Plugin(name = "in-slices", summary = "A test.")
  public record InSlices(@Option("a number") double learningRate) implements ElementwiseOptimizer {

    private static final AtomicInteger COUNT = new AtomicInteger();

    public InSlices() {
      this(0.05);
    }

    @Override
    public void update(
        float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
      COUNT.incrementAndGet();
      new Sgd().update(weights, gradient, state, from, to, step);
    }
  }

  @Test
  void threadsShareTheTensorsThatAnOptimizerWithinSamMovesWithTheSameBits() {
    int units = 12_000;
    double[] alone = {};
    for (int threads : new int[] {1, 2, 3}) {
      for (Optimizer optimizer :
          List.of(new Sam(0.1, new InSlices()), new Sam(0.1, new Sam(0.1, new InSlices())))) {
        Network network =
            new NetworkBuilder(catalogue)
                .build(List.of(Dense.of(units, new Tanh()), Dense.output()), INPUTS, Y, 6);
        int before = InSlices.COUNT.get();
        try (Team team = new Team(threads)) {
          GradientDescent descent = descent(network, optimizer, UpdateOptions.NONE, team);
          for (int t = 0; t < 3; t++) {
            step(descent, inputs(t));
          }
        }
        // 36,000 weights, 12,000 biases, 12,000 weights and a bias, 8,192 at once.
        assertEquals(3 * (5 + 2 + 2 + 1), InSlices.COUNT.get() - before, threads + " threads");
        if (optimizer.equals(new Sam(0.1, new InSlices()))) {
          alone = threads == 1 ? weights(network) : alone;
          assertArrayEquals(alone, weights(network), threads + " threads");
        }
      }
    }
  }
}
