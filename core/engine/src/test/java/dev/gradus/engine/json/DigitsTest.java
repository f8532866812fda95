package dev.gradus.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.gradus.engine.Thorough;
import dev.gradus.runtime.column.Digits;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers have the digits that JDK 19 and later give them, whichever JDK writes them. */
class DigitsTest {

  /** For some of them JDK 17 writes more digits, such as 8.409999999999999E21. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.41E21",
        "2.0E23",
        "1.0E23",
        "9.9E-324",
        "4.9E-324",
        "2.0E-3",
        "0.1",
        "-0.0",
        "NaN",
        "1.0E7",
        "0.001",
        "123456.789",
        "-Infinity"
      })
  void noDigitOfADoubleIsNeedless(String text) {
    double number = Double.parseDouble(text);
    assertEquals(text.replace("2.0E-3", "0.002"), Digits.of(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.2E-44", "1.4E-45", "3.3554432E7", "0.1", "1.1E-10", "3.4028235E38"})
  void noDigitOfAFloatIsNeedless(String text) {
    assertEquals(text, Digits.of(Float.parseFloat(text)));
  }

  @Test
  void jsonHasThem() {
    double number = Double.parseDouble("8.41E21");
    assertEquals("{\"a\":8.41E21}", Json.line(Map.of("a", number)));
  }

  @Test
  void theyAreThoseOfAnotherLibrary() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < Thorough.cases(100_000); i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertEquals(NumberOutput.toString(number, true), Digits.of(number));
      }
      float small = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(small)) {
        assertEquals(NumberOutput.toString(small, true), Digits.of(small));
      }
    }
  }
}
