package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Thorough;
import dev.gradus.engine.data.Randomness;
import dev.gradus.runtime.column.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a number, its value, and its plain text. */
class NumberTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "7",
        "-7",
        "+7",
        "007",
        "0.5",
        ".5",
        "-.5",
        "5.",
        "1e3",
        "1E+3",
        "1e-3",
        "1.5e10",
        "123456789012345",
        "1234567890123456",
        "0.1234567890123456789",
        "-0",
        "0.0",
        "1e-400",
        "179769313486231570000000000000",
        "4.9e-324",
        "0.000000000000001",
        "999999999999999.9"
      })
  void isTheNumberThatJavaReads(String text) {
    assertEquals(Double.parseDouble(text), NumberText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1e5.",
        "1.2.3",
        "1,5",
        "1 000",
        "NaN",
        "Infinity",
        "-Infinity",
        "inf",
        "0x10",
        "0x1p3",
        "1f",
        "1d",
        "1L",
        "1e999",
        "-1e999",
        "--1",
        "1-",
        " 1",
        "1 ",
        "1_000",
        "\u0661",
        "\u00BD",
        "true"
      })
  void isNoNumber(String text) {
    assertTrue(Double.isNaN(NumberText.parse(text)), text);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void randomNumbersAreThoseThatJavaReads(long seed) {
    RandomGenerator random = Randomness.of(seed, "numbers", 0);
    for (int i = 0; i < 20_000; i++) {
      String text = randomNumber(random);
      assertEquals(Double.parseDouble(text), NumberText.parse(text), text);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aTextThatIsPlainIsGivenBack(long seed) {
    RandomGenerator random = Randomness.of(seed, "plain", 0);
    int plain = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = randomNumber(random);
      double number = NumberText.parse(text);
      if (NumberText.isPlain(text.toCharArray(), 0, text.length(), number)) {
        assertEquals(text, NumberText.plain(number));
        plain++;
      }
    }
    assertTrue(plain > 2_000, plain + " plain texts");
  }

  /** Up to 18 digits, with a point and an exponent now and then. */
  private static String randomNumber(RandomGenerator random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
    int digits = 1 + random.nextInt(18);
    int point = random.nextInt(2 * digits);
    for (int i = 0; i < digits; i++) {
      text.append(i == point ? "." : "").append((char) ('0' + random.nextInt(10)));
    }
    return text + (random.nextInt(8) == 0 ? "e" + (random.nextInt(40) - 20) : "");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aPlainTextIsTheNumber(long seed) {
    RandomGenerator random = Randomness.of(seed, "doubles", 0);
    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertEquals(number, NumberText.parse(NumberText.plain(number)) + 0.0);
      }
    }
  }

  @Test
  void plainMeansWithoutNeedlessDigits() {
    assertEquals("7", NumberText.plain(7));
    assertEquals("-7", NumberText.plain(-7));
    assertEquals("0", NumberText.plain(-0.0));
    assertEquals("0.1", NumberText.plain(0.1));
    assertEquals("0.30000000000000004", NumberText.plain(0.1 + 0.2));
    assertEquals("123456789.5", NumberText.plain(123456789.5));
    assertEquals("9007199254740991", NumberText.plain(9007199254740991.0));
    assertEquals("1.0E20", NumberText.plain(1e20));
    assertEquals("1.0E-5", NumberText.plain(1e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.0", "07", "+7", "-0", "1e3", "0.50", ".5", "5.", "00.5", "0.00001"})
  void isSpelledInAnotherWayThanPlain(String text) {
    assertFalse(NumberText.isPlain(text.toCharArray(), 0, text.length(), NumberText.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "-7",
        "0",
        "-0",
        "7.0",
        "7.00",
        "1e0",
        "1E3",
        "0.50",
        ".5",
        "5.",
        "1e20",
        "0e-999999",
        "9007199254740991",
        "100000000000000000000",
        "0.30000000000000004",
        "1.5e-7"
      })
  void aNumberSaysAllThatItsTextDoes(String text) {
    assertTrue(NumberText.isExact(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "007", "00", "-01", "00.5", "+7", "1234567890123456789", "9007199254740993",
        "0.10000000000000000001", "1e-400", "1e400", "", "x", "1,5", "1e-99999999999"
      })
  void aNumberDoesNotSayAllThatItsTextDoes(String text) {
    assertFalse(NumberText.isExact(text), text);
  }

  private static void assertReadAsByJava(String text) {
    double expected = Double.parseDouble(text);
    assertEquals(
        Double.doubleToRawLongBits(expected),
        Double.doubleToRawLongBits(NumberText.parse(text)),
        text);
  }

  /**
   * To the last bit: decimals of any length, the shortest texts of doubles, and numbers in the
   * middle between two doubles, or as near to it as their digits allow.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyNumberIsTheNearestDouble(long seed) {
    RandomGenerator random = Randomness.of(seed, "numbers", 0);
    for (int i = 0; i < 30_000; i += Thorough.stride(4)) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
      for (int length = 1 + random.nextInt(21); length > 0; length--) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      text.insert(text.length() - random.nextInt(text.length()), '.');
      assertReadAsByJava(text.append("e").append(random.nextInt(90) - 45).toString());
      long exponent = 1023L - 60 + random.nextInt(120);
      double number = Double.longBitsToDouble(exponent << 52 | random.nextLong() >>> 12);
      assertReadAsByJava(Double.toString(number));
      BigDecimal middle =
          new BigDecimal(number)
              .add(new BigDecimal(Math.nextUp(number)))
              .divide(BigDecimal.valueOf(2));
      assertReadAsByJava(middle.toString());
      for (int digits = 16; digits <= 19; digits++) {
        assertReadAsByJava(middle.round(new MathContext(digits, RoundingMode.DOWN)).toString());
        assertReadAsByJava(middle.round(new MathContext(digits, RoundingMode.UP)).toString());
      }
      BigDecimal half = BigDecimal.valueOf((1L << 53) + 1 + 2 * random.nextLong(1L << 51));
      assertReadAsByJava(half.toString());
      assertReadAsByJava(half.divide(BigDecimal.valueOf(1 << random.nextInt(4))).toPlainString());
      assertReadAsByJava(half + "e" + random.nextInt(5));
    }
  }
}
