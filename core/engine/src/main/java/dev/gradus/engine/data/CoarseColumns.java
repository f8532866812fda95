package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.problem.Warning;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Finds unscaled numeric columns whose values are so large compared with their differences that
 * floats lose most of the differences: between 1.7e9 and 1.7e9 + 100 there is no float.
 */
final class CoarseColumns {

  /**
   * The number of floats between the smallest and the largest number that is enough to tell the
   * numbers between them apart.
   */
  private static final int ENOUGH = 1000;

  private CoarseColumns() {}

  /**
   * Warns about an unscaled column that loses its differences.
   *
   * @param origin where its table comes from
   */
  static void warn(Column column, String origin, Consumer<Warning> warnings) {
    DoubleSummaryStatistics numbers =
        IntStream.range(0, column.rows())
            .filter(row -> !column.isMissing(row))
            .mapToDouble(column::number)
            .summaryStatistics();
    double least = numbers.getMin();
    double largest = numbers.getMax();
    double size = Math.max(Math.abs(least), Math.abs(largest));
    double steps = (largest - least) / Math.ulp((float) size);
    boolean differ = largest - least > ENOUGH * Math.ulp(size);
    if (differ && steps < ENOUGH) {
      warnings.accept(
          new Warning(
              String.format(
                  Locale.ROOT,
                  "%s: the network sees column '%s' unscaled, as floats, and there are only about %.0f floats between %s and %s, so most differences between its %,d numbers are lost; scale it (scale: standard)",
                  origin,
                  column.name(),
                  Math.ceil(steps),
                  NumberText.plain(least),
                  NumberText.plain(largest),
                  numbers.getCount()),
              numbers.getCount()));
    }
  }
}
