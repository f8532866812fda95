package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.LayerFunction.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A layer of single rows, applied to batches. */
class RowLayerTest {

  /** y_k = w_k x_k² + b_k; leaves x_k² in its memory. */
  private record Squares() implements RowLayer {

    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public List<Learned> learned(int inputs) {
      return List.of(Learned.scales("scale", inputs), Learned.biases("shift", inputs));
    }

    @Override
    public int memory(int inputs) {
      return inputs;
    }

    @Override
    public void forward(double[] x, double[][] p, double[] y, double[] memory) {
      for (int k = 0; k < x.length; k++) {
        memory[k] = x[k] * x[k];
        y[k] = p[0][k] * memory[k] + p[1][k];
      }
    }

    @Override
    public void backward(
        double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
      for (int k = 0; k < x.length; k++) {
        dx[k] += 2 * p[0][k] * x[k] * dy[k];
        dp[0][k] += memory[k] * dy[k];
        dp[1][k] += dy[k];
      }
    }
  }

  /** Half of the numbers go on; it learns nothing. */
  private record FirstHalf() implements RowLayer {

    @Override
    public Shape output(Shape input) {
      return Shape.line(input.columns() / 2);
    }

    @Override
    public void forward(double[] x, double[][] p, double[] y, double[] memory) {
      System.arraycopy(x, 0, y, 0, y.length);
    }

    @Override
    public void backward(
        double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
      for (int k = 0; k < dy.length; k++) {
        dx[k] += dy[k];
      }
    }
  }

  /** Makes tensors whose numbers say what they are. */
  private record Site(Shape input) implements LayerSite {

    @Override
    public Optional<Integer> outputs() {
      return Optional.empty();
    }

    @Override
    public List<Integer> categories() {
      return List.of();
    }

    @Override
    public long seed() {
      return 0;
    }

    private static Tensor of(String name, Tensor.Role role, int rows, int columns, double value) {
      float[] values = new float[rows * columns];
      Arrays.fill(values, (float) value);
      return new Tensor("here." + name, role, rows, columns, values);
    }

    @Override
    public Tensor weights(
        String name, int rows, int columns, int fanOut, Optional<Initializer> given) {
      return of(name, Tensor.Role.WEIGHT, rows, columns, given.isPresent() ? fanOut : -fanOut);
    }

    @Override
    public Tensor biases(String name, int columns, Optional<Initializer> given) {
      return of(name, Tensor.Role.BIAS, 1, columns, given.isPresent() ? 9 : 0);
    }

    @Override
    public Tensor constant(String name, Tensor.Role role, int columns, double value) {
      return of(name, role, 1, columns, value);
    }

    @Override
    public Initializer initializer(String name) {
      return (weights, fanIn, fanOut, random) -> {};
    }

    @Override
    public LayerFunction inner(String option, List<Layer> layers) {
      throw new UnsupportedOperationException("single rows ask for nothing of the kind");
    }

    @Override
    public RuntimeException refusal(String option, String sentence) {
      return new IllegalArgumentException(option + ": " + sentence);
    }

    @Override
    public RuntimeException tooLarge(String option, int found, int most, String why) {
      return new IllegalArgumentException(option);
    }

    @Override
    public void objection(String sentence) {}
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Workspace(int rows, Direction direction, int threads, float[] y, float[] gradient)
      implements LayerFunction.Workspace {

    static Workspace of(int rows, Direction direction, int outputs) {
      SplittableRandom random = new SplittableRandom(5);
      float[] gradient = new float[rows * outputs];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) random.nextDouble(-1, 1);
      }
      return new Workspace(rows, direction, 2, new float[rows * outputs], gradient);
    }

    @Override
    public LayerFunction.Factor factor(float[] b, int rowsOf, int columns, int height) {
      throw new UnsupportedOperationException("single rows ask for nothing of the kind");
    }

    @Override
    public LayerFunction.Factor transposed(float[] b, int rowsOf, int columns, int height) {
      throw new UnsupportedOperationException("single rows ask for nothing of the kind");
    }

