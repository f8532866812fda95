package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.linear.SizedProduct.Sizes;
import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.linear.RightFactor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products by the Vector API have the bits of the plain loops. */
class TilesTest {

  private static final int SEED = 3;

  /** Instead of a number of rows of the left factor: as many as it has. */
  private static final int ALL = 0;

  private static final Tiles TILES = TilesFinder.whateverTheCompiler().orElseThrow();

  private static final List<Float> SPECIAL =
      List.of(
          0f,
          -0f,
          1f,
          -1f,
          Float.NaN,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          Float.MIN_VALUE,
          -Float.MIN_VALUE,
          Float.MIN_NORMAL,
          Float.MAX_VALUE,
          -Float.MAX_VALUE,
          1e-30f,
          3e19f);

  private final SplittableRandom random = new SplittableRandom(SEED);

  private Optional<SizedProducts> sized = Optional.empty();

  /** A batch of rows, with inputs and units. */
  private record Shape(int rows, int inputs, int units) {}

  /** Each size up to 70 in each place. */
  static Stream<Shape> small() {
    SplittableRandom sizes = new SplittableRandom(SEED);
    return IntStream.rangeClosed(1, 70)
        .boxed()
        .flatMap(
            size ->
                Stream.of(
                    new Shape(size, sizes.nextInt(1, 71), sizes.nextInt(1, 71)),
                    new Shape(sizes.nextInt(1, 71), size, sizes.nextInt(1, 71)),
                    new Shape(sizes.nextInt(1, 71), sizes.nextInt(1, 71), size)));
  }

  /** Those of the networks whose speed is measured, with more than one block of everything. */
  static Stream<Shape> ofWorkloads() {
    return Stream.of(
        new Shape(16, 4, 16),
        new Shape(16, 16, 3),
        new Shape(32, 30, 64),
        new Shape(32, 64, 32),
        new Shape(32, 32, 2),
        new Shape(32, 784, 100),
        new Shape(32, 100, 10),
        new Shape(9, 784, 256),
        new Shape(66, 256, 128),
        new Shape(1, 784, 1024),
        new Shape(3, 784, 300),
        new Shape(300, 67, 56),
        new Shape(260, 20, 300),
        new Shape(20, 383, 40),
        new Shape(20, 384, 40));
  }

  @ParameterizedTest
  @MethodSource({"small", "ofWorkloads"})
  void ofRandomNumbers(Shape shape) {
    check(shape, this::random);
  }

  /** Few terms, or most sums would be NaN. */
  static Stream<Shape> ofFewTerms() {
    return IntStream.rangeClosed(1, 70).mapToObj(size -> new Shape(71 - size, 5, size));
  }

  @ParameterizedTest
  @MethodSource("ofFewTerms")
  void ofSpecialNumbers(Shape shape) {
    check(shape, this::special);
  }

  /** Narrower than a vector, as wide as one or two, and in between; few and many rows. */
  static Stream<Shape> ofOneSize() {
    return Stream.concat(
        IntStream.rangeClosed(1, 20)
            .mapToObj(size -> new Shape(3 + 37 * size % 30, 4 + 11 * size % 17, 2 * size - 1)),
        // So many that copies pay.
        Stream.of(new Shape(10, 64, 7), new Shape(9, 70, 31), new Shape(66, 65, 20)));
  }

  @ParameterizedTest
  @MethodSource("ofOneSize")
  void ofConstantSizes(Shape shape) {
    sized = Optional.of(new SizedProducts(1000));
    check(shape, this::random);
    check(shape, this::special);
  }

  @Test
  void aSmallProductHasItsOwnClass() {
    SizedProducts products = new SizedProducts(9);
    SizedProduct made = products.of(sizes(16, 4, 16)).orElseThrow();
    assertTrue(made.getClass().isHidden());
    assertSame(made, products.of(sizes(16, 4, 16)).orElseThrow());
    assertNotSame(
        made.getClass(), products.of(new Sizes(16, 4, 16, 1, 16, false)).orElseThrow().getClass());
    assertEquals(Optional.empty(), products.of(sizes(3, 4, 16)));
    assertEquals(Optional.empty(), products.of(sizes(16, 257, 16)));
    assertEquals(Optional.empty(), products.of(sizes(128, 256, 256)));
  }

  @Test
  void theClassThatNobodyAskedForTheLongestIsForgotten() {
    SizedProducts two = new SizedProducts(2);
    SizedProduct first = two.of(sizes(16, 4, 16)).orElseThrow();
    SizedProduct second = two.of(sizes(16, 4, 17)).orElseThrow();
    assertSame(first, two.of(sizes(16, 4, 16)).orElseThrow());
    two.of(sizes(16, 4, 18)).orElseThrow();
    assertSame(first, two.of(sizes(16, 4, 16)).orElseThrow());
    assertNotSame(second, two.of(sizes(16, 4, 17)).orElseThrow());
  }

  @Test
  void whereJavaTakesNoNewClassTilesForAllSizesGiveTheSameBits() {
    for (byte[] refused : List.of(new byte[0], new byte[] {1, 2, 3})) {
      SizedProducts none = new SizedProducts(9, refused);
      assertEquals(Optional.empty(), none.of(sizes(16, 4, 16)));
      sized = Optional.of(none);
      check(new Shape(16, 4, 16), this::random);
    }
  }

  private static Sizes sizes(int rows, int inner, int columns) {
    return new Sizes(rows, inner, columns, inner, 1, false);
  }

  private float random() {
    return (float) random.nextDouble(-1, 1);
  }

  private float special() {
    return random.nextInt(4) == 0 ? SPECIAL.get(random.nextInt(SPECIAL.size())) : random();
  }

