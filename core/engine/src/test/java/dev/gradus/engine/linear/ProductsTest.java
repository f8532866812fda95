package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.linear.RightFactor;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The three products against their definition, in all sorts of shapes, bit by bit. */
class ProductsTest {

  private static final int SEED = 1;

  private final Products products = new Products();

  private record Shape(int n, int k, int m) {}

  @TestFactory
  Stream<DynamicTest> eachElementIsTheSumOfItsTermsInTheirOrder() {
    return Stream.of(
            new Shape(1, 1, 1),
            new Shape(1, 4, 3),
            new Shape(4, 1, 3),
            new Shape(4, 3, 1),
            new Shape(7, 5, 9),
            new Shape(16, 16, 16),
            new Shape(33, 70, 65),
            new Shape(3, 9, 200),
            new Shape(5, 3, 40),
            new Shape(130, 257, 31),
            new Shape(257, 31, 1030),
            new Shape(300, 130, 8),
            new Shape(40, 9, 16),
            new Shape(25, 62, 3),
            new Shape(9, 700, 8),
            new Shape(2, 1030, 6),
            new Shape(5, 512, 1))
        .map(shape -> DynamicTest.dynamicTest(shape.toString(), () -> check(shape)));
  }

  private void check(Shape s) {
    SplittableRandom random = new SplittableRandom(SEED);
    Matrix a = random(s.n(), s.k(), random);
    Matrix b = random(s.k(), s.m(), random);
    float[] expected = new float[s.n() * s.m()];
    for (int i = 0; i < s.n(); i++) {
      for (int j = 0; j < s.m(); j++) {
        for (int l = 0; l < s.k(); l++) {
          int at = i * s.m() + j;
          expected[at] = Math.fma(a.get(i, l), b.get(l, j), expected[at]);
        }
      }
    }
    // As it is, and laid out: the second is for many rows.
    for (int height : new int[] {1, 100}) {
      RightFactor factor =
          laidOut(products.factor(b.values(), b.rows(), b.columns(), false, height), b);
      Matrix plain = full(s.n(), s.m());
      products.multiply(a.values(), factor, Products.ZEROS, plain.values(), 0, s.n());
      assertArrayEquals(expected, plain.values(), "a b");
      Matrix left = full(s.n(), s.m());
      products.multiplyTransposedLeft(
          transposed(a).values(), s.k(), s.n(), factor, left.values(), 0, s.n());
      assertArrayEquals(expected, left.values(), "aT b");
      Matrix right = full(s.n(), s.m());
      Matrix flipped = transposed(b);
      products.multiply(
          a.values(),
          laidOut(
              products.factor(flipped.values(), flipped.rows(), flipped.columns(), true, height),
              flipped),
          Products.ZEROS,
          right.values(),
          0,
          s.n());
      assertArrayEquals(expected, right.values(), "a bT");
    }
  }

  private static RightFactor laidOut(RightFactor factor, Matrix matrix) {
    factor.layOut(0, matrix.rows());
    return factor;
  }

  private void multiply(Matrix a, Matrix b, Matrix c) {
    products.multiply(
        a.values(),
        laidOut(products.factor(b.values(), b.rows(), b.columns(), false, a.rows()), b),
        Products.ZEROS,
        c.values(),
        0,
        c.rows());
  }

  @Test
  void sumsStartFromARowAndRowsAreComputedApart() {
    SplittableRandom random = new SplittableRandom(SEED);
    Matrix a = random(9, 11, random);
    Matrix b = random(11, 50, random);
    float[] start = random(1, 50, random).values();
    Matrix expected = full(9, 50);
    for (int i = 2; i < 7; i++) {
      for (int j = 0; j < 50; j++) {
        float sum = start[j];
        for (int q = 0; q < 11; q++) {
          sum = Math.fma(a.get(i, q), b.get(q, j), sum);
        }
        expected.values()[i * 50 + j] = sum;
      }
    }
    for (int height : new int[] {1, 9}) {
      Matrix c = full(9, 50);
      products.multiply(
          a.values(),
          laidOut(products.factor(b.values(), b.rows(), b.columns(), false, height), b),
          start,
          c.values(),
          2,
          7);
      assertArrayEquals(expected.values(), c.values());
      Matrix flipped = transposed(b);
      Matrix other = full(9, 50);
      products.multiply(
          a.values(),
          laidOut(
              products.factor(flipped.values(), flipped.rows(), flipped.columns(), true, height),
              flipped),
          start,
          other.values(),
          2,
          7);
      assertArrayEquals(expected.values(), other.values());
    }
  }

  /** What the product must overwrite. */
  private static Matrix full(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    java.util.Arrays.fill(matrix.values(), 1000);
    return matrix;
  }

  private static Matrix random(int rows, int columns, SplittableRandom random) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.values()[i] = (float) random.nextDouble(-1, 1);
    }
    return matrix;
  }

  private static Matrix transposed(Matrix matrix) {
    Matrix result = Matrix.zeros(matrix.columns(), matrix.rows());
    for (int i = 0; i < matrix.size(); i++) {
      result.values()[i % matrix.columns() * matrix.rows() + i / matrix.columns()] =
          matrix.values()[i];
    }
    return result;
  }

  @Test
  void aNanIsNeverLostAmongZeros() {
    Matrix a = new Matrix(1, 2, new float[] {0, Float.NaN});
    Matrix b = new Matrix(2, 1, new float[] {0, 0});
    Matrix c = Matrix.zeros(1, 1);
    multiply(a, b, c);
    assertTrue(Float.isNaN(c.get(0, 0)));
  }

  @Test
  void nothingOfAnEarlierProductIsLeft() {
    SplittableRandom random = new SplittableRandom(SEED);
    Matrix a = random(9, 11, random);
    Matrix b = random(11, 50, random);
    Matrix fresh = full(9, 50);
    new Products()
        .multiply(
            a.values(),
            laidOut(products.factor(b.values(), b.rows(), b.columns(), false, 9), b),
            Products.ZEROS,
            fresh.values(),
            0,
            9);
    multiply(random(60, 70, random), random(70, 80, random), full(60, 80));
    Matrix used = full(9, 50);
    multiply(a, b, used);
    assertArrayEquals(fresh.values(), used.values());
  }

  @Test
  void aMatrixMayBeShorterThanItsArray() {
    Matrix a = new Matrix(1, 2, new float[] {1, 2, 99, 99});
    Matrix b = new Matrix(2, 1, new float[] {3, 4, 99});
    Matrix c = new Matrix(1, 1, new float[] {0, 5});
    multiply(a, b, c);
    assertArrayEquals(new float[] {11, 5}, c.values());
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> multiply(Matrix.zeros(2, 3), Matrix.zeros(4, 5), Matrix.zeros(2, 5)));
    assertEquals(
        "the product a b of 2 rows of 4 and a factor of 4 x 5 needs 8 and 10 numbers, but the arrays hold 6 and 10",
        e.getMessage());
  }

  @Test
  void aFactorIsNotOverwritten() {
    Matrix a = Matrix.zeros(2, 2);
    assertThrows(IllegalArgumentException.class, () -> multiply(a, Matrix.zeros(2, 2), a));
  }

  @Test
  void anArrayThatIsTooShortIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Matrix(2, 3, new float[5]));
  }
}
