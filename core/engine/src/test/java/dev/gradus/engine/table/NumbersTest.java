package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The numbers of a column are the bits that were added, in four bytes where that is possible. */
class NumbersTest {

  private static final int COUNT = 20_000;

  private static GrowingNumbers growing(double[] all, int from, int to) {
    GrowingNumbers some = new GrowingNumbers(true);
    some.reserve(to - from);
    for (int i = from; i < to; i++) {
      some.set(i - from, all[i]);
    }
    return some;
  }

  private static double bytesPerNumber(IntToDoubleFunction number) {
    double[] all = IntStream.range(0, COUNT).mapToDouble(number).toArray();
    Numbers numbers = new Numbers();
    Numbers together = new Numbers();
    for (double one : all) {
      numbers.add(one);
    }
    together.addAll(growing(all, 0, 10), 10);
    together.addAll(growing(all, 10, COUNT), COUNT - 10);
    double foreseen = numbers.bytesWith(COUNT);
    numbers.trim();
    together.trim();
    for (int i = 0; i < COUNT; i++) {
      long bits = Double.doubleToRawLongBits(all[i]);
      assertEquals(bits, Double.doubleToRawLongBits(numbers.get(i)), "number " + i);
      assertEquals(bits, Double.doubleToRawLongBits(together.get(i)), "number " + i);
    }
    for (int to : new int[] {5_000, 3 << 12, COUNT}) {
      double[] some = new double[to - 4_000];
      numbers.copy(4_000, to, some, 0);
      assertArrayEquals(Arrays.copyOfRange(all, 4_000, to), some);
    }
    assertTrue(foreseen >= numbers.bytes(), foreseen + " bytes");
    return numbers.bytes() / COUNT;
  }

  private static void assertSmall(IntToDoubleFunction number) {
    double bytes = bytesPerNumber(number);
    assertTrue(bytes < 5, bytes + " bytes");
  }

  private static void assertWide(IntToDoubleFunction number) {
    assertEquals(8, bytesPerNumber(number), 0.01);
  }

  @Test
  void decimalNumbersTakeFourBytes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int decimals = 0; decimals <= 9; decimals++) {
      double divisor = Double.parseDouble("1e" + decimals);
      assertSmall(i -> random.nextInt(-Integer.MAX_VALUE, Integer.MAX_VALUE) / divisor);
    }
    assertSmall(i -> i % 256);
    assertSmall(i -> i % 10 == 0 ? Double.NaN : i % 3 == 0 ? i / 100.0 : i);
    assertSmall(i -> 0);
    assertSmall(i -> Double.NaN);
    assertSmall(i -> Integer.MAX_VALUE);
  }

  @Test
  void otherNumbersTakeEight() {
    SplittableRandom random = new SplittableRandom(2);
    assertWide(i -> random.nextDouble());
    assertWide(i -> i % 4000 == 0 ? -0.0 : i);
    assertWide(i -> i % 4000 == 0 ? Integer.MIN_VALUE : i);
    assertWide(i -> i % 4000 == 0 ? 1e300 : i);
    assertWide(i -> i % 4000 == 0 ? 1e-300 : i);
    // Each alone has a place among the integers, but not both with one power of ten.
    assertWide(i -> i % 2 == 0 ? 2_000_000_000 : 0.5);
  }

  @Test
  void anyBitsComeBack() {
    SplittableRandom random = new SplittableRandom(3);
    bytesPerNumber(i -> Math.scalb(random.nextInt(1000), random.nextInt(-40, 40)));
    bytesPerNumber(i -> random.nextLong() / 1e5);
    bytesPerNumber(i -> random.nextInt() / 3.0);
  }
}
