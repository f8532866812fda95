package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.data.Randomness;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are kept as they are read, and become the blocks that doubles would become. */
class GrowingNumbersTest {

  private static final List<String> ANY =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "2.50",
          "-0.0001",
          "123456789.1",
          "2147483647",
          "-2147483648",
          "-2147483647",
          "2147483648",
          "214748364.8",
          "0.123456789",
          "0.1234567891",
          "999999999999999",
          "0.000000000000001",
          "100000",
          "0.000");

  private static final List<String> FEW_DECIMALS =
      List.of("", "3", "-2.5", "0.25", "9.99", "10.00");

  private static final List<String> ZEROS_AT_THE_END =
      List.of("2.500000", "-1000.100000", "7.000000", "");

  private static final List<String> WHOLE = List.of("0", "-10", "", "2000000000");

  private static double valueOf(String text) {
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  /** As the reader does: digits and decimals, or a double. */
  private static void set(GrowingNumbers numbers, int row, String text, boolean asDouble) {
    if (text.isEmpty() || asDouble) {
      numbers.set(row, valueOf(text));
    } else {
      BigDecimal decimal = new BigDecimal(text);
      numbers.set(row, decimal.unscaledValue().longValueExact(), decimal.scale());
    }
  }

  private static void assertSameBlock(List<String> texts, GrowingNumbers numbers) {
    double[] expected = texts.stream().mapToDouble(GrowingNumbersTest::valueOf).toArray();
    assertArrayEquals(expected, numbers.toArray(expected.length), texts::toString);
    Numbers.Block wanted = Numbers.Block.of(expected);
    assertEquals((double) wanted.bytes() / expected.length, numbers.bytesOfEach(expected.length));
    Numbers.Block block = numbers.takeBlock();
    assertEquals(wanted.divisor(), block.divisor(), texts::toString);
    assertArrayEquals(wanted.whole(), block.whole(), texts::toString);
    assertArrayEquals(wanted.doubles(), block.doubles(), texts::toString);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void inWhateverPartsTheyAreReadTheyBecomeTheSameBlocks(long seed) {
    RandomGenerator random = Randomness.of(seed, "growing", 0);
    GrowingNumbers all = new GrowingNumbers(seed == 1);
    for (int i = 0; i < 2_000; i++) {
      List<List<String>> kinds = List.of(ANY, FEW_DECIMALS, ZEROS_AT_THE_END, WHOLE);
      List<String> kind = kinds.get(random.nextInt(kinds.size()));
      int count = 1 + random.nextInt(30);
      String[] texts = new String[count];
      Arrays.setAll(texts, row -> kind.get(random.nextInt(kind.size())));
      all.reserve(0);
      all.reserve(count);
      int row = 0;
      while (row < count) {
        GrowingNumbers part = new GrowingNumbers(seed == 2);
        int some = 1 + random.nextInt(count - row);
        part.reserve(some);
        for (int k = 0; k < some; k++) {
          set(part, k, texts[row + k], random.nextInt(20) == 0);
        }
        int skipped = random.nextInt(some);
        all.setAll(row, part, 0, skipped);
        all.setAll(row + skipped, part, skipped, some - skipped);
        row += some;
      }
      assertSameBlock(List.of(texts), all);
    }
  }

  @Test
  void aRowMayBeSetAgain() {
    GrowingNumbers numbers = new GrowingNumbers(false);
    numbers.reserve(2);
    numbers.set(0, 15, 1);
    numbers.set(1, 123456789, 9);
    numbers.set(1, 25, 1);
    assertSameBlock(List.of("1.5", "2.5"), numbers);
    numbers.set(0, 15, 1);
    numbers.set(1, 1e300);
    numbers.set(1, 25, 1);
    assertSameBlock(List.of("1.5", "2.5"), numbers);
  }

  @Test
  void numbersOfOneKindTakeNoRoomForTheOther() {
    GrowingNumbers numbers = new GrowingNumbers(false);
    numbers.reserve(100);
    numbers.set(0, 15, 1);
    assertEquals(100 * Integer.BYTES, numbers.bytes());
    numbers.set(1, Math.PI);
    assertEquals(100 * Double.BYTES, numbers.bytes());
    numbers.reserve(200);
    numbers.takeBlock();
    assertEquals(200 * Integer.BYTES, numbers.bytes());
  }
}
