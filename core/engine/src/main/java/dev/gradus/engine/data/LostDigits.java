package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.Warning;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Finds columns of numbers with more digits than a {@code double} keeps, such as identifiers of 64
 * bits: the network sees one number where different ones are written.
 */
public final class LostDigits {

  private LostDigits() {}

  /**
   * Warns about each such input and target.
   *
   * @param seen the ranges of the inputs, which tell most columns without a look at their cells
   */
  public static void warn(
      Preparation preparation, SeenRanges seen, Table table, Consumer<Warning> warnings) {
    preparation.inputs().stream()
        .filter(
            input ->
                Optional.ofNullable(seen.byColumn().get(input.name()))
                    .filter(LostDigits::isLarge)
                    .isPresent())
        .forEach(input -> warn(input, table, warnings));
    preparation.targets().columns().forEach(target -> warn(target, table, warnings));
  }

  private static boolean isLarge(SeenRange range) {
    return Math.max(Math.abs(range.least()), Math.abs(range.largest()))
        >= NumericColumn.FIRST_INEXACT;
  }

  private static void warn(PreparedColumn prepared, Table table, Consumer<Warning> warnings) {
    Column column = table.column(prepared.name());
    if (Quantities.of(prepared, column).filter(Quantities::areNumbers).isPresent()
        && column instanceof NumericColumn numbers) {
      int[] lost = IntStream.range(0, column.rows()).filter(numbers::losesDigits).toArray();
      if (lost.length > 0) {
        warnings.accept(
            new Warning(
                String.format(
                    Locale.ROOT,
                    "%s: column '%s' is used as a number, which keeps about 16 digits, but %,d of its cells have more, such as %s; if they are names, declare the column categorical, or ignore it (columns: {%s: ignore})",
                    table.origin(),
                    column.name(),
                    lost.length,
                    column.text(lost[0]),
                    ColumnNames.inYaml(column.name())),
                lost.length));
      }
    }
  }
}
