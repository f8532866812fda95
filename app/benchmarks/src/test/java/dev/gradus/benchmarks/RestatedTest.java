package dev.gradus.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Exponential;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.GlorotUniform;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.typed.FormulaActivation;
import dev.gradus.typed.FormulaLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The built-in losses and activations that the benchmark compares with formulas equal them. */
class RestatedTest {

  private static final Gradus GRADUS = Gradus.create();

  private static final double TOLERANCE = 1e-12;
  private static final int POINTS = Boolean.getBoolean("gradus.slow") ? 10_000 : 1_000;

  static Stream<Arguments> losses() {
    return pairs(PointwiseLoss.class);
  }

  static Stream<Arguments> activations() {
    return pairs(PointwiseActivation.class);
  }

  private static Stream<Arguments> pairs(Class<?> kind) {
    return Restated.ALL.stream()
        .filter(pair -> kind.isInstance(pair.part()))
        .map(pair -> Arguments.of(pair.part(), pair.formula()));
  }

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLossHasTheSameValuesAndDerivatives(PointwiseLoss loss, FormulaLoss typed) {
    SplittableRandom random = new SplittableRandom(5);
    double low = Math.max(-5, loss.predictions().low());
    double high = Math.min(5, loss.predictions().high());
    double from = Math.max(-5, Math.max(loss.targets().low(), -5));
    double to = Math.min(5, loss.targets().high());
    for (int i = 0; i < POINTS; i++) {
      double p = random.nextDouble(low, high);
      double y = to == 1 ? random.nextBoolean() ? from : 1 : random.nextDouble(from, to);
      same(loss.value(p, y), typed.value(p, y), "value", p, y);
      same(loss.derivative(p, y), typed.derivative(p, y), "derivative", p, y);
    }
    assertEquals(loss.predictions().low(), typed.predictions().low());
    assertEquals(loss.predictions().high(), typed.predictions().high());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void itHasTheSameFormOnLogits(PointwiseLoss loss, FormulaLoss typed) {
    if (loss.onLogits("sigmoid").isEmpty()) {
      return;
    }
    PointwiseLoss one = (PointwiseLoss) loss.onLogits("sigmoid").orElseThrow();
    PointwiseLoss other = (PointwiseLoss) typed.onLogits("sigmoid").orElseThrow();
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < POINTS; i++) {
      double z = random.nextDouble(-700, 700);
      double y = random.nextInt(2);
      same(one.value(z, y), other.value(z, y), "value", z, y);
      same(one.derivative(z, y), other.derivative(z, y), "derivative", z, y);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void anActivationHasTheSameValuesAndDerivatives(
      PointwiseActivation activation, FormulaActivation typed) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < POINTS; i++) {
      double x = random.nextDouble(-30, 30) * (i % 2 == 0 ? 1 : 0.05);
      same(activation.value(x), typed.value(x), "value", x, 0);
      same(activation.derivative(x), typed.derivative(x), "derivative", x, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void itHasTheSameValuesInFloat(PointwiseActivation activation, FormulaActivation typed) {
    float[] x = new float[POINTS];
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-20, 20);
    }
    float[] expected = new float[x.length];
    float[] found = new float[x.length];
    activation.forward(x, expected, 3, x.length);
    typed.forward(x, found, 3, x.length);
    float[] slopes = new float[x.length];
    float[] others = new float[x.length];
    Arrays.fill(slopes, 1);
    Arrays.fill(others, 1);
    activation.backward(x, expected, slopes, 3, x.length);
    typed.backward(x, found, others, 3, x.length);
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i], found[i], 1e-6 * Math.max(1, Math.abs(expected[i])), "at " + x[i]);
      assertEquals(slopes[i], others[i], 1e-6 * Math.max(1, Math.abs(slopes[i])), "at " + x[i]);
    }
  }

  private static void same(double expected, double found, String what, double x, double y) {
    boolean isClose = Math.abs(found - expected) <= TOLERANCE * Math.max(Math.abs(expected), 1e-3);
    assertTrue(isClose, () -> "%s at %s, %s: %s, but %s".formatted(what, x, y, expected, found));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aHundredEpochsWithALossEndWithTheSameWeights(PointwiseLoss loss, FormulaLoss typed) {
    boolean isOfProbabilities = loss.predictions().high() == 1;
    boolean isPositive = loss.predictions().low() >= -1 && !isOfProbabilities;
    Optional<Activation> last =
        isOfProbabilities
            ? Optional.of(new Sigmoid())
            : isPositive ? Optional.of(new Exponential()) : Optional.empty();
    double low = isOfProbabilities ? 0 : isPositive ? 0.1 : -1;
    sameWeights(weights(loss, new Tanh(), last, low), weights(typed, new Tanh(), last, low));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void aHundredEpochsWithAnActivationEndWithTheSameWeights(
      PointwiseActivation activation, FormulaActivation typed) {
    Loss loss = new MeanSquaredError();
    sameWeights(
        weights(loss, activation, Optional.empty(), -1),
        weights(loss, typed, Optional.empty(), -1));
  }

  @Test
  void whatHasNoSlopeIsAMetricButNotALoss() {
    Loss flat = new FormulaLoss("where(abs(p - y) > 0.5, 1, 0)");
    Configuration.Builder network =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output())
            .optimizer(new Sgd(0.1))
            .epochs(1);
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 2}, {2, 4}, {3, 6}});
    GRADUS
        .job(network.loss(new MeanSquaredError()).metric(new LossAsMetric(flat)).build())
        .on(table)
        .train();
    GradusException refusal =
        assertThrows(
            GradusException.class, () -> GRADUS.job(network.loss(flat).build()).on(table).train());
    assertTrue(
        refusal.getMessage().contains("the derivative of where(abs(p - y) > 0.5, 1, 0) is 0"),
        refusal.getMessage());
  }

  /** Trains on a target of the lowest number given and 1, which is a class for some losses. */
  private static float[] weights(
      Loss loss, Activation activation, Optional<Activation> last, double low) {
    double[][] rows = new double[64][];
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < rows.length; i++) {
      double x = random.nextDouble(-1, 1);
      double z = random.nextDouble(-1, 1);
      rows[i] = new double[] {x, z, x * z > 0.1 ? 1 : low};
    }
    Configuration configuration =
        Configuration.builder()
            .data(
                DataSpec.of("y")
                    .column("y", new NumericSpec(ColumnSpec.Scale.NONE))
                    .scale(ColumnSpec.Scale.NONE))
            .layer(
                new Dense(
                    Optional.of(6),
                    Optional.of(activation),
                    // The default depends on the activation.
                    Optional.of(new GlorotUniform()),
                    Optional.empty(),
                    true))
            .layer(last.map(Dense::output).orElseGet(Dense::output))
            .loss(loss)
            .optimizer(new Sgd(0.02))
            .epochs(100)
            .batchSize(16)
            .seed(3)
            .build();
    Model model =
        GRADUS.job(configuration).on(Table.ofRows(List.of("x", "z", "y"), rows)).train().model();
    float[] all = {};
    for (Map<String, FMatrixRMaj> layer : model.weights()) {
      for (FMatrixRMaj matrix : layer.values()) {
        float[] more = Arrays.copyOf(all, all.length + matrix.getNumElements());
        System.arraycopy(matrix.data, 0, more, all.length, matrix.getNumElements());
        all = more;
      }
    }
    return all;
  }

  private static void sameWeights(float[] expected, float[] found) {
    double size = 0;
    double apart = 0;
    for (int i = 0; i < expected.length; i++) {
      size += expected[i] * expected[i];
      apart += (expected[i] - found[i]) * (expected[i] - found[i]);
    }
    double relative = Math.sqrt(apart / size);
    assertTrue(relative <= 1e-6, "apart by " + relative);
    assertTrue(expected.length > 20 && size > 0.1, "something was learned");
  }
}
