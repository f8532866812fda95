package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A note about a cell that was filled, or was an unknown category, in a prediction.
 *
 * @param column the name of its column
 * @param kind what happened
 * @param text the fill value of a missing cell, such as {@code 37.5}, or the unknown category, such
 *     as {@code Oslo}
 * @param sentence the note in words
 */
public record CellNote(String column, Kind kind, String text, String sentence) {

  /** The kinds of notes. */
  public enum Kind {
    /** The cell is missing and was filled with a learned value. */
    FILLED,
    /** The cell has a category that the model has not learned and treats as unknown. */
    UNKNOWN_CATEGORY
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
  public static CellNote unknown(String column, String category) {
    return new CellNote(
        column,
        Kind.UNKNOWN_CATEGORY,
        category,
        "column '%s' has '%s', which the model has not learned; it is treated as unknown."
            .formatted(column, category));
  }

  /**
   * Summarises the notes of many rows, once for each column.
   *
   * @param rows the notes of each row
   * @param origin where the rows come from
   */
  public static void warn(List<List<CellNote>> rows, String origin, Consumer<Warning> warnings) {
    Map<String, UnknownCategories> unknown = new LinkedHashMap<>();
    Map<String, FilledCells.Filled> filled = new LinkedHashMap<>();
    for (List<CellNote> row : rows) {
      for (CellNote note : row) {
        if (note.kind() == Kind.UNKNOWN_CATEGORY) {
          unknown.computeIfAbsent(note.column(), UnknownCategories::new).add(note.text());
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
  }
}
