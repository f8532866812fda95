package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A note about a cell in a prediction: it was filled, it was an unknown category, or its number was
 * far from the training data.
 *
 * @param column the name of its column
 * @param kind what happened
 * @param text the fill value of a missing cell, such as {@code 37.5}; the unknown category, such as
 *     {@code Oslo}; or the number that is far away, such as {@code 40000}
 * @param sentence the note in words
 */
public record CellNote(String column, Kind kind, String text, String sentence) {

  /** The kinds of notes. */
  public enum Kind {
    /** The cell is missing and was filled with a learned value. */
    FILLED,
    /** The cell has a category that the model has not learned and treats as unknown. */
    UNKNOWN_CATEGORY,
    /** The cell has a number far from the training data: the prediction is a guess. */
    FAR_NUMBER
  }

  /**
   * A note about a missing cell.
   *
   * @param by the fill value, for a sentence
   * @param hint a further sentence, after a blank; may be empty
   */
  public static CellNote filled(String column, String by, String hint) {
    return new CellNote(
        column,
        Kind.FILLED,
        by,
        "column '%s' is missing; it is filled with %s, learned in training.%s"
            .formatted(column, by, hint));
  }

  /** A note about a category that was not learned. */
  public static CellNote unknown(PreparedColumn column, String category) {
    return new CellNote(
        column.name(),
        Kind.UNKNOWN_CATEGORY,
        category,
        "column '%s' has '%s', which the model has not learned; it is treated as %s."
            .formatted(column.name(), category, UnknownCategories.treatment(column)));
  }

  /** A note about a number far from the training data. */
  public static CellNote far(PreparedColumn column, double number) {
    String text = ShortNumber.of(number);
    return new CellNote(
        column.name(),
        Kind.FAR_NUMBER,
        text,
        "column '%s' has %s, which is far from the numbers the model has learned from (they are %s); the prediction is a guess."
            .formatted(column.name(), text, column.learnedFrom()));
  }

  /**
   * Summarises the notes of many rows, once for each column.
   *
   * @param rows the notes of each row
   * @param origin where the rows come from
   */
  public static void warn(List<List<CellNote>> rows, String origin, Consumer<Warning> warnings) {
    Map<String, UnknownCategories> unknown = new LinkedHashMap<>();
    Map<String, List<String>> far = new LinkedHashMap<>();
    Map<String, FilledCells.Filled> filled = new LinkedHashMap<>();
    for (List<CellNote> row : rows) {
      for (CellNote note : row) {
        if (note.kind() == Kind.UNKNOWN_CATEGORY) {
          String end = note.sentence().substring(note.sentence().lastIndexOf(' ') + 1);
          unknown
              .computeIfAbsent(
                  note.column(),
                  column -> new UnknownCategories(column, end.substring(0, end.length() - 1)))
              .add(note.text());
        } else if (note.kind() == Kind.FAR_NUMBER) {
          far.computeIfAbsent(note.column(), column -> new ArrayList<>()).add(note.text());
        } else {
          filled.merge(
              note.column(),
              new FilledCells.Filled(note.column(), 1, note.text()),
              FilledCells.Filled::and);
        }
      }
    }
    unknown.values().forEach(column -> column.warn(origin, rows.size(), warnings));
    FilledCells.warn(new ArrayList<>(filled.values()), origin, rows.size(), warnings);
    far.forEach(
        (column, numbers) ->
            warnings.accept(
                new Warning(
                    String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d rows have a number in column '%s' that is far from those the model has learned from (the first is %s); what it predicts there is a guess",
                        origin,
                        numbers.size(),
                        rows.size(),
                        column,
                        numbers.get(0)),
                    numbers.size())));
  }
}
