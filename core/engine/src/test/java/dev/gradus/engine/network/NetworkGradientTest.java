package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.Prelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Thorough;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.AlphaDropout;
import dev.gradus.layers.AveragePool;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Ensemble;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.GaussianNoise;
import dev.gradus.layers.GlobalAveragePool;
import dev.gradus.layers.Image;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.MaxPool;
import dev.gradus.layers.Residual;
import dev.gradus.layers.RmsNorm;
import dev.gradus.optimizers.initializers.Normal;
import dev.gradus.spi.Activation;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The gradients of a whole network are the derivatives of its outputs. */
class NetworkGradientTest {

  /** The step of central differences, a wide one, because the network computes in float. */
  private static final float STEP = 1.0f / 256;

  /** What the rounding of float (6e-8 / STEP) and the curvature (STEP squared) leave. */
  private static final double TOLERANCE = 1e-3;

  private static final int ROWS = 5;
  private static final int INPUTS = 3;
  private static final int OUTPUTS = 4;
  private static final int SEED = 20;

  private static Dense dense(int units, Activation activation, boolean bias) {
    return new Dense(
        Optional.of(units),
        Optional.of(activation),
        Optional.of(new Normal(0, 0.7)),
        bias ? Optional.of(new Normal(0, 0.5)) : Optional.empty(),
        bias);
  }

  private static Conv2d convolution(
      int kernel, int stride, Conv2d.Padding padding, Activation activation) {
    return new Conv2d(
        3,
        kernel,
        stride,
        padding,
        Optional.of(activation),
        Optional.of(new Normal(0, 0.5)),
        Optional.of(new Normal(0, 0.5)),
        true);
  }

  private static Network network(List<Layer> layers) {
    List<String> outputs = IntStream.range(0, OUTPUTS).mapToObj(k -> "y" + k).toList();
    return new NetworkBuilder(Catalogue.ofInstalled())
        .build(layers, INPUTS, new Target(Target.Kind.NUMERIC, outputs), SEED);
  }

