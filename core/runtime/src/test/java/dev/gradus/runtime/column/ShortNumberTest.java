package dev.gradus.runtime.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number is written for people in one way, whatever its size. */
class ShortNumberTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                      | 0",
        "-0.0                   | 0",
        "1                      | 1",
        "-1                     | -1",
        "0.98333333             | 0.9833",
        "0.0495                 | 0.0495",
        "0.006839               | 0.006839",
        "0.00041991             | 0.0004199",
        "0.0001                 | 0.0001",
        "0.00009999999          | 0.0001",
        "0.000099994            | 9.999e-5",
        "1.187e-5               | 1.187e-5",
        "-4.4945403E-40         | -4.495e-40",
        "4.9e-324               | 4.941e-324",
        "43.4621                | 43.46",
        "999.94                 | 999.9",
        "999.96                 | 1,000",
        "1998                   | 1,998",
        "9999.4                 | 9,999",
        "9999.6                 | 10,000",
        "-12345.6               | -12,346",
        "842302                 | 842,302",
        "9999999.4              | 1e7",
        "1.2345e7               | 1.234e7",
        "1e22                   | 1e22",
        "1.7976931348623157E308 | 1.798e308",
        "NaN                    | NaN",
        "Infinity               | Infinity",
        "-Infinity              | -Infinity",
      })
  void ofEachSize(double number, String text) {
    assertEquals(text, ShortNumber.of(number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "28.2745     | 3 | 28.3",
        "0.982013790 | 6 | 0.982014",
        "12345.678   | 6 | 12,345.7",
        "3.1e-9      | 1 | 3e-9",
        "1234567     | 3 | 1,234,567",
      })
  void withMoreOrFewerDigits(double number, int digits, String text) {
    assertEquals(text, ShortNumber.of(number, digits));
  }

  @Test
  void whatIsReadIsTheNumberToFourDigits() {
    SplittableRandom random = new SplittableRandom(1);
    Pattern form =
        Pattern.compile("-?(\\d{1,3}(,\\d{3})*|\\d{1,3}\\.\\d+|\\d(\\.\\d{1,3})?e-?[1-9]\\d*)");
    for (int i = 0; i < 20_000; i++) {
      int most = i % 2 == 0 ? 300 : 8;
      double number =
          (random.nextBoolean() ? 1 : -1)
              * random.nextDouble(1, 10)
              * Math.pow(10, random.nextInt(-most, most));
      String text = ShortNumber.of(number);
      assertTrue(form.matcher(text).matches(), text);
      assertEquals(
          number, Double.parseDouble(text.replace(",", "")), 5.0001e-4 * Math.abs(number), text);
      assertEquals(text, ShortNumber.of(Double.parseDouble(text.replace(",", ""))));
    }
  }
}
