package dev.gradus.playground;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.playground.instead.Missing;
import dev.gradus.playground.instead.java.lang.StrictMath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What stands in for Java's own classes in a page gives what those give. */
class InsteadTest {

  private static final int POINTS = 60_000;

  private final SplittableRandom random = new SplittableRandom(5);

  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    2,
    22,
    709.78,
    710,
    -745.2,
    -708.5,
    Math.PI / 2,
    Math.PI,
    1e-10,
    1e-300,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE
  };

  private double point(int i) {
    if (i < SPECIAL.length) {
      return SPECIAL[i];
    }
    return switch (i % 5) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextDouble(-10, 10);
      case 2 -> random.nextDouble(-750, 750);
      case 3 -> random.nextInt(1, 200_000) * (Math.PI / 2);
      default -> 1 + random.nextDouble(-1e-4, 1e-4);
    };
  }

  private void assertSame(DoubleUnaryOperator ours, DoubleUnaryOperator javas) {
    for (int i = 0; i < POINTS; i++) {
      double x = point(i);
      assertEquals(javas.applyAsDouble(x), ours.applyAsDouble(x), () -> "at " + x);
    }
  }

  @TestFactory
  Stream<DynamicTest> functionsHaveTheBitsOfJava() {
    Map<String, DoubleUnaryOperator[]> functions =
        Map.ofEntries(
            pair("exp", StrictMath::exp, java.lang.StrictMath::exp),
            pair("log", StrictMath::log, java.lang.StrictMath::log),
            pair("log10", StrictMath::log10, java.lang.StrictMath::log10),
            pair("log1p", StrictMath::log1p, java.lang.StrictMath::log1p),
            pair("expm1", StrictMath::expm1, java.lang.StrictMath::expm1),
            pair("tanh", StrictMath::tanh, java.lang.StrictMath::tanh),
            pair("sinh", StrictMath::sinh, java.lang.StrictMath::sinh),
            pair("cosh", StrictMath::cosh, java.lang.StrictMath::cosh),
            pair("sin", StrictMath::sin, java.lang.StrictMath::sin),
            pair("cos", StrictMath::cos, java.lang.StrictMath::cos),
            pair("atan", StrictMath::atan, java.lang.StrictMath::atan));
    return functions.entrySet().stream()
        .map(
            each ->
                dynamicTest(
                    each.getKey(), () -> assertSame(each.getValue()[0], each.getValue()[1])));
  }

  private static Map.Entry<String, DoubleUnaryOperator[]> pair(
      String name, DoubleUnaryOperator ours, DoubleUnaryOperator javas) {
    return Map.entry(name, new DoubleUnaryOperator[] {ours, javas});
  }

  @Test
  void powersHaveTheBitsOfJava() {
    DoubleBinaryOperator javas = java.lang.StrictMath::pow;
    for (int i = 0; i < POINTS; i++) {
      double x = point(i);
      double y = i % 3 == 0 ? random.nextInt(-40, 40) : point(random.nextInt(POINTS));
      assertEquals(javas.applyAsDouble(x, y), StrictMath.pow(x, y), () -> x + " to " + y);
      assertEquals(
          javas.applyAsDouble(Math.abs(x), y),
          StrictMath.pow(Math.abs(x), y),
          () -> Math.abs(x) + " to " + y);
    }
  }

  @Test
  void fusedProductsHaveTheBitsOfJava() {
    for (int i = 0; i < POINTS; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      float y =
          i % 2 == 0 ? (float) random.nextDouble(-2, 2) : Float.intBitsToFloat(random.nextInt());
      float sum = i % 3 == 0 ? -x * y : (float) random.nextDouble(-2, 2);
      assertEquals(Math.fma(x, y, sum), Missing.fma(x, y, sum), x + " " + y + " " + sum);
      long a = random.nextLong();
      long b = random.nextLong() >> random.nextInt(64);
      assertEquals(Math.multiplyHigh(a, b), Missing.multiplyHigh(a, b));
    }
  }

  @Test
  void randomNumbersAreThoseOfJava() {
    SplittableRandom javas = new SplittableRandom(42);
    var ours = new dev.gradus.playground.instead.java.util.SplittableRandom(42);
    for (int i = 0; i < 1000; i++) {
      assertEquals(javas.nextLong(), ours.nextLong());
      assertEquals(javas.nextInt(), ours.nextInt());
    }
  }

  @Test
  void digestsAreThoseOfJava() throws NoSuchAlgorithmException {
    for (int length = 0; length < 200; length++) {
      byte[] bytes = "gradus ".repeat(30).substring(0, length).getBytes(StandardCharsets.UTF_8);
      var ours = dev.gradus.playground.instead.java.security.MessageDigest.getInstance("SHA-256");
      ours.update(bytes);
      assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(bytes), ours.digest());
    }
  }

  @Test
  void textsAreFormattedAsByJava() {
    assertEquals("1,234,567 of -89 %", Missing.formatted("%,d of %d %%", 1234567, -89));
    assertEquals("b a b", Missing.formatted("%2$s %1$s %2$s", "a", "b"));
    assertEquals("-123,456", Missing.formatted("%,d", -123456));
  }
}
