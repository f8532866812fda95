package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a first configuration is made from.
 *
 * @param data the file
 * @param columns of the table
 * @param goal what to predict
 * @param dates the columns of dates
 * @param group the column that says which rows belong together
 * @param ignored the columns that are left out
 * @param repeated the rows that repeat earlier ones
 * @param leaks sentences about columns that may give the target away
 */
record FoundTable(
    DetectedData data,
    List<ColumnSummary> columns,
    PredictionTarget goal,
    FoundDates dates,
    FoundGroup group,
    IgnoredColumns ignored,
    RepeatedRows repeated,
    List<String> leaks) {

  /** Looks at all columns and rows. */
  static FoundTable of(DetectedData data, List<ColumnSummary> columns, PredictionTarget goal) {
    FoundDates dates = FoundDates.of(data, columns, goal);
    FoundGroup group = FoundGroup.of(data, columns, goal, dates);
    TargetLeaks leaks = TargetLeaks.in(data, goal);
    IgnoredColumns ignored = IgnoredColumns.of(data, columns, goal, dates, group, leaks);
    List<Column> inputs =
        columns.stream()
            .filter(column -> isInput(column, goal, group, ignored))
            .filter(column -> !dates.contains(column.name()))
            .map(column -> data.table().column(column.name()))
            .toList();
    return new FoundTable(
        data,
        columns,
        goal,
        dates,
        group,
        ignored,
        RepeatedRows.of(data, columns, goal, dates, group, ignored),
        leaks.likely(inputs));
  }

  private static boolean isInput(
      ColumnSummary column, PredictionTarget goal, FoundGroup group, IgnoredColumns ignored) {
    return !column.equals(goal.target())
        && !ignored.contains(column.name())
        && !group.isBy(column.name());
  }

  /** The inputs that are numbers, names or answers. */
  Stream<ColumnSummary> inputs() {
    return columns.stream()
        .filter(column -> isInput(column, goal, group, ignored))
        .filter(column -> !dates.contains(column.name()));
  }

  /** Whether any column is left to predict from. */
  boolean hasInputs() {
    return columns.stream().anyMatch(column -> isInput(column, goal, group, ignored));
  }

  /** What the user should know about the split: a sentence for each thing. */
  List<String> aboutSplit() {
    List<String> sentences = new ArrayList<>();
    dates.aboutSplit().ifPresent(sentences::add);
    group.aboutSplit().or(dates::aboutLeft).ifPresent(sentences::add);
    return sentences;
  }
}
