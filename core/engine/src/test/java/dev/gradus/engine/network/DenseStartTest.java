package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dense.Parametrization;
import dev.gradus.layers.Ensemble;
import dev.gradus.optimizers.initializers.Constant;
import dev.gradus.optimizers.initializers.Zeros;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The parametrization of dense layers, and their start from training rows. */
class DenseStartTest {

  private static final int UNITS = 60;

  private static Dense dense(
      int units,
      Optional<Initializer> weights,
      Parametrization parametrization,
      boolean unitVariance,
      boolean dataBiases) {
    return new Dense(
        Optional.of(units),
        Optional.empty(),
        weights,
        Optional.empty(),
        true,
        parametrization,
        unitVariance,
        dataBiases);
  }

  private static Network network(int inputs, Layer... layers) {
    return new NetworkBuilder(Catalogue.ofInstalled())
        .build(List.of(layers), inputs, new Target(Target.Kind.NUMERIC, List.of("y")), 3);
  }

  /**
   * With four inputs the factor is 1/2: y = (1 + 2 + 3 + 4)/2, dL/dW = x/2 dL/dy, dL/db = dL/dy.
   */
  @Test
  void weightsAreDividedByTheRootOfTheInputs() {
    Network network =
        network(4, dense(1, Optional.of(new Constant(1)), Parametrization.NTK, false, false));
    Pass pass = network.newLearningPass(1, Team.alone());
    Matrix x = new Matrix(1, 4, new float[] {1, 2, 3, 4});
    pass.backpropagate(
        x,
        (predictions, gradients, from, to, member) -> {
          assertEquals(5, predictions.get(0, 0));
          gradients.values()[0] = 8;
        });
    assertArrayEquals(new float[] {4, 8, 12, 16}, pass.gradients().get(0).values());
    assertArrayEquals(new float[] {8}, pass.gradients().get(1).values());
    Matrix y = Matrix.zeros(1, 1);
    network.predict(x, y);
    assertEquals(5, y.get(0, 0));
  }

  @Test
  void itsWeightsAreStandardNormalUnlessSaidOtherwise() {
    Network network =
        network(
            100,
            dense(UNITS, Optional.empty(), Parametrization.NTK, false, false),
            dense(1, Optional.of(new Zeros()), Parametrization.NTK, false, false));
    float[] weights = network.parameters().get(0).matrix().values();
    double squares = 0;
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
      squares += weight * weight;
    }
    assertEquals(0, sum / weights.length, 0.05);
    assertEquals(1, squares / weights.length, 0.05);
    assertArrayEquals(new float[UNITS], network.parameters().get(2).matrix().values());
  }

  private static Matrix rows(int count, int inputs) {
    Matrix rows = Matrix.zeros(count, inputs);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < rows.size(); i++) {
      rows.values()[i] = (float) (5 + 3 * random.nextGaussian());
    }
    return rows;
  }

  /** Of the first layer; no activation follows. */
  private static Matrix outputs(Network network, Matrix rows) {
    Pass pass = network.newPass(rows.rows());
    pass.outputs(rows);
    return pass.outputs(0);
  }

  private static double[] column(Matrix of, int column) {
    return IntStream.range(0, of.rows()).mapToDouble(row -> of.get(row, column)).toArray();
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0));
  }

  @Test
  void unitsStartWithVarianceOneAndBendWithinTheData() {
    for (Parametrization parametrization : Parametrization.values()) {
      Network network =
          network(7, dense(UNITS, Optional.empty(), parametrization, true, true), Dense.output());
      Matrix rows = rows(300, 7);
      assertTrue(network.initializesFromData(Set.of()));
      network.initialize(rows, 1, Set.of());
      Matrix z = outputs(network, rows);
      for (int unit = 0; unit < UNITS; unit++) {
        double[] values = column(z, unit);
        assertEquals(1, deviation(values), 1e-4);
        double low = Arrays.stream(values).min().orElseThrow();
        double high = Arrays.stream(values).max().orElseThrow();
        assertTrue(low < 0 && high > 0, "unit %s is from %s to %s".formatted(unit, low, high));
      }
      // Zeros are not all at the mean: they are spread like means of a few rows.
      double[] means =
          IntStream.range(0, UNITS)
              .mapToDouble(unit -> Arrays.stream(column(z, unit)).average().orElse(0))
              .toArray();
      assertEquals(Math.sqrt(1.0 / 3), deviation(means), 0.2);
    }
  }

  @Test
  void aConstantUnitKeepsItsWeights() {
    Layer layer = dense(2, Optional.of(new Constant(0.5)), Parametrization.STANDARD, true, false);
    Network network = network(3, layer, Dense.output());
    Matrix equal = new Matrix(4, 3, new float[] {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3});
    network.initialize(equal, 1, Set.of());
    assertArrayEquals(
        new float[] {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f},
        network.parameters().get(0).matrix().values());
  }

  /** A thousand rows are enough; which ones follows from the seed. */
  @Test
  void ofManyRowsASampleIsEnough() {
    Matrix rows = rows(5000, 3);
    Network network =
        network(3, dense(5, Optional.empty(), Parametrization.NTK, true, false), Dense.output());
    network.initialize(rows, 1, Set.of());
    Matrix z = outputs(network, rows);
    for (int unit = 0; unit < 5; unit++) {
      assertEquals(1, deviation(column(z, unit)), 0.1);
    }
  }

  /** The rows are sorted, so the first ones alone have a much smaller variance. */
  @Test
  void theMembersOfAnEnsembleSeeAllRows() {
    int members = 8;
    Matrix rows = Matrix.zeros(800, 1);
    for (int i = 0; i < rows.rows(); i++) {
      rows.values()[i] = i / 400f - 1;
    }
    Network network =
        network(
            1,
            new Ensemble(members, EnsembleLayer.Kind.MINI),
            dense(5, Optional.empty(), Parametrization.NTK, true, false),
            Dense.output());
    network.initialize(rows, 1, Set.of());
    Pass pass = network.newPass(rows.rows());
    pass.outputs(rows);
    Matrix z = pass.outputs(1);
    for (int unit = 0; unit < z.columns(); unit++) {
      assertEquals(1, deviation(column(z, unit)), 0.15, "unit " + unit);
    }
  }

  @Test
  void biasesAreGivenInOneWay() {
    assertEquals(
        "data-biases sets the initial biases, but biases has an initializer; remove one of them",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Dense(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Zeros()),
                        true,
                        Parametrization.STANDARD,
                        false,
                        true))
            .getMessage());
    assertEquals(
        "data-biases is true, but bias is false, so there are no biases",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Dense(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Parametrization.STANDARD,
                        false,
                        true))
            .getMessage());
    assertFalse(network(3, Dense.output()).initializesFromData(Set.of()));
  }
}
