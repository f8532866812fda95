package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.DateGuess;
import dev.gradus.engine.data.DateSpec;
import dev.gradus.engine.data.RowTimes;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.DatePart;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The columns of dates among the inputs of a first configuration.
 *
 * @param formats what was recognised of each column, by its name
 * @param time the column by which rows are split; empty if they are not split by time
 */
record FoundDates(Map<String, DateGuess> formats, Optional<String> time) {

  /** None. */
  static final FoundDates NONE = new FoundDates(Map.of(), Optional.empty());

  /** No configuration of {@code init} holds out a larger share for validation. */
  private static final double MOST_HELD_OUT = 0.2;

  /** Words in the names of dates of something before or after the event that a row is about. */
  private static final String OF_SOMETHING_ELSE =
      ".*(birth|dob|born|hire|hiring|review|built|expir|renov).*|(.*[^a-z])?last.*";

  /** Recognises the dates among the inputs, except in images. */
  static FoundDates of(DetectedData found, List<ColumnSummary> columns, PredictionTarget goal) {
    Map<String, DateGuess> formats = new LinkedHashMap<>();
    for (ColumnSummary column : columns) {
      if (found.images().isEmpty() && !column.equals(goal.target()) && !column.isEmpty()) {
        DateGuess.of(found.table().column(column.name()))
            .ifPresent(guess -> formats.put(column.name(), guess));
      }
    }
    return new FoundDates(
        formats,
        columns.stream()
            .filter(FoundDates::maySplit)
            .filter(
                column ->
                    Optional.ofNullable(formats.get(column.name()))
                        .filter(guess -> splits(found, goal, column.name(), guess))
                        .isPresent())
            .map(ColumnSummary::name)
            .findFirst());
  }

  /** Whether every row has a date, which may be its own. */
  private static boolean maySplit(ColumnSummary column) {
    return column.missing() == 0
        && !column.name().toLowerCase(Locale.ROOT).matches(OF_SOMETHING_ELSE);
  }

  private static boolean splits(
      DetectedData found, PredictionTarget goal, String time, DateGuess guess) {
    return guess.several()
        && !guess.isTimeOfDay()
        && (!goal.classes() || learnsAll(found, goal, time, guess));
  }

  /** Whether every class occurs before the latest rows, so that it can be learned. */
  private static boolean learnsAll(
      DetectedData found, PredictionTarget goal, String time, DateGuess guess) {
    Table table = found.table();
    RowTimes times = RowTimes.of(table, time, Optional.of(new DateSpec(guess.format())));
    Split.Share share = new Split.Share(MOST_HELD_OUT, table.rows(), "validation");
    if (Math.round(MOST_HELD_OUT * table.rows()) == 0) {
      return false;
    }
    Column classes = table.column(goal.target().name());
    int[] earlier = Split.inTime(times, share).training();
    return ColumnSummary.classes(classes.select(earlier)).size()
        == ColumnSummary.classes(classes).size();
  }

  boolean contains(String column) {
    return formats.containsKey(column);
  }

  /** The declaration of a column, for a configuration. */
  String declaration(String column) {
    DateGuess guess = Objects.requireNonNull(formats.get(column));
    String parts = guess.parts().stream().map(DatePart::toString).collect(Collectors.joining(", "));
    return "{date: {%sparts: [%s], missing: median}}"
        .formatted(
            guess.format().isEmpty()
                ? ""
                : "format: %s, ".formatted(YamlPlace.quoted(guess.format())),
            parts);
  }

  /** What the user should know: which of two formats was taken, and that rows are split by time. */
  List<Warning> warnings() {
    List<Warning> warnings = new ArrayList<>();
    formats.forEach(
        (name, guess) ->
            guess
                .other()
                .ifPresent(
                    other ->
                        warnings.add(
                            Warning.of(
                                "column '%s' has dates in the format %s or %s, as no day is above 12; the first is taken; if it is the other, write it in the configuration"
                                    .formatted(name, guess.format(), other)))));
    return warnings;
  }

  /** The sentence about the split; empty if rows are not split by time. */
  Optional<String> aboutSplit() {
    return time()
        .map(
            name ->
                "The rows are split by time, as column '%s' has dates: the latest are for validation. For a random split, remove 'time: %s'."
                    .formatted(name, YamlPlace.key(name)));
  }
}
