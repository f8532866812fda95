package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Prelu;
import dev.gradus.activations.Softmax;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.AlphaDropout;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.GaussianNoise;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.Residual;
import dev.gradus.optimizers.initializers.Identity;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Layers other than dense, in training and in prediction. */
class LayersTest {

  private static final int WIDTH = 50;
  private static final int ROWS = 400;
  private static final int COUNT = WIDTH * ROWS;

  /** The layer, and behind it one that passes everything on. */
  private static Network network(Layer layer) {
    List<String> names = IntStream.range(0, WIDTH).mapToObj(k -> "y" + k).toList();
    return new NetworkBuilder(Catalogue.ofInstalled())
        .build(
            List.of(
                layer,
                new Dense(
                    Optional.of(WIDTH),
                    Optional.empty(),
                    Optional.of(new Identity()),
                    Optional.empty(),
                    false)),
            WIDTH,
            new Target(Target.Kind.NUMERIC, names),
            3);
  }

  private static Matrix inputs(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    Matrix x = Matrix.zeros(rows, WIDTH);
    for (int i = 0; i < x.size(); i++) {
      x.values()[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** What comes out while the network learns. */
  private static float[] learning(Pass pass, Matrix x) {
    float[] seen = new float[x.size()];
    pass.backpropagate(
        x,
        (predictions, gradients, from, to, member) ->
            System.arraycopy(
                predictions.values(), from * WIDTH, seen, from * WIDTH, (to - from) * WIDTH));
    return seen;
  }

  private static float[] learning(Network network, Matrix x) {
    return learning(network.newLearningPass(x.rows(), Team.alone()), x);
  }

  private static float[] predicted(Network network, Matrix x) {
    return Arrays.copyOf(network.newPass(x.rows()).outputs(x).values(), x.size());
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(0);
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    return Math.sqrt(
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .average()
            .orElse(0));
  }

  @Test
  void dropoutLeavesOutItsShareAndMakesTheRestLarger() {
    Network network = network(new Dropout(0.3));
    Matrix x = inputs(ROWS);
    float[] y = learning(network, x);
    int left = 0;
    for (int i = 0; i < COUNT; i++) {
      if (y[i] == 0) {
        left++;
      } else {
        assertEquals(x.values()[i] / 0.7f, y[i], 1e-5);
      }
    }
    // Five standard errors of a share of 0.3
    assertEquals(0.3, (double) left / COUNT, 5 * Math.sqrt(0.3 * 0.7 / COUNT));
    assertArrayEquals(x.values(), predicted(network, x), "when predicting, nothing is left out");
  }

  @Test
  void everyStepLeavesOutOthersAndTheSameSeedTheSame() {
    Network network = network(new Dropout(0.5));
    Matrix x = inputs(ROWS);
    Pass pass = network.newLearningPass(ROWS, Team.alone());
    float[] first = learning(pass, x);
    float[] second = learning(pass, x);
    assertFalse(Arrays.equals(first, second));
    assertArrayEquals(first, learning(network(new Dropout(0.5)), x));
  }

  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    Matrix x = inputs(ROWS);
    float[] y = learning(network(new AlphaDropout(0.2)), x);
    assertEquals(0, mean(y), 5 / Math.sqrt(COUNT));
    assertEquals(1, deviation(y), 0.03);
    assertArrayEquals(x.values(), predicted(network(new AlphaDropout(0.2)), x));
  }

  @Test
  void gaussianNoiseHasItsDeviation() {
    Matrix x = inputs(ROWS);
    float[] y = learning(network(new GaussianNoise(0.5)), x);
    float[] noise = new float[COUNT];
    int beyondTwo = 0;
    for (int i = 0; i < COUNT; i++) {
      noise[i] = y[i] - x.values()[i];
      beyondTwo += Math.abs(noise[i]) > 1 ? 1 : 0;
    }
    assertEquals(0, mean(noise), 5 * 0.5 / Math.sqrt(COUNT));
    assertEquals(0.5, deviation(noise), 5 * 0.5 / Math.sqrt(2.0 * COUNT));
    // 4.55 % of normal numbers are further than two deviations from the mean.
    assertEquals(0.0455, (double) beyondTwo / COUNT, 5 * Math.sqrt(0.0455 / COUNT));
    assertArrayEquals(x.values(), predicted(network(new GaussianNoise(0.5)), x));
  }

  @Test
  void batchNormStandardisesABatchAndRemembersIt() {
    Network network = network(new BatchNorm(1, 1e-5, Optional.empty()));
    Matrix x = inputs(ROWS);
    for (int i = 0; i < COUNT; i++) {
      x.values()[i] = 5 + 3 * x.values()[i];
    }
    float[] y = learning(network, x);
    for (int j = 0; j < WIDTH; j++) {
      float[] column = new float[ROWS];
      for (int i = 0; i < ROWS; i++) {
        column[i] = y[i * WIDTH + j];
      }
      assertEquals(0, mean(column), 1e-5);
      assertEquals(1, deviation(column), 1e-4);
    }
    // With momentum 1 the running statistics are those of the last batch, its variance over n - 1.
    float[] again = predicted(network, x);
    for (int i = 0; i < COUNT; i++) {
      assertEquals(y[i], again[i], 0.01);
    }
    assertEquals(4, network.layers().get(0).statistics().size() * 2);
    assertEquals(5, network.tensors().size());
  }

  @Test
  void batchNormOfOneRowIsFinite() {
    Network network = network(new BatchNorm());
    float[] y = learning(network, inputs(1));
    assertArrayEquals(new float[WIDTH], y);
    for (float value : network.tensors().get(3).matrix().values()) {
      assertEquals(1, value, "the running variance stays");
    }
  }

  @Test
  void layerNormStandardisesEachRow() {
    Matrix x = inputs(ROWS);
    float[] y = predicted(network(new LayerNorm()), x);
    for (int i = 0; i < ROWS; i++) {
      float[] row = Arrays.copyOfRange(y, i * WIDTH, (i + 1) * WIDTH);
      assertEquals(0, mean(row), 1e-5);
      assertEquals(1, deviation(row), 1e-3);
    }
  }

  @Test
  void theSlopesOfPreluAreParametersWithNames() {
    Network network =
        new NetworkBuilder(Catalogue.ofInstalled())
            .build(
                List.of(Dense.of(3, new Prelu()), Dense.output()),
                2,
                new Target(Target.Kind.NUMERIC, List.of("y")),
                0);
    Parameter slope = network.parameters().get(2);
    assertEquals("layers.0.slope", slope.name());
    assertArrayEquals(new float[] {0.25f, 0.25f, 0.25f}, slope.matrix().values());
  }

  @Test
  void theLastLayerMustBeDense() {
    NetworkException e =
        assertThrows(
            NetworkException.class,
            () ->
                new NetworkBuilder(Catalogue.ofInstalled())
                    .build(
                        List.of(Dense.of(2), new Dropout()),
                        2,
                        new Target(Target.Kind.NUMERIC, List.of("y")),
                        0));
    assertEquals(
        "network[1]: the last layer must be dense, with a unit for each output; add one after this layer",
        e.getMessage());
  }

  @Test
  void anActivationOverOneUnitIsNamedBehindANormAndInABlockToo() {
    Network network =
        new NetworkBuilder(Catalogue.ofInstalled())
            .build(
                List.of(
                    new Residual(List.of(new LayerNorm(1e-5, Optional.of(new Softmax())))),
                    Dense.output()),
                1,
                new Target(Target.Kind.NUMERIC, List.of("y")),
                0);
    assertEquals(2, network.objections().size());
    assertTrue(
        network
            .objections()
            .get(1)
            .startsWith("network[0].residual.layers[0].layer-norm: softmax needs more than one"),
        () -> network.objections().get(1));
    assertTrue(
        network
            .objections()
            .get(0)
            .startsWith("network[0].residual.layers[0].layer-norm: standardises a single number"),
        () -> network.objections().get(0));
  }
}
