package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.AveragePool;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Conv2d.Padding;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.GlobalAveragePool;
import dev.gradus.layers.Image;
import dev.gradus.layers.MaxPool;
import dev.gradus.layers.Residual;
import dev.gradus.optimizers.initializers.GlorotNormal;
import dev.gradus.optimizers.initializers.GlorotUniform;
import dev.gradus.optimizers.initializers.Identity;
import dev.gradus.optimizers.initializers.Normal;
import dev.gradus.optimizers.initializers.Orthogonal;
import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.network.Chain;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.network.Room;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Layers on images: their shapes, their results, and mismatched shapes. */
class ImageLayersTest {

  private static final int HEIGHT = 7;
  private static final int WIDTH = 6;
  private static final int CHANNELS = 2;
  private static final int NUMBERS = HEIGHT * WIDTH * CHANNELS;
  private static final Target PRICE = new Target(Target.Kind.NUMERIC, List.of("price"));

  private static Network network(Layer... layers) {
    return new NetworkBuilder(Catalogue.ofInstalled()).build(List.of(layers), NUMBERS, PRICE, 3);
  }

  private static Image image() {
    return new Image(HEIGHT, WIDTH, CHANNELS);
  }

  private static Matrix images(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    Matrix x = Matrix.zeros(rows, NUMBERS);
    for (int i = 0; i < x.size(); i++) {
      x.values()[i] = (float) random.nextDouble(-1, 1);
    }
    return x;
  }

  /** The outputs of the first layer of a network for some rows. */
  private static Matrix through(Network network, Matrix x) {
    List<LayerFunction> first = network.layers().subList(0, 1);
    int outputs = first.get(0).output().columns();
    Chain chain =
        new Chain(first, Room.of(x.rows(), Direction.FORWARD, List.of(new Products()), outputs));
    chain.layOut(0, 1);
    chain.forward(x.values(), 0, 1, 0, x.rows(), 0);
    return new Matrix(x.rows(), outputs, chain.outputs(0));
  }

  private static double pixel(Matrix x, int image, int row, int column, int channel) {
    boolean inside = row >= 0 && row < HEIGHT && column >= 0 && column < WIDTH;
    return inside ? x.get(image, (row * WIDTH + column) * CHANNELS + channel) : 0;
  }

  private record Case(
      int kernel,
      int stride,
      Padding padding,
      Optional<List<Integer>> pads,
      int rows,
      int columns,
      int above,
      int left) {

    Case(int kernel, int stride, Padding padding, int rows, int columns, int above, int left) {
      this(kernel, stride, padding, Optional.empty(), rows, columns, above, left);
    }

    Case(int kernel, int stride, List<Integer> pads, int rows, int columns, int above, int left) {
      this(kernel, stride, Padding.VALID, Optional.of(pads), rows, columns, above, left);
    }
  }

