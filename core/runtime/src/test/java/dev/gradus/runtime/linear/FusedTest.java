package dev.gradus.runtime.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A machine without the instruction has the same bits as all others. */
class FusedTest {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    0x1.fffffep0f,
    0x1.000002p-1f,
    0x1.8p-126f,
    3e-30f
  };

  @Test
  void specialNumbers() {
    for (float x : SPECIAL) {
      for (float y : SPECIAL) {
        for (float sum : SPECIAL) {
          check(x, y, sum);
        }
      }
    }
  }

  @Test
  void anyNumbers() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000_000; i++) {
      check(anyFloat(random), anyFloat(random), anyFloat(random));
    }
  }

  /** Sums that cancel, and ties that a rounding of a rounded number would break wrongly. */
  @Test
  void sumsNearTheirProduct() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2_000_000; i++) {
      float x = (float) random.nextDouble(-2, 2);
      float y = (float) random.nextDouble(-2, 2);
      float nearby = -x * y * (1 + random.nextInt(-3, 4) * 0x1p-23f);
      check(x, y, nearby * (float) Math.scalb(1.0, random.nextInt(-30, 31)));
    }
  }

  private static float anyFloat(SplittableRandom random) {
    return Float.intBitsToFloat(random.nextInt());
  }

  private static void check(float x, float y, float sum) {
    float expected = Math.fma(x, y, sum);
    assertSame(expected, Fused.emulated(x, y, sum), x, y, sum);
    assertSame(expected, Fused.fma(x, y, sum), x, y, sum);
  }

  private static void assertSame(float expected, float actual, float x, float y, float sum) {
    if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
      assertEquals(expected, actual, () -> sum + " + " + x + " * " + y);
    }
  }
}