  private static Matrix random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.values()[i] = (float) random.nextDouble(-2, 2);
    }
    return matrix;
  }

  /** The gradient of {@link #weightedSum}. */
  private static Criterion gradient(Matrix weights) {
    return (predictions, gradients, from, to, member) ->
        System.arraycopy(
            weights.values(),
            from * weights.columns(),
            gradients.values(),
            from * weights.columns(),
            (to - from) * weights.columns());
  }

  private static double weightedSum(Matrix outputs, Matrix weights) {
    double sum = 0;
    for (int i = 0; i < outputs.size(); i++) {
      sum += (double) outputs.values()[i] * weights.values()[i];
    }
    return sum;
  }

  @TestFactory
  Stream<DynamicTest> gradientsAreSlopes() {
    record Case(String name, List<Layer> layers) {}
    return Stream.of(
            new Case("one layer", List.of(dense(OUTPUTS, new Sigmoid(), true))),
            new Case(
                "three layers",
                List.of(
                    dense(6, new Tanh(), true),
                    dense(5, new Sigmoid(), true),
                    dense(OUTPUTS, new Tanh(), true))),
            new Case(
                "softmax, which relates its units",
                List.of(dense(6, new Softmax(), true), dense(OUTPUTS, new Softmax(), true))),
            new Case(
                "no biases",
                List.of(dense(6, new Tanh(), false), dense(OUTPUTS, new Tanh(), false))),
            new Case("no activation at the end", List.of(dense(6, new Tanh(), true), linear())),
            new Case(
                "batch-norm",
                List.of(
                    dense(6, new Tanh(), true),
                    new BatchNorm(0.1, 1e-2, Optional.of(new Sigmoid())),
                    linear())),
            new Case(
                "batch-norm first", List.of(new BatchNorm(), dense(6, new Tanh(), true), linear())),
            new Case(
                "layer-norm",
                List.of(
                    dense(6, new Tanh(), true),
                    new LayerNorm(1e-2, Optional.of(new Softmax())),
                    linear())),
            new Case(
                "prelu, which learns",
                List.of(
                    dense(6, new Prelu(0.3), true),
                    new LayerNorm(1e-2, Optional.of(new Prelu(-0.5))),
                    linear())),
            new Case(
                "rms-norm",
                List.of(
                    dense(6, new Tanh(), true),
                    new RmsNorm(1e-2, Optional.empty()),
                    dense(5, new Tanh(), true),
                    linear())),
            new Case(
                "residual",
                List.of(
                    dense(6, new Tanh(), true),
                    new Residual(
                        List.of(
                            dense(5, new Sigmoid(), true),
                            new LayerNorm(1e-2, Optional.empty()),
                            dense(6, new Prelu(0.3), true)),
                        Optional.of(new Tanh())),
                    linear())),
            new Case(
                "residual first, with what sees the whole batch in it",
                List.of(
                    new Residual(
                        List.of(
                            dense(5, new Tanh(), true),
                            new BatchNorm(0.1, 1e-2, Optional.empty()),
                            dense(INPUTS, new Tanh(), true))),
                    linear())),
            new Case(
                "conv2d, strides and zeros around, and squares inside",
                List.of(
                    dense(50, new Tanh(), true),
                    new Image(5, 5, 2),
                    convolution(3, 2, Conv2d.Padding.SAME, new Tanh()),
                    convolution(2, 1, Conv2d.Padding.SAME, new Softmax()),
                    convolution(3, 1, Conv2d.Padding.VALID, new Prelu(0.3)),
                    new Flatten(),
                    linear())),
            new Case(
                "pools, and batch-norm of channels",
                List.of(
                    dense(60, new Tanh(), true),
                    new Image(5, 6, 2),
                    new AveragePool(2, Optional.of(1)),
                    new BatchNorm(0.1, 1e-2, Optional.of(new Tanh())),
                    convolution(3, 1, Conv2d.Padding.SAME, new Tanh()),
                    new AveragePool(),
                    new Residual(
                        List.of(convolution(3, 1, Conv2d.Padding.SAME, new Tanh())),
                        Optional.empty()),
                    new GlobalAveragePool(),
                    linear())),
            new Case(
                "pads of a convolution and of a pool",
                List.of(
                    dense(60, new Tanh(), true),
                    new Image(5, 6, 2),
                    new Conv2d(
                        3,
                        3,
                        2,
                        Conv2d.Padding.VALID,
                        Optional.of(List.of(1, 2, 0, 1)),
                        Optional.of(new Tanh()),
                        Optional.of(new Normal(0, 0.5)),
                        Optional.of(new Normal(0, 0.5)),
                        true),
                    new AveragePool(2, Optional.of(1), Optional.of(List.of(1, 0))),
                    new Flatten(),
                    linear())),
            new Case(
                "ensemble",
                List.of(
                    new Ensemble(3),
                    dense(6, new Tanh(), true),
                    dense(5, new Softmax(), true),
                    dense(4, new Sigmoid(), false),
                    dense(OUTPUTS, new Softmax(), true))),
            new Case(
                "ensemble of which only the first factors and the last layer differ",
                List.of(
                    new Ensemble(3, EnsembleLayer.Kind.MINI),
                    dense(6, new Tanh(), true),
                    dense(5, new Sigmoid(), true),
                    linear())),
            new Case(
                "ensemble that shares no dense layer",
                List.of(
                    dense(4, new Tanh(), true),
                    new Ensemble(3, EnsembleLayer.Kind.PACKED),
                    dense(6, new Tanh(), true),
                    dense(5, new Sigmoid(), false),
                    linear())),
            new Case(
                "ensemble that begins behind another layer",
                List.of(
                    dense(6, new Tanh(), true),
                    new Ensemble(3, EnsembleLayer.Kind.TABM, Ensemble.Start.NORMAL),
                    new Dropout(0.3),
                    dense(5, new Prelu(0.3), true),
                    linear())),
            new Case(
                "ensemble with layers that the members share",
                List.of(
                    new Ensemble(3),
                    dense(5, new Tanh(), true),
                    new BatchNorm(0.1, 1e-2, Optional.empty()),
                    new Residual(
                        List.of(
                            dense(4, new Tanh(), true),
                            new RmsNorm(1e-2, Optional.empty()),
                            dense(5, new Tanh(), true)),
                        Optional.of(new Prelu(0.3))),
                    new Dense(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Normal(0, 0.7)),
                        Optional.empty(),
                        false))),
            new Case(
                "ensemble of images",
                List.of(
                    new Ensemble(2),
                    dense(18, new Tanh(), true),
                    new Image(3, 3, 2),
                    convolution(2, 1, Conv2d.Padding.SAME, new Tanh()),
                    new Flatten(),
                    linear())),
            new Case(
                "dropout",
                List.of(
                    dense(6, new Tanh(), true),
                    new Dropout(0.3),
                    new AlphaDropout(0.3),
                    new GaussianNoise(0.2),
                    linear())))
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(network(c.layers()))));
  }

  private static Dense linear() {
    return new Dense(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Normal(0, 0.7)),
        Optional.empty(),
        true);
  }

  private static void check(Network network) {
    Matrix x = random(ROWS, INPUTS, 1);
    Matrix weights = random(ROWS, network.members() * OUTPUTS, 2);
    Pass pass = network.newLearningPass(ROWS, Team.alone());
    pass.backpropagate(x, gradient(weights));
    for (int p = 0; p < network.parameters().size(); p++) {
      Parameter parameter = network.parameters().get(p);
      Matrix gradient = pass.gradients().get(p);
      float[] values = parameter.matrix().values();
      assertTrue(largest(gradient) > TOLERANCE, parameter.name() + " has no gradient at all");
      for (int i = 0; i < values.length; i++) {
        float before = values[i];
        values[i] = before + STEP;
        double above = valueWhileLearning(network, x, weights);
        values[i] = before - STEP;
        double below = valueWhileLearning(network, x, weights);
        values[i] = before;
        double slope = (above - below) / (2 * STEP);
        assertEquals(
            slope,
            gradient.values()[i],
            TOLERANCE * Math.max(1, Math.abs(slope)),
            parameter.name() + " [" + i + "]");
      }
    }
  }

  /** With a separate pass, so that the same units are dropped every time. */
  private static double valueWhileLearning(Network network, Matrix x, Matrix weights) {
    double[] value = new double[1];
    network
        .newLearningPass(ROWS, Team.alone())
        .backpropagate(
            x,
            (predictions, gradients, from, to, member) ->
                value[0] = weightedSum(predictions, weights));
    return value[0];
  }

  private static double largest(Matrix matrix) {
    double largest = 0;
    for (int i = 0; i < matrix.size(); i++) {
      largest = Math.max(largest, Math.abs(matrix.values()[i]));
    }
    return largest;
  }

  @Test
  void theGradientOfABatchIsTheSumOverItsRows() {
    Network network =
        network(List.of(dense(6, new LeakyRelu(), true), dense(OUTPUTS, new Tanh(), true)));
    Matrix x = random(ROWS, INPUTS, 3);
    Matrix up = random(ROWS, OUTPUTS, 4);
    Pass whole = network.newLearningPass(ROWS, Team.alone());
    whole.backpropagate(x, gradient(up));
    double[] sum = new double[whole.gradients().get(0).size()];
    for (int row = 0; row < ROWS; row++) {
      Pass single = network.newLearningPass(1, Team.alone());
      single.backpropagate(x.copyOfRows(row, row + 1), gradient(up.copyOfRows(row, row + 1)));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += single.gradients().get(0).values()[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      assertEquals(sum[i], whole.gradients().get(0).values()[i], 1e-5);
    }
  }

  @Test
  void goingBackChangesNoParameterAndNoInput() {
    Network network = network(List.of(dense(6, new Tanh(), true), linear()));
    List<float[]> before =
        network.parameters().stream().map(p -> p.matrix().values().clone()).toList();
    Matrix x = random(ROWS, INPUTS, 5);
    float[] inputs = x.values().clone();
    Pass pass = network.newLearningPass(ROWS, Team.alone());
    pass.backpropagate(x, gradient(random(ROWS, OUTPUTS, 6)));
    for (int p = 0; p < before.size(); p++) {
      assertArrayEquals(before.get(p), network.parameters().get(p).matrix().values());
    }
    assertArrayEquals(inputs, x.values());
  }

  @Test
  void aPassThatSawALargerBatchForgetsIt() {
    Network network = network(List.of(dense(6, new Tanh(), true), linear()));
    Matrix x = random(ROWS, INPUTS, 7);
    Matrix up = random(ROWS, OUTPUTS, 8);
    Pass used = network.newLearningPass(ROWS, Team.alone());
    used.backpropagate(x, gradient(up));
    Pass fresh = network.newLearningPass(2, Team.alone());
    for (Pass pass : List.of(used, fresh)) {
      pass.backpropagate(x.copyOfRows(0, 2), gradient(up));
    }
    for (int p = 0; p < network.parameters().size(); p++) {
      assertArrayEquals(
          fresh.gradients().get(p).values(), used.gradients().get(p).values(), "parameter " + p);
    }
  }

  @Test
  void predictingManyRowsIsPredictingEach() {
    Network network =
        network(List.of(dense(6, new Tanh(), true), dense(OUTPUTS, new Softmax(), true)));
    int rows = 2500;
    Matrix x = random(rows, INPUTS, 9);
    Matrix all = Matrix.zeros(rows, OUTPUTS);
    network.predict(x, all);
    for (int row : new int[] {0, 1023, 1024, 2047, 2048, 2499}) {
      float[] one = network.newPass(1).outputs(x.copyOfRows(row, row + 1)).values();
      for (int k = 0; k < OUTPUTS; k++) {
        assertEquals(one[k], all.get(row, k), 1e-6, "row " + row);
      }
    }
  }

  @Test
  void aTeamOfAnySizeFindsTheSameBits() {
    sameBits(
        network(
            List.of(
                dense(70, new Tanh(), true),
                new Dropout(0.2),
                new LayerNorm(),
                dense(130, new Relu(), true),
                linear())));
  }

  @Test
  void aTeamOfAnySizeFindsTheSameBitsInAnEnsemble() {
    sameBits(
        network(
            List.of(
                dense(70, new Tanh(), true),
                new Ensemble(7),
                dense(90, new Relu(), true),
                new Dropout(0.2),
                new Residual(List.of(dense(33, new Prelu(0.3), true), dense(90, new Tanh(), true))),
                dense(OUTPUTS, new Softmax(), true))));
  }

  @Test
  void aTeamOfAnySizeFindsTheSameBitsInImages() {
    sameBits(
        network(
            List.of(
                dense(200, new Tanh(), true),
                new Image(10, 10, 2),
                convolution(3, 1, Conv2d.Padding.SAME, new Relu()),
                new Residual(List.of(convolution(3, 1, Conv2d.Padding.SAME, new Tanh()))),
                new MaxPool(),
                new Flatten(),
                linear())));
  }

  private static void sameBits(Network network) {
    int rows = 67;
    Matrix x = random(rows, INPUTS, 9);
    Criterion up = gradient(random(rows, network.members() * OUTPUTS, 10));
    Pass alone = network.newLearningPass(rows, Team.alone());
    List<List<float[]>> expected = new ArrayList<>();
    for (int again = 0; again < 50; again += Thorough.stride(4)) {
      expected.add(next(alone, x, up));
    }
    for (int size = 2; size <= 4; size++) {
      try (Team team = new Team(size)) {
        Pass shared = network.newLearningPass(rows, team);
        for (List<float[]> batch : expected) {
          List<float[]> found = next(shared, x, up);
          assertEquals(1 + network.parameters().size(), found.size());
          for (int p = 0; p < found.size(); p++) {
            assertArrayEquals(batch.get(p), found.get(p));
          }
        }
      }
    }
  }

  /** The outputs of the next batch and its gradients. */
  private static List<float[]> next(Pass pass, Matrix x, Criterion up) {
    pass.backpropagate(x, up);
    return Stream.concat(Stream.of(pass.outputs()), pass.gradients().stream())
        .map(each -> each.values().clone())
        .toList();
  }
}