  private void check(Shape s, Supplier<Float> numbers) {
    float[] x = numbers(s.rows() * s.inputs(), numbers);
    float[] w = numbers(s.inputs() * s.units(), numbers);
    float[] y = numbers(s.rows() * s.units(), numbers);
    float[] biases = numbers(s.units(), numbers);
    // A copy pays for many rows only; both ways are tried, once with all rows, once with a few. A
    // product has constant sizes if it has all rows that the factor was made for.
    for (int planned : new int[] {1, 1000, ALL}) {
      boolean all = planned != 1000;
      compare(
          s.rows(),
          all,
          s.units(),
          (products, c, from, to) -> {
            int most = planned == ALL ? s.rows() : planned;
            RightFactor b = products.factor(w, s.inputs(), s.units(), false, most);
            b.layOut(0, s.inputs());
            products.multiply(x, b, biases, c, from, to);
          });
      compare(
          s.rows(),
          all,
          s.inputs(),
          (products, c, from, to) -> {
            int most = planned == ALL ? s.rows() : planned;
            RightFactor b = products.factor(w, s.inputs(), s.units(), true, most);
            layOutInParts(b, s.inputs());
            products.multiply(y, b, Products.ZEROS, c, from, to);
          });
      compare(
          s.inputs(),
          all,
          s.units(),
          (products, c, from, to) -> {
            int most = planned == ALL ? s.inputs() : planned;
            RightFactor b = products.factor(y, s.rows(), s.units(), false, most);
            layOutInParts(b, s.rows());
            // The last batch has fewer rows, of the same factor, and the first may have, too.
            float[] half = new float[c.length];
            products.multiplyTransposedLeft(x, s.rows() / 2, s.inputs(), b, half, from, to);
            products.multiplyTransposedLeft(x, s.rows(), s.inputs(), b, c, from, to);
            for (int i = 0; i < c.length; i++) {
              c[i] += half[i];
            }
          });
    }
  }

  /** As threads do it. */
  private static void layOutInParts(RightFactor b, int rows) {
    b.layOut(rows / 3, rows);
    b.layOut(0, rows / 3);
  }

  private interface Product {
    void compute(Products products, float[] c, int from, int to);
  }

  /** Some rows; the others must stay as they are. */
  private void compare(int rows, boolean all, int columns, Product product) {
    int from = all ? 0 : random.nextInt(rows);
    int to = all ? rows : random.nextInt(from, rows) + 1;
    float[] expected = new float[rows * columns];
    float[] actual = new float[rows * columns];
    Arrays.fill(expected, 1000);
    Arrays.fill(actual, 1000);
    product.compute(new Products(), expected, from, to);
    product.compute(new VectorProducts(TILES, sized), actual, from, to);
    assertArrayEquals(expected, actual);
  }

  private static float[] numbers(int count, Supplier<Float> numbers) {
    float[] result = new float[count];
    for (int i = 0; i < count; i++) {
      result[i] = numbers.get();
    }
    return result;
  }

  /** Also where vectors are so long that products take other tiles. */
  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void packedFactorsGiveTheSumsInTheirOrder(int rows) {
    int terms = 37;
    int width = 2 * TILES.lanes();
    int at = 5 * width + 1;
    int bAt = 3 * width;
    float[] a = numbers(at + terms * width + rows, this::random);
    float[] b = numbers(bAt + terms * width, this::random);
    float[] start = numbers(rows * width, this::random);
    float[] expected = start.clone();
    for (int i = 0; i < rows; i++) {
      for (int q = 0; q < terms; q++) {
        for (int j = 0; j < width; j++) {
          int into = i * width + j;
          expected[into] = Math.fma(a[at + width * q + i], b[bAt + q * width + j], expected[into]);
        }
      }
    }
    float[] actual = new float[rows * width];
    TILES.packed(rows, a, at, b, bAt, terms, start, 0, width, actual, 0, width);
    assertArrayEquals(expected, actual);
  }

  @Test
  void theBlocksOfASumDifferByAtMostOneTerm() {
    IntStream.concat(IntStream.range(0, 2000), IntStream.of(65_793, 66_305, 33_554_177))
        .forEach(
            inner -> {
              int blocks = TileLoops.blocks(inner);
              int least = inner / blocks;
              int end = 0;
              for (int block = 0; block < blocks; block++) {
                assertEquals(end, TileLoops.firstTerm(block, blocks, inner));
                end = TileLoops.firstTerm(block + 1, blocks, inner);
                int terms = end - TileLoops.firstTerm(block, blocks, inner);
                assertTrue(terms == least || terms == least + 1, inner + ": " + terms);
                assertTrue(terms <= TileLoops.MOST_TERMS, inner + ": " + terms);
              }
              assertEquals(inner, end);
            });
  }

  /** Whatever number of elements a vector has on another machine. */
  @Test
  void panelsCoverEachColumnInVectorsOfAnyLength() {
    for (int lanes : new int[] {4, 8, 16, 32}) {
      for (int columns = 1; columns < 200; columns++) {
        Panels panels =
            new Panels(lanes, Panels.widest(lanes), new float[3 * columns], 3, columns, false, 100);
        List<Integer> covered = new ArrayList<>();
        for (int j = 0; j < columns; j += panels.vectors(j) * lanes) {
          int end = j + panels.vectors(j) * lanes;
          assertEquals(Math.max(0, j - Math.max(0, end - columns)), panels.first(j));
          assertEquals(end > columns, j >= panels.apart());
          IntStream.range(j, Math.min(end, columns)).forEach(covered::add);
        }
        assertEquals(IntStream.range(0, columns).boxed().toList(), covered);
      }
    }
  }
}
