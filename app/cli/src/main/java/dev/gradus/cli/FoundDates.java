package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.DateGuess;
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
 */
record FoundDates(Map<String, DateGuess> formats) {

  /** Words in the names of dates that do not say when a row was. */
  private static final String OF_BIRTH = ".*(birth|dob|born).*";

  /** Recognises the dates among the inputs, except in images. */
  static FoundDates of(DetectedData found, List<ColumnSummary> columns, PredictionTarget goal) {
    Map<String, DateGuess> formats = new LinkedHashMap<>();
    for (ColumnSummary column : columns) {
      if (found.images().isEmpty() && !column.equals(goal.target()) && !column.isEmpty()) {
        DateGuess.of(found.table().column(column.name()))
            .ifPresent(guess -> formats.put(column.name(), guess));
      }
    }
    return new FoundDates(formats);
  }

  boolean contains(String column) {
    return formats.containsKey(column);
  }

  /** The column by which rows are split: the first whose dates differ, but no date of birth. */
  Optional<String> time() {
    return formats.entrySet().stream()
        .filter(entry -> entry.getValue().several())
        .map(Map.Entry::getKey)
        .filter(name -> !name.toLowerCase(Locale.ROOT).matches(OF_BIRTH))
        .findFirst();
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
