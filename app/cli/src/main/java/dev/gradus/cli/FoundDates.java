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
 * @param left a column by which they could be split, but for its name, if they are not
 * @param warnings which of two formats was taken, and what else the cells may be
 */
record FoundDates(
    Map<String, DateGuess> formats,
    Optional<String> time,
    Optional<String> left,
    List<Warning> warnings) {

  /** None. */
  static final FoundDates NONE =
      new FoundDates(Map.of(), Optional.empty(), Optional.empty(), List.of());

  /** No configuration of {@code init} holds out a larger share for validation. */
  private static final double MOST_HELD_OUT = 0.2;

  /** Words in the names of dates of something before or after the event that a row is about. */
  private static final String OF_SOMETHING_ELSE =
      ".*(birth|dob|hire|hiring|built|expir|renov).*|(.*[^a-z])?(born|last).*";

  /** Recognises the dates among the inputs, except in images. */
  static FoundDates of(DetectedData found, List<ColumnSummary> columns, PredictionTarget goal) {
    Map<String, DateGuess> formats = new LinkedHashMap<>();
    for (ColumnSummary column : columns) {
      if (found.images().isEmpty() && !column.equals(goal.target()) && !column.isEmpty()) {
        DateGuess.of(found.table().column(column.name()))
            .ifPresent(guess -> formats.put(column.name(), guess));
      }
    }
    List<String> splitting =
        columns.stream()
            .filter(column -> column.missing() == 0)
            .map(ColumnSummary::name)
            .filter(
                name ->
                    Optional.ofNullable(formats.get(name))
                        .filter(guess -> splits(found, goal, name, guess))
                        .isPresent())
            .toList();
    Optional<String> time = splitting.stream().filter(FoundDates::mayBeOfRow).findFirst();
    return new FoundDates(
        formats,
        time,
        time.isPresent() ? Optional.empty() : splitting.stream().findFirst(),
        warnings(found, formats));
  }

  private static List<Warning> warnings(DetectedData found, Map<String, DateGuess> formats) {
    List<Warning> warnings = new ArrayList<>();
    formats.forEach(
        (name, guess) ->
            doubt(name, guess, found.table().column(name))
                .map(Warning::of)
                .ifPresent(warnings::add));
    return List.copyOf(warnings);
  }

  private static Optional<String> doubt(String name, DateGuess guess, Column cells) {
    if (guess.isTimeOfDay() && !guess.format().contains("a")) {
      return Optional.of(
          "column '%s' is read as times of day (%s); if these are durations, write them as numbers"
              .formatted(name, guess.format()));
    }
    if (guess.mayBeDays(cells)) {
      return Optional.of(
          "column '%s' is read as months of years (%s); if the numbers are days, set it to ignore"
              .formatted(name, guess.format()));
    }
    return guess
        .other()
        .map(
            other ->
                "column '%s' has dates in the format %s or %s, as no day is above 12; the first is taken; if it is the other, write it in the configuration"
                    .formatted(name, guess.format(), other));
  }

  /** Whether the name of dates allows that they are those of the rows. */
  private static boolean mayBeOfRow(String name) {
    return !name.toLowerCase(Locale.ROOT).matches(OF_SOMETHING_ELSE);
  }

  private static boolean splits(
      DetectedData found, PredictionTarget goal, String time, DateGuess guess) {
    return guess.several()
        && !guess.isTimeOfDay()
        && !guess.mayBeDays(found.table().column(time))
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

  /** The sentence about the split; empty if rows are not split by time. */
  Optional<String> aboutSplit() {
    return time()
        .map(
            name ->
                "The rows are split by time, as column '%s' has dates: the latest are for validation. For a random split, remove 'time: %s'."
                    .formatted(name, YamlPlace.key(name)));
  }

  /** The sentence about dates that split no rows because of their name; empty if there are none. */
  Optional<String> aboutLeft() {
    return left()
        .map(
            name ->
                "Column '%s' has dates, but by its name not those of the rows. For a split by time, add 'time: %s'."
                    .formatted(name, YamlPlace.key(name)));
  }
}
