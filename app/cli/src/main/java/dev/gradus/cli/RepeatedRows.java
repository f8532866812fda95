package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.EqualRows;
import dev.gradus.engine.table.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rows that equal an earlier row in all columns that are not left out. If such rows are on both
 * sides of a split, the network is evaluated on rows that it was trained on.
 *
 * @param repeats their number
 * @param rows the number of all rows
 * @param held whether the split keeps equal rows together, and why, or why not
 */
record RepeatedRows(int repeats, int rows, Held held) {

  /**
   * Where a split has equal rows.
   *
   * @param byOption whether the configuration must ask for it
   * @param reason the end of the sentence
   */
  record Held(boolean byOption, String reason) {}

  /** Counts them. */
  static RepeatedRows of(
      DetectedData found,
      List<ColumnSummary> columns,
      PredictionTarget goal,
      FoundDates dates,
      FoundGroup group,
      IgnoredColumns ignored) {
    List<ColumnSummary> used =
        columns.stream().filter(column -> !ignored.contains(column.name())).toList();
    EqualRows equal =
        EqualRows.of(
            Table.of(used.stream().map(column -> found.table().column(column.name())).toList()));
    int rows = found.table().rows();
    int different = equal.firsts().length;
    return new RepeatedRows(equal.repeats(), rows, held(used, goal, dates, group, rows, different));
  }

  private static Held held(
      List<ColumnSummary> used,
      PredictionTarget goal,
      FoundDates dates,
      FoundGroup group,
      int rows,
      int different) {
    Optional<String> by = dates.time().or(() -> group.by().map(ColumnSummary::name));
    if (by.isPresent()) {
      return new Held(
          false,
          "the split keeps equal rows together, because they have the same '%s'"
              .formatted(by.get()));
    }
    long combinations = combinations(used, rows);
    if (combinations < rows) {
      return new Held(
          false,
          String.format(
              Locale.ROOT,
              "the split does not keep equal rows together, because the columns have only %,d combinations of values, which new rows have, too",
              combinations));
    }
    long apart = Math.round(different * DefaultsBySize.heldOut(rows));
    int classes = goal.classes() ? goal.target().distinct() : 1;
    return apart == 0 || different - apart < classes
        ? new Held(
            false,
            "the split does not keep equal rows together, because too few different rows would be left")
        : new Held(true, "the split keeps equal rows together");
  }

  /** The number of combinations of values that rows can have; at most a little above a limit. */
  private static long combinations(List<ColumnSummary> used, int limit) {
    long combinations = 1;
    for (ColumnSummary column : used) {
      combinations *= Math.max(1, column.distinct() + (column.missing() > 0 ? 1 : 0));
      if (combinations > limit) {
        break;
      }
    }
    return combinations;
  }

  /** Whether the configuration must ask for equal rows to be in one part. */
  boolean areKeptTogether() {
    return repeats > 0 && held.byOption();
  }

  /** What the user should know; empty if no row repeats another. */
  Optional<String> sentence() {
    return repeats == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of %,d rows %s an earlier row in all columns; %s",
                repeats,
                rows,
                repeats == 1 ? "equals" : "equal",
                held.reason()));
  }
}
