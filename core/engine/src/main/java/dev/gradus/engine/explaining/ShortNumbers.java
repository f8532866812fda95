package dev.gradus.engine.explaining;

import dev.gradus.runtime.column.ShortNumber;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Numbers in sentences. */
final class ShortNumbers {

  private ShortNumbers() {}

  /** Four significant digits, without zeros at their end. */
  static String text(double value) {
    return ShortNumber.of(value);
  }

  /** Three significant digits, without zeros at their end: how many times. */
  static String times(double value) {
    return ShortNumber.of(value, 3);
  }

  /** How long several are as a vector. */
  static double length(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** Several, in parentheses. */
  static String list(double[] values) {
    return Arrays.stream(values)
        .mapToObj(ShortNumbers::text)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
