package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A note about a cell that was filled or unknown in a prediction.
 *
 * @param column its name
 * @param kind what is to be known of it
 * @param text the fill value of a missing cell, such as {@code 37.5}, or the category that is not
 *     known, such as {@code Oslo}
 * @param sentence the same in words
 */
public record CellNote(String column, Kind kind, String text, String sentence) {

  /** What there is to be known of a cell. */
  public enum Kind {
    /** It is missing, and was filled with a learned value. */
    FILLED,
    /** It holds a category that the model has not learned, and treats as unknown. */
    UNKNOWN_CATEGORY
  }

  /**
   * A missing cell.
   *
   * @param by the fill value, for a sentence
   * @param hint a further sentence, behind a blank; may be empty
   */
  public static CellNote filled(String column, String by, String hint) {
    return new CellNote(
        column,
        Kind.FILLED,
        by,
        "column '%s' is missing; it is filled with %s, learned in training.%s"
            .formatted(column, by, hint));
  }

  /** A category that was not learned. */
  public static CellNote unknown(String column, String category) {
    return new CellNote(
        column,
        Kind.UNKNOWN_CATEGORY,
        category,
        "column '%s' has '%s', which the model has not learned; it is treated as unknown."
            .formatted(column, category));
  }

  /**
   * Says of many rows together what there is to say, once for each column.
   *
   * @param rows what is known of each
   * @param origin where they come from
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
