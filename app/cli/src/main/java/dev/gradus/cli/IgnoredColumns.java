package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.runtime.problem.Warning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The columns that a first configuration leaves out, because nothing can be learned from them.
 *
 * @param reasons why, by the names of the columns
 */
record IgnoredColumns(Map<String, String> reasons) {

  private static final int MOST_NAMED = 20;

  private static final String COUNTS = "it is only a row number";

  /**
   * Finds them among the columns of the data that are no target. Where there is no other column,
   * one that counts the rows is kept: it may be the time.
   */
  static IgnoredColumns of(DetectedData found, List<ColumnSummary> columns, PredictionTarget goal) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (ColumnSummary column : columns) {
      if (!column.equals(goal.target())) {
        reason(found, column).ifPresent(reason -> reasons.put(column.name(), reason));
      }
    }
    if (reasons.size() == columns.size() - 1) {
      reasons.values().removeIf(COUNTS::equals);
    }
    return new IgnoredColumns(reasons);
  }

  private static Optional<String> reason(DetectedData found, ColumnSummary column) {
    if (column.isEmpty()) {
      return Optional.of("it is empty");
    }
    boolean unlike = column.distinct() == column.rows() && column.rows() > 1;
    if (unlike && found.isUnnamed(column.name())) {
      return Optional.of("it has no name, and another value in every row");
    }
    if (!column.looksLikeIdentifier()) {
      return Optional.empty();
    }
    if (column.numeric()) {
      return Optional.of(COUNTS);
    }
    String texts = "'" + String.join("', '", column.frequent().subList(0, 2)) + "'";
    return Optional.of(
        column.frequent().stream().allMatch(text -> text.matches(".*[0-9].*"))
            ? "it has another text in most rows, such as %s; if these are numbers, say in format how they are written (decimal, thousands, units)"
                .formatted(texts)
            : "it has another text in most rows, such as " + texts);
  }

  boolean contains(String column) {
    return reasons.containsKey(column);
  }

  /** What the user must know of it; empty if none is ignored. */
  Optional<Warning> warning(int columns) {
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                "%s of %s columns %s ignored: %s"
                    .formatted(
                        reasons.size(),
                        columns,
                        reasons.size() == 1 ? "is" : "are",
                        text().replace("\n", "; ")),
                reasons.size()));
  }

  /** A line for each, of many only of the first. */
  String text() {
    int more = reasons.size() - MOST_NAMED;
    return reasons.entrySet().stream()
            .limit(MOST_NAMED)
            .map(entry -> "'%s': %s".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("\n"))
        + (more > 0 ? "\nand %s more".formatted(more) : "");
  }
}
