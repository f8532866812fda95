package dev.gradus.engine.table;

import static java.util.Objects.requireNonNull;

import dev.gradus.runtime.problem.DataException;

/**
 * A named column of a table: numbers or strings.
 *
 * <p>Immutable. A cell may be missing: then it was empty in the file.
 */
public sealed interface Column permits NumericColumn, TextColumn {

  /**
   * A column of numbers.
   *
   * @param numbers NaN where a cell is missing; copied
   * @throws DataException if a number is infinite, or the name is empty
   */
  static NumericColumn of(String name, double... numbers) {
    requireNonNull(name, "name must not be null");
    requireNonNull(numbers, "numbers must not be null");
    return NumericColumn.ofFinite(name, numbers);
  }

  /**
   * A column of strings.
   *
   * @param texts an empty one is a missing cell; copied
   * @throws DataException if the name is empty
   */
  static TextColumn of(String name, String... texts) {
    requireNonNull(name, "name must not be null");
    requireNonNull(texts, "texts must not be null");
    for (String text : texts) {
      requireNonNull(text, "a text must not be null; use an empty one for a missing cell");
    }
    return TextColumn.ofTexts(name, texts);
  }

  /** The same cells under another name, not empty. */
  Column named(String other);

  /** The name, not empty. */
  String name();

  /** The number of cells. */
  int rows();

  /** Whether the cell is missing. */
  boolean isMissing(int row);

  /**
   * The text of a cell, as written in the file; for a number that does not come from a file, the
   * plain text: {@code 7}, not {@code 7.0}. Empty if the cell is missing.
   *
   * @throws DataException if it is a number of a file, and there was not enough memory for the
   *     original text of the column's numbers
   */
  String text(int row);

  /** The number in a cell; NaN if it is missing, or is not a number. */
  double number(int row);

  /**
   * What a cell has in common with every cell that equals it: its text in a column of strings;
   * otherwise its number, in which both zeros are one. Not every whole number from 2^53 on is a
   * {@code double}. One that is written with more digits than a {@code double} keeps has all of
   * them: {@code 1152921504606846976} and {@code 1152921504606846977} are different, although
   * {@link #number} is the same.
   *
   * @return only to be compared by {@code equals}; the same for all missing cells
   * @throws DataException if it is such a number, and there was not enough memory for the original
   *     text of the column's numbers
   */
  Object value(int row);

  /**
   * Some of its cells, in another column of that name.
   *
   * @param rows their indices, in the order wanted; not modified
   */
  Column select(int[] rows);
}
