package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The functions of float are off by no more than they say, and behave at the ends. */
class FloatMathTest {

  /** In units in the last place; what {@link FloatMath} promises. */
  private static final double MOST = 0.51;

  /** A prime number, so that all exponents and many last digits come up. */
  private static final int STRIDE = 4093;

  private static final int ALL = 1;

  /** Of several blocks, and some elements more. */
  private static final int LONG = 4112;

  private interface OfFloat {
    float apply(float x);
  }

  private interface OfSlice {
    void apply(float[] x, float[] y, int from, int to);
  }

  /**
   * A function, the same in double, its limits, and whether it grows.
   *
   * @param reference exact to 2^-45 at least
   */
  private record Case(
      String name,
      OfFloat f,
      DoubleUnaryOperator reference,
      float atLowest,
      float atHighest,
      boolean grows) {

    /** How far off the worst of many floats is, in units in the last place. */
    double worst(int stride) {
      return IntStream.range(0, 1 << 8)
          .parallel()
          .mapToDouble(i -> worst(i, stride))
          .max()
          .orElse(0);
    }

    /** Among those whose first eight bits are given. */
    private double worst(int firstBits, int stride) {
      double worst = 0;
      for (int rest = 0; rest < 1 << 24; rest += stride) {
        float x = Float.intBitsToFloat(firstBits << 24 | rest);
        if (Float.isFinite(x)) {
          worst = Math.max(worst, error(x));
        }
      }
      return worst;
    }

    private double error(float x) {
      double expected = reference.applyAsDouble(x);
      float nearest = (float) expected;
      float actual = f.apply(x);
      if (actual == nearest) {
        return Float.isFinite(actual) ? Math.abs(actual - expected) / Math.ulp(nearest) : 0;
      }
      return Float.isFinite(actual)
          ? Math.abs(actual - expected) / Math.ulp(nearest)
          : Double.POSITIVE_INFINITY;
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("exp", FloatMath::exp, StrictMath::exp, 0, Float.POSITIVE_INFINITY, true),
          new Case("expm1", FloatMath::expm1, StrictMath::expm1, -1, Float.POSITIVE_INFINITY, true),
          new Case("tanh", FloatMath::tanh, StrictMath::tanh, -1, 1, true),
          new Case(
              "tanhDerivative",
              FloatMath::tanhDerivative,
              x -> {
                double cosh = StrictMath.cosh(x);
                return 1 / cosh / cosh;
              },
              0,
              0,
              false),
          new Case("sigmoid", FloatMath::sigmoid, FloatMathTest::sigmoid, 0, 1, true),
          new Case(
              "sigmoidDerivative",
              FloatMath::sigmoidDerivative,
              x -> sigmoid(x) * sigmoid(-x),
              0,
              0,
              false),
          new Case(
              "softplus",
              FloatMath::softplus,
              x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))),
              0,
              Float.POSITIVE_INFINITY,
              true),
          new Case("erf", FloatMath::erf, x -> x < 0 ? -erf(-x) : erf(x), -1, 1, true),
          new Case(
              "normal",
              FloatMath::normal,
              x -> x < 0 ? erfc(-x / Math.sqrt(2)) / 2 : (1 + erf(x / Math.sqrt(2))) / 2,
              0,
              1,
              true),
          new Case(
              "normalDerivative",
              FloatMath::normalDerivative,
              x -> StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI),
              0,
              0,
              false));

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** By the series of B. Taylor up to 2, and beyond by what {@link #erfc} leaves. */
  private static double erf(double x) {
    if (x >= 2) {
      return 1 - erfc(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return sum * 2 / Math.sqrt(Math.PI);
  }

  /** By Laplace's continued fraction from 2 on, x of at least 0. */
  private static double erfc(double x) {
    if (x < 2) {
      return 1 - erf(x);
    }
    if (x > 30) {
      return 0;
    }
    double fraction = 0;
    for (int k = 60; k > 0; k--) {
      fraction = k / 2.0 / (x + fraction);
    }
    return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }

  private static Stream<DynamicTest> bounds(int stride) {
    return CASES.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      double worst = each.worst(stride);
                      assertTrue(worst > 0.4 && worst <= MOST, "off by " + worst);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aMillionFloatsAreAsExactAsIsSaid() {
    return bounds(STRIDE);
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> everyFloatIsAsExactAsIsSaid() {
    return bounds(ALL);
  }

  @TestFactory
  Stream<DynamicTest> infiniteArgumentsGiveLimitsAndNaNGivesNaN() {
    return CASES.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      assertEquals(each.atLowest(), each.f().apply(Float.NEGATIVE_INFINITY));
                      assertEquals(each.atLowest(), each.f().apply(-Float.MAX_VALUE));
                      assertEquals(each.atHighest(), each.f().apply(Float.POSITIVE_INFINITY));
                      assertEquals(
                          Math.min(each.atHighest(), Float.MAX_VALUE),
                          Math.min(each.f().apply(Float.MAX_VALUE), Float.MAX_VALUE));
                      assertEquals(Float.NaN, each.f().apply(Float.NaN));
                      assertEquals(Float.NaN, each.f().apply(Float.intBitsToFloat(0x7f812345)));
                    }));
  }

  /** At its ends, where branches apply, and in the middle. */
  @TestFactory
  Stream<DynamicTest> whatGrowsNeverFalls() {
    float[] places = {-104, -89, -20, -15, -9.02f, -6, -4, -1, -0.1f, 0.1f, 1, 4, 6, 9.02f, 20, 88};
    return CASES.stream()
        .filter(Case::grows)
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      for (float place : places) {
                        float x = place - 2000 * Math.ulp(place);
                        float before = each.f().apply(x);
                        for (int i = 0; i < 4000; i++) {
                          x = Math.nextUp(x);
                          float now = each.f().apply(x);
                          assertTrue(now >= before, each.name() + " falls at " + x);
                          before = now;
                        }
                      }
                    }));
  }

  @Test
  void oddFunctionsAreOddToTheBit() {
    for (int bits = 0; bits < 0x7f800000; bits += STRIDE) {
      float x = Float.intBitsToFloat(bits);
      assertEquals(-FloatMath.tanh(x), FloatMath.tanh(-x));
      assertEquals(-FloatMath.erf(x), FloatMath.erf(-x));
    }
    assertEquals(-0.0f, FloatMath.expm1(-0.0f));
  }

  /** The form for arrays, and that for single numbers; y is 1 before. */
  private record Forms(String name, OfSlice slice, OfFloat number) {

    /** Compares them bit by bit, on arguments of which the first eight bits are given. */
    void check(int firstBits, int stride) {
      float[] x = new float[LONG];
      int n = 0;
      for (int rest = 0; rest < 1 << 24; rest += stride) {
        x[n++] = Float.intBitsToFloat(firstBits << 24 | rest);
        if (n == LONG) {
          check(x);
          n = 0;
        }
      }
      check(Arrays.copyOf(x, n));
    }

    private void check(float[] x) {
      float[] y = new float[x.length];
      Arrays.fill(y, 1);
      slice.apply(x, y, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        float expected = number.apply(x[i]);
        if (Float.floatToIntBits(expected) != Float.floatToIntBits(y[i])) {
          assertEquals(expected, y[i], name + " of " + x[i]);
        }
      }
    }
  }

  private static final List<Forms> FORMS =
      List.of(
          new Forms("exp", FloatMath::exp, FloatMath::exp),
          new Forms("tanh", FloatMath::tanh, FloatMath::tanh),
          new Forms("tanhDerivative", FloatMath::timesTanhDerivative, FloatMath::tanhDerivative),
          new Forms("sigmoid", FloatMath::sigmoid, FloatMath::sigmoid),
          new Forms(
              "sigmoidDerivative", FloatMath::timesSigmoidDerivative, FloatMath::sigmoidDerivative),
          new Forms("softplus", FloatMath::softplus, FloatMath::softplus),
          new Forms("erf", FloatMath::erf, FloatMath::erf));

  private static Stream<DynamicTest> sameBits(int stride) {
    return FORMS.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () ->
                        IntStream.range(0, 1 << 8)
                            .parallel()
                            .forEach(firstBits -> each.check(firstBits, stride))));
  }

  /** Of all exponents, with infinities, numbers below the smallest normal one, and NaN. */
  @TestFactory
  Stream<DynamicTest> theFormsForArraysHaveTheBitsOfThoseForNumbers() {
    return sameBits(STRIDE);
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> theFormsForArraysHaveTheSameBitsForEveryFloat() {
    return sameBits(ALL);
  }

  /** The numbers next to the ends of the ranges, and the special ones, at each place of a block. */
  @TestFactory
  Stream<DynamicTest> theFormsForArraysHaveTheSameBitsAtTheEnds() {
    List<Float> special = new ArrayList<>();
    float[] ends = {0, Float.MIN_NORMAL, 9.02f, 20, 60, 88.8f, 89, 104, Float.POSITIVE_INFINITY};
    for (float end : ends) {
      for (float x : new float[] {Math.nextDown(end), end, Math.nextUp(end)}) {
        special.add(x);
        special.add(-x);
      }
    }
    special.add(Float.NaN);
    return FORMS.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      for (int shift = 0; shift < special.size(); shift++) {
                        float[] x = new float[300];
                        for (int i = 0; i < x.length; i++) {
                          x[i] = special.get((shift + i) % special.size());
                        }
                        each.check(x);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> theFormsForArraysKeepToTheirSlice() {
    return FORMS.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(),
                    () -> {
                      for (int n : new int[] {0, 1, 31, 32, 33, 127, 128, 129, 160, 300}) {
                        keepsToItsSlice(each, n);
                      }
                    }));
  }

  private static void keepsToItsSlice(Forms forms, int n) {
    int from = 3;
    float[] x = new float[n + 2 * from];
    float[] y = new float[x.length];
    float[] expected = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 37 % 101 - 50) / 16f;
      y[i] = 1;
      expected[i] = i < from || i >= from + n ? 1 : forms.number().apply(x[i]);
    }
    float[] before = x.clone();
    forms.slice().apply(x, y, from, from + n);
    assertArrayEquals(expected, y, n + " elements");
    assertArrayEquals(before, x, n + " elements");
  }

  @Test
  void theResultMayOverwriteTheArgument() {
    float[] x = new float[200];
    for (int i = 0; i < x.length; i++) {
      x[i] = i / 10f - 10;
    }
    for (OfSlice slice :
        List.<OfSlice>of(
            FloatMath::exp,
            FloatMath::tanh,
            FloatMath::sigmoid,
            FloatMath::softplus,
            FloatMath::erf)) {
      float[] apart = new float[x.length];
      slice.apply(x, apart, 0, x.length);
      float[] same = x.clone();
      slice.apply(same, same, 0, x.length);
      assertArrayEquals(apart, same);
    }
  }

  /** A derivative multiplies what is there, after its own rounding. */
  @Test
  void theDerivativesMultiplyWhatIsThere() {
    float[] x = new float[100];
    float[] tanh = new float[x.length];
    float[] sigmoid = new float[x.length];
    float[] expectedOfTanh = new float[x.length];
    float[] expectedOfSigmoid = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i / 7f - 7;
      float factor = 1 / (i + 3f);
      tanh[i] = factor;
      sigmoid[i] = factor;
      expectedOfTanh[i] = factor * FloatMath.tanhDerivative(x[i]);
      expectedOfSigmoid[i] = factor * FloatMath.sigmoidDerivative(x[i]);
    }
    FloatMath.timesTanhDerivative(x, tanh, 0, x.length);
    FloatMath.timesSigmoidDerivative(x, sigmoid, 0, x.length);
    assertArrayEquals(expectedOfTanh, tanh);
    assertArrayEquals(expectedOfSigmoid, sigmoid);
  }
}