    @Override
    public LayerFunction.Workspace inner(int outputs) {
      throw new UnsupportedOperationException("single rows ask for nothing of the kind");
    }
  }

  private static final int ROWS = 40;
  private static final int COLUMNS = 3;

  private static float[] inputs() {
    SplittableRandom random = new SplittableRandom(4);
    float[] x = new float[ROWS * COLUMNS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-2, 2);
    }
    return x;
  }

  private static LayerFunction squares() {
    LayerFunction function = new Squares().build(new Site(Shape.line(COLUMNS)));
    for (int k = 0; k < COLUMNS; k++) {
      function.parameters().get(0).values()[k] = k + 0.5f;
      function.parameters().get(1).values()[k] = k - 0.25f;
    }
    return function;
  }

  @Test
  void itComputesRowForRowAndAddsUpOverThem() {
    LayerFunction function = squares();
    Workspace workspace = Workspace.of(ROWS, Direction.BACK_TO_INPUTS, COLUMNS);
    Kernel kernel = function.kernel(workspace);
    float[] x = inputs();
    float[] dx = new float[x.length];
    Arrays.fill(dx, 99);
    // Twice: nothing of the first step may be left in the second.
    for (int step = 1; step <= 2; step++) {
      for (int part = 0; part < 4; part++) {
        kernel.layOut(part, 4);
      }
      int block = workspace.block();
      for (int from = 0, piece = 0; from < ROWS; from += block, piece++) {
        int to = Math.min(ROWS, from + block);
        kernel.forward(x, from, to, piece % 2);
        kernel.backward(x, dx, from, to, (piece + 1) % 2);
      }
      for (int part = 4; part >= 0; part--) {
        kernel.parameterGradients(x, ROWS, part, 5, 0);
      }
    }
    double[][] sums = new double[2][COLUMNS];
    for (int i = 0; i < x.length; i++) {
      int k = i % COLUMNS;
      double dy = workspace.gradient()[i];
      double square = (double) x[i] * x[i];
      assertEquals((k + 0.5) * square + (k - 0.25), workspace.y()[i], 1e-5);
      assertEquals(2 * (k + 0.5) * x[i] * dy, dx[i], 1e-5);
      sums[0][k] += square * dy;
      sums[1][k] += dy;
    }
    List<float[]> gradients = kernel.gradients();
    assertEquals(2, gradients.size());
    for (int k = 0; k < COLUMNS; k++) {
      assertEquals(sums[0][k], gradients.get(0)[k], 1e-4);
      assertEquals(sums[1][k], gradients.get(1)[k], 1e-4);
    }
  }

  @Test
  void aSmallerBatchHasFewerBlocks() {
    LayerFunction function = squares();
    Workspace workspace = Workspace.of(ROWS, Direction.BACK_TO_PARAMETERS, COLUMNS);
    Kernel kernel = function.kernel(workspace);
    float[] x = inputs();
    kernel.layOut(0, 1);
    kernel.forward(x, 0, ROWS, 0);
    kernel.backward(x, new float[0], 0, ROWS, 0);
    kernel.forward(x, 0, 5, 0);
    kernel.backward(x, new float[0], 0, 5, 0);
    kernel.parameterGradients(x, 5, 0, 1, 0);
    double sum = 0;
    for (int row = 0; row < 5; row++) {
      sum += workspace.gradient()[row * COLUMNS];
    }
    assertEquals(sum, kernel.gradients().get(1)[0], 1e-5);
  }

  @Test
  void onItsWayForwardAloneItNeedsMemoryForOneRow() {
    LayerFunction function = squares();
    Workspace workspace = Workspace.of(ROWS, Direction.FORWARD, COLUMNS);
    Kernel kernel = function.kernel(workspace);
    kernel.layOut(0, 1);
    kernel.forward(inputs(), 0, ROWS, 1);
    assertEquals(0.5 * inputs()[0] * inputs()[0] - 0.25, workspace.y()[0], 1e-5);
    long parameters = 2 * COLUMNS;
    assertEquals(8 * parameters, function.kernelBytes(ROWS, Direction.FORWARD));
    // The parameters in double and in float, three blocks of sums, and what each row leaves.
    assertEquals(
        8 * (parameters * 4 + ROWS * COLUMNS) + 4 * parameters,
        function.kernelBytes(ROWS, Direction.BACK_TO_INPUTS));
  }

  @Test
  void whatLearnsNothingTakesAnyRows() {
    LayerFunction function = new FirstHalf().build(new Site(Shape.image(2, 2, 1)));
    assertFalse(function.needsBlocks());
    assertTrue(squares().needsBlocks());
    assertEquals(Shape.line(2), function.output());
    assertEquals(Shape.line(2), function.activationShape());
    assertEquals(Shape.image(2, 2, 1), function.input());
    assertEquals(0, function.multiplications());
    assertEquals(2L * COLUMNS, squares().multiplications());
    assertEquals(20, function.largestArray(5));
    Workspace workspace = Workspace.of(2, Direction.BACK_TO_INPUTS, 2);
    Kernel kernel = function.kernel(workspace);
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
    kernel.layOut(0, 1);
    kernel.forward(x, 1, 2, 0);
    kernel.forward(x, 0, 1, 1);
    assertArrayEquals(new float[] {1, 2, 5, 6}, workspace.y());
    float[] dx = new float[8];
    kernel.backward(x, dx, 0, 2, 0);
    float[] dy = workspace.gradient();
    assertArrayEquals(new float[] {dy[0], dy[1], 0, 0, dy[2], dy[3], 0, 0}, dx);
    kernel.parameterGradients(x, 2, 0, 1, 0);
    assertEquals(List.of(), kernel.gradients());
  }

  @Test
  void whatIsLearnedStartsByItsRole() {
    Site site = new Site(Shape.line(2));
    Initializer any = (weights, fanIn, fanOut, random) -> {};
    List<Tensor> tensors =
        RowLayer.Learned.in(
            site,
            List.of(
                RowLayer.Learned.weights("w", 2, 3),
                RowLayer.Learned.weights("v", 2, 3).startingFrom(Optional.of(any)),
                RowLayer.Learned.biases("b", 3),
                RowLayer.Learned.biases("c", 3).startingFrom(Optional.of(any)),
                RowLayer.Learned.scales("s", 3)));
    assertEquals(
        List.of(-3.0f, 3.0f, 0.0f, 9.0f, 1.0f),
        tensors.stream().map(tensor -> tensor.values()[0]).toList());
    assertEquals("here.v", tensors.get(1).name());
    assertEquals(List.of(2, 2, 1, 1, 1), tensors.stream().map(Tensor::rows).toList());
    assertEquals(6, tensors.get(0).size());
    RowLayer.Learned statistic =
        new RowLayer.Learned("m", Tensor.Role.STATISTIC, 1, 3, Optional.empty());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> RowLayer.Learned.in(site, List.of(statistic)));
    assertEquals(
        "'m' would not be trained, but all tensors of a RowLayer are; give it another role",
        e.getMessage());
  }

  @Test
  void thereAreAtMostSixtyFourBlocksOfSixteenRowsOrMore() {
    assertEquals(List.of(16, 16, 16, 17, 1563), sizes(1, 16, 1024, 1025, 100_000));
    assertEquals(1, Blocks.count(16));
    assertEquals(2, Blocks.count(17));
    assertEquals(64, Blocks.count(1024));
    assertEquals(61, Blocks.count(1025));
    assertEquals(64, Blocks.count(100_000));
    assertEquals(16, Workspace.of(40, Direction.FORWARD, 1).block());
  }

  private static List<Integer> sizes(int... rows) {
    return Arrays.stream(rows).map(Blocks::size).boxed().toList();
  }

  @Test
  void aReshapeCopiesWhereSomethingStandsBehindIt() {
    Reshape reshape = new Reshape(Shape.line(4), Shape.image(2, 2, 1));
    assertTrue(reshape.isIdentity());
    assertEquals(0, reshape.kernelBytes(9, Direction.BACK_TO_INPUTS));
    assertEquals(0, reshape.multiplications());
    Workspace workspace = Workspace.of(2, Direction.BACK_TO_INPUTS, 4);
    Kernel kernel = reshape.kernel(workspace);
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
    kernel.forward(x, 1, 2, 0);
    assertArrayEquals(new float[] {0, 0, 0, 0, 5, 6, 7, 8}, workspace.y());
    float[] dx = new float[8];
    kernel.backward(x, dx, 0, 2, 0);
    assertArrayEquals(workspace.gradient(), dx);
    kernel.backward(x, new float[0], 0, 2, 0);
  }

  @Test
  void aShapeSaysWhatItIs() {
    assertEquals("1 number in a line", Shape.line(1).toString());
    assertEquals("5 numbers in a line", Shape.line(5).toString());
    Shape image = Shape.image(3, 4, 2);
    assertEquals("an image of 3 x 4 pixels with 2 channels", image.toString());
    assertEquals("an image of 3 x 4 pixels with 1 channel", Shape.image(3, 4, 1).toString());
    assertEquals(12, image.places());
    assertEquals(24, image.columns());
    assertThrows(ArithmeticException.class, () -> Shape.image(1 << 20, 1 << 20, 1).places());
    assertThrows(ArithmeticException.class, () -> Shape.image(1 << 15, 1 << 15, 4).columns());
  }

  @Test
  void columnsAreAddedUpFromTheFirstRowToTheLast() {
    float[] a = {1, 2, 3, 4, 5, 6};
    double[] sums = {7, 7, 7};
    ColumnSums.of(a, 2, 3, sums, 1, 3);
    assertArrayEquals(new double[] {7, 7, 9}, sums);
    ColumnSums.ofProducts(a, a, 2, 3, sums, 0, 2);
    assertArrayEquals(new double[] {17, 29, 9}, sums);
    float[] gradient = {0, 0, 0};
    ColumnSums.narrow(sums, gradient, 1, 3);
    assertArrayEquals(new float[] {0, 29, 9}, gradient);
  }

  @Test
  void aLayerIsPlainUnlessItSaysOtherwise() {
    Layer layer = new Squares();
    assertEquals(Optional.empty(), layer.activation());
    assertFalse(layer.takesCodes());
    LayerFunction function = squares();
    assertFalse(function.isRandom());
    assertFalse(function.isIdentity());
    assertFalse(function.needsWholeBatch());
    assertEquals(1, function.leastRows());
    assertEquals(List.of(), function.statistics());
    assertFalse(Direction.FORWARD.isBack());
    assertTrue(Direction.BACK_TO_PARAMETERS.isBack());
    Tensor weights = new Site(Shape.line(1)).weights("w", 2, 5, Optional.empty());
    assertEquals(-5, weights.values()[0], "the fan-out is the number of columns");
  }
}