  /** The sum of the definition, in four nested loops. */
  @TestFactory
  Stream<DynamicTest> convolutionIsTheSumOfItsDefinition() {
    return Stream.of(
            new Case(3, 1, Padding.VALID, 5, 4, 0, 0),
            new Case(3, 1, Padding.SAME, 7, 6, 1, 1),
            new Case(3, 2, Padding.VALID, 3, 2, 0, 0),
            new Case(3, 2, Padding.SAME, 4, 3, 1, 0),
            new Case(4, 3, Padding.SAME, 3, 2, 1, 0),
            new Case(1, 4, Padding.SAME, 2, 2, 0, 0),
            new Case(2, 1, Padding.SAME, 7, 6, 0, 0),
            new Case(5, 1, Padding.SAME, 7, 6, 2, 2),
            new Case(1, 1, Padding.VALID, 7, 6, 0, 0),
            new Case(6, 1, Padding.VALID, 2, 1, 0, 0),
            new Case(3, 2, List.of(1), 4, 3, 1, 1),
            new Case(3, 1, List.of(2, 0, 1, 1), 8, 5, 2, 0),
            new Case(7, 4, List.of(6, 3), 4, 2, 6, 3),
            new Case(8, 1, List.of(1), 2, 1, 1, 1),
            new Case(3, 1, List.of(0), 5, 4, 0, 0))
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> check(c)));
  }

  private static void check(Case c) {
    int filters = 3;
    Conv2d spec =
        new Conv2d(
            filters,
            c.kernel(),
            c.stride(),
            c.padding(),
            c.pads(),
            Optional.empty(),
            Optional.of(new Normal(0, 1)),
            Optional.of(new Normal(0, 1)),
            true);
    Network network = network(image(), spec, new Flatten(), Dense.output());
    Matrix x = images(4);
    Matrix y = through(network, x);
    float[] w = network.parameters().get(0).matrix().values();
    float[] b = network.parameters().get(1).matrix().values();
    assertEquals(c.rows() * c.columns() * filters, y.columns());
    for (int n = 0; n < 4; n++) {
      for (int at = 0; at < y.columns(); at++) {
        int f = at % filters;
        int column = at / filters % c.columns();
        int row = at / filters / c.columns();
        double sum = b[f];
        for (int q = 0; q < c.kernel() * c.kernel() * CHANNELS; q++) {
          int k = q / CHANNELS / c.kernel() + row * c.stride() - c.above();
          int l = q / CHANNELS % c.kernel() + column * c.stride() - c.left();
          sum += pixel(x, n, k, l, q % CHANNELS) * w[q * filters + f];
        }
        assertEquals(sum, y.get(n, at), 1e-5, "image %s, number %s".formatted(n, at));
      }
    }
  }

  @Test
  void theLargestOfEverySquareWithoutWhatDoesNotFillOne() {
    Matrix x = images(2);
    Matrix y = through(network(image(), new MaxPool(), new Flatten(), Dense.output()), x);
    assertEquals(3 * 3 * CHANNELS, y.columns());
    for (int at = 0; at < y.columns(); at++) {
      int c = at % CHANNELS;
      int column = at / CHANNELS % 3 * 2;
      int row = at / CHANNELS / 3 * 2;
      double largest =
          Math.max(
              Math.max(pixel(x, 1, row, column, c), pixel(x, 1, row, column + 1, c)),
              Math.max(pixel(x, 1, row + 1, column, c), pixel(x, 1, row + 1, column + 1, c)));
      assertEquals(largest, y.get(1, at));
    }
  }

  @Test
  void theGradientOfALargestNumberGoesToIt() {
    Matrix x = images(1);
    Network network =
        network(image(), new MaxPool(3, Optional.of(2)), new Flatten(), Dense.output());
    List<LayerFunction> pool = network.layers().subList(0, 1);
    int outputs = pool.get(0).output().columns();
    Chain chain =
        new Chain(pool, Room.of(1, Direction.BACK_TO_INPUTS, List.of(new Products()), outputs));
    chain.forward(x.values(), 0, 1, 0, 1, 0);
    for (int i = 0; i < outputs; i++) {
      chain.gradient(0)[i] = i + 1;
    }
    Matrix back = Matrix.zeros(1, NUMBERS);
    Arrays.fill(back.values(), 99);
    chain.backward(x.values(), 1, back.values(), 0, 1, 0);
    // Squares of 3 in steps of 2 overlap, so that one number can be the largest of several.
    float[] expected = new float[NUMBERS];
    for (int i = 0; i < outputs; i++) {
      float largest = chain.outputs(0)[i];
      for (int j = 0; j < NUMBERS; j++) {
        expected[j] += x.get(0, j) == largest ? i + 1 : 0;
      }
    }
    assertArrayEquals(expected, back.values());
  }

  @Test
  void meansOfSquaresThatOverlapAndOfAll() {
    Matrix x = images(1);
    Matrix y =
        through(
            network(image(), new AveragePool(3, Optional.of(2)), new Flatten(), Dense.output()), x);
    assertEquals(3 * 2 * CHANNELS, y.columns());
    double sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += pixel(x, 0, 2 + i / 3, 2 + i % 3, 1);
    }
    assertEquals(sum / 9, y.get(0, (1 * 2 + 1) * CHANNELS + 1), 1e-6);

    Matrix all = through(network(image(), new GlobalAveragePool(), Dense.output()), x);
    assertEquals(CHANNELS, all.columns());
    double total = 0;
    for (int i = 0; i < HEIGHT * WIDTH; i++) {
      total += pixel(x, 0, i / WIDTH, i % WIDTH, 0);
    }
    assertEquals(total / (HEIGHT * WIDTH), all.get(0, 0), 1e-6);
  }

  /** Negative pixels, so that a 0 outside the image would be the largest. */
  @Test
  void aPoolWithPads() {
    Matrix x = images(2);
    for (int i = 0; i < x.size(); i++) {
      x.values()[i] = -1 - Math.abs(x.values()[i]);
    }
    Optional<List<Integer>> pads = Optional.of(List.of(1, 2, 2, 1));
    int rows = (HEIGHT + 3 - 3) / 2 + 1;
    int columns = (WIDTH + 3 - 3) / 2 + 1;
    Matrix largest = pooled(new MaxPool(3, Optional.of(2), pads), x);
    Matrix mean = pooled(new AveragePool(3, Optional.of(2), pads), x);
    assertEquals(rows * columns * CHANNELS, largest.columns());
    assertEquals(rows * columns * CHANNELS, mean.columns());
    for (int at = 0; at < largest.columns(); at++) {
      double most = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int i = 0; i < 9; i++) {
        int row = at / CHANNELS / columns * 2 - 1 + i / 3;
        int column = at / CHANNELS % columns * 2 - 2 + i % 3;
        double pixel = pixel(x, 1, row, column, at % CHANNELS);
        most = pixel == 0 ? most : Math.max(most, pixel);
        sum += pixel;
      }
      assertEquals(most, largest.get(1, at));
      assertEquals(sum / 9, mean.get(1, at), 1e-6);
    }
  }

  private static Matrix pooled(Layer pool, Matrix x) {
    return through(network(image(), pool, new Flatten(), Dense.output()), x);
  }

  @Test
  void notANumberIsNotHiddenByAPool() {
    Matrix x = images(1);
    x.values()[0] = Float.NaN;
    Matrix y = through(network(image(), new MaxPool(), new Flatten(), Dense.output()), x);
    assertTrue(Float.isNaN(y.get(0, 0)));
  }

  /** Of equal numbers the first, and of these 0 and -0 are two; NaN is larger than any. */
  @Test
  void theFirstOfSeveralLargestNumbersIsTaken() {
    float inf = Float.POSITIVE_INFINITY;
    float most = Float.MAX_VALUE;
    float[][] squares = {
      {1, 2, 2, 1},
      {-0f, 0, -0f, 0},
      {0, -0f, -1, -0f},
      {-1, -0f, 0, -1},
      {1, inf, inf, 2},
      {-inf, -inf, -inf, -inf},
      {-inf, -inf, -most, -most},
      {-most, most, inf, 1},
      {Float.MIN_VALUE, 0, 2 * Float.MIN_VALUE, 2 * Float.MIN_VALUE},
      {Float.NaN, 1, inf, 2},
      {inf, 1, 2, Float.NaN},
    };
    int[] expected = {1, 0, 0, 1, 1, 0, 2, 2, 2, 0, 3};
    Network network =
        new NetworkBuilder(Catalogue.ofInstalled())
            .build(
                List.of(new Image(2, 2), new MaxPool(), new Flatten(), Dense.output()),
                4,
                PRICE,
                0);
    List<LayerFunction> pool = network.layers().subList(0, 1);
    for (int i = 0; i < squares.length; i++) {
      Chain chain =
          new Chain(pool, Room.of(1, Direction.BACK_TO_INPUTS, List.of(new Products()), 1));
      chain.forward(squares[i], 0, 1, 0, 1, 0);
      chain.gradient(0)[0] = 1;
      float[] gradient = new float[4];
      chain.backward(squares[i], 1, gradient, 0, 1, 0);
      float[] one = new float[4];
      one[expected[i]] = 1;
      assertArrayEquals(one, gradient, Arrays.toString(squares[i]));
      assertEquals(
          Float.floatToIntBits(squares[i][expected[i]]),
          Float.floatToIntBits(chain.outputs(0)[0]),
          Arrays.toString(squares[i]));
    }
  }

  @Test
  void aResidualBlockAddsItsInput() {
    Network network =
        network(
            new Residual(List.of(Dense.of(NUMBERS, new Relu())), Optional.empty()), Dense.output());
    Matrix x = images(2);
    Matrix y = through(network, x);
    Matrix block =
        through(
            new NetworkBuilder(Catalogue.ofInstalled())
                .build(List.of(Dense.of(NUMBERS, new Relu()), Dense.output()), NUMBERS, PRICE, 0),
            x);
    assertEquals(block.columns(), y.columns());
    Arrays.fill(network.parameters().get(0).matrix().values(), 0);
    Arrays.fill(network.parameters().get(1).matrix().values(), 0.5f);
    float[] plusHalf = x.values().clone();
    for (int i = 0; i < plusHalf.length; i++) {
      plusHalf[i] += 0.5f;
    }
    assertArrayEquals(plusHalf, through(network, x).values());
    assertEquals(
        List.of("layers.0.layers.0.weight", "layers.0.layers.0.bias", "layers.1.weight"),
        network.parameters().stream().map(Parameter::name).limit(3).toList());
  }

  @Test
  void manyImagesGoThroughInPiecesThatFitIntoLittleMemory() {
    Network network =
        new NetworkBuilder(Catalogue.ofInstalled())
            .build(
                List.of(
                    new Image(28, 28),
                    new Conv2d(32),
                    new Conv2d(32),
                    new Flatten(),
                    Dense.output()),
                784,
                PRICE,
                0);
    assertTrue(network.rowsAtOnce() < 100, () -> "" + network.rowsAtOnce());
    assertTrue(network.learningBytes(32) < 200_000_000, () -> "" + network.learningBytes(32));
  }

  private record Refusal(List<Layer> layers, String sentence) {}

  @TestFactory
  Stream<DynamicTest> whatDoesNotFitIsRefused() {
    return Stream.of(
            new Refusal(
                List.of(new Conv2d(4), Dense.output()),
                "network[0].conv2d: takes an image, but its input is 84 numbers in a line; put a layer before it that gives the shape, such as image: {height: 28, width: 28}"),
            new Refusal(
                List.of(new Image(8, 8), new Flatten(), Dense.output()),
                "network[0].image: an image of 8 x 8 pixels with 1 channel is 64 numbers, but there are 84; set height, width and channels to what the columns of the data are"),
            new Refusal(
                List.of(image(), new Conv2d(4), Dense.output()),
                "network[2].dense: takes a vector, but its input is an image of 5 x 4 pixels with 4 channels; put flatten or global-average-pool before it"),
            new Refusal(
                List.of(image(), new MaxPool(7, Optional.empty()), Dense.output()),
                "network[1].max-pool.size: must be at most 6, but is 7: a larger square does not fit into an image of 7 x 6 pixels with 2 channels"),
            new Refusal(
                List.of(
                    image(),
                    new AveragePool(9, Optional.empty(), Optional.of(List.of(1))),
                    Dense.output()),
                "network[1].average-pool.size: must be at most 8, but is 9: a larger square does not fit into an image of 7 x 6 pixels with 2 channels with its pads"),
            new Refusal(
                List.of(
                    image(),
                    new MaxPool(50_000, Optional.empty(), Optional.of(List.of(49_999))),
                    Dense.output()),
                "network[1].max-pool.pads: makes 100005 x 100004 pixels of an image of 7 x 6 pixels with 2 channels, more than an array can hold"),
            new Refusal(
                List.of(new Residual(List.of(Dense.of(3))), Dense.output()),
                "network[0].residual: the output of the block is added to its input, but the input is 84 numbers in a line and the output 3 numbers in a line; give its last layer the size of the input"),
            new Refusal(
                List.of(new Residual(List.of(image(), new Flatten())), Dense.output()),
                "network[0].residual.layers: no layer in it computes anything"),
            new Refusal(
                List.of(new Residual(List.of(new Dense())), Dense.output()),
                "network[0].residual.layers[0].dense: the number of units is missing; only the last layer may leave it out, e.g. dense: {units: 16}"))
        .map(
            refusal ->
                DynamicTest.dynamicTest(
                    refusal.sentence(),
                    () ->
                        assertEquals(
                            refusal.sentence(),
                            assertThrows(
                                    NetworkException.class,
                                    () -> network(refusal.layers().toArray(Layer[]::new)))
                                .getMessage())));
  }

  @Test
  void anImageThatNoArrayCanHoldIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Image(1 << 16, 1 << 16, 1));
    assertThrows(
        NetworkException.class,
        () -> network(image(), new Conv2d(Integer.MAX_VALUE), new Flatten(), Dense.output()));
  }

  /** The bounds that PyTorch and Keras draw from: an input is in 3 x 3 windows of each filter. */
  @Test
  void theFanOutOfAConvolutionCountsEveryWindow() {
    int fans = 9 * 4 + 9 * 16;
    double limit = Math.sqrt(6.0 / fans);
    double largest = 0;
    for (float weight : drawn(new GlorotUniform())) {
      largest = Math.max(largest, Math.abs(weight));
    }
    assertTrue(largest <= limit && largest > 0.97 * limit, largest + " of " + limit);
    double squares = 0;
    float[] normal = drawn(new GlorotNormal());
    for (float weight : normal) {
      squares += weight * weight;
    }
    assertEquals(Math.sqrt(2.0 / fans), Math.sqrt(squares / normal.length), 0.01);
  }

  /** The weights of a convolution of 16 filters over 4 channels. */
  private static float[] drawn(Initializer initializer) {
    Conv2d spec =
        new Conv2d(
            16,
            3,
            1,
            Padding.VALID,
            Optional.empty(),
            Optional.of(initializer),
            Optional.empty(),
            true);
    List<Layer> layers = List.of(new Image(6, 6, 4), spec, new GlobalAveragePool(), Dense.output());
    return new NetworkBuilder(Catalogue.ofInstalled())
        .build(layers, 6 * 6 * 4, PRICE, 3)
        .parameters()
        .get(0)
        .matrix()
        .values();
  }

  @Test
  void initializersThatNeedTheShapeGetIt() {
    float[] identity = drawn(new Identity());
    for (int i = 0; i < identity.length; i++) {
      assertEquals(i / 16 == i % 16 ? 1 : 0, identity[i]);
    }
    float[] orthogonal = drawn(new Orthogonal());
    for (int a = 0; a < 16; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int row = 0; row < 36; row++) {
          sum += (double) orthogonal[row * 16 + a] * orthogonal[row * 16 + b];
        }
        assertEquals(a == b ? 1 : 0, sum, 1e-6);
      }
    }
  }
}
