package dev.gradus.engine.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Thorough;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers are written exactly with few digits. */
final class DecimalTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0, -0.0",
    "1, 1.0",
    "-1, -1.0",
    "0.1, 0.1",
    "100, 100.0",
    "1234.5, 1234.5",
    "0.001, 0.001",
    "0.00001, 0.00001",
    "0.000001, 1.0e-6",
    "1.5e-12, 1.5e-12",
    "123456789012345, 123456789012345.0",
    "1e15, 1.0e+15",
    "1e22, 1.0e+22",
    "-2.5e100, -2.5e+100",
    "4.9e-324, 5.0e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2.0e-3, 0.002",
    "0.30000000000000004, 0.30000000000000004",
    "9007199254740993, 9.007199254740992e+15"
  })
  void theseAreWrittenLikeThis(double number, String text) {
    assertEquals(text, Decimal.text(number));
  }

  @Test
  void everyNumberIsReadBackToItsLastBitAndIsNoLongerThanJavaWritesIt() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i += Thorough.stride(4)) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        String text = Decimal.text(number);
        String message = text + " with seed " + seed;
        assertEquals(
            Double.doubleToRawLongBits(number),
            Double.doubleToRawLongBits(Double.parseDouble(text)),
            message);
        assertTrue(digits(text) <= digits(Double.toString(number)), message);
      }
    }
  }

  private static int digits(String text) {
    return new BigDecimal(text).stripTrailingZeros().precision();
  }
}
