package dev.gradus.engine.explaining;

import dev.gradus.runtime.column.ShortNumber;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Formats numbers in sentences. */
final class ShortNumbers {

  private ShortNumbers() {}

  /** Four significant digits, without trailing zeros. */
  static String text(double value) {
    return ShortNumber.of(value);
  }

  /** A factor with three significant digits, without trailing zeros. */
  static String times(double value) {
    return ShortNumber.of(value, 3);
  }

  /** The norm of several numbers as a vector. */
  static double length(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** Several numbers, in parentheses. */
  static String list(double[] values) {
    return Arrays.stream(values)
        .mapToObj(ShortNumbers::text)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
