package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;

/**
 * Encodes single cells of a column, bit for bit as table cells are encoded. Its lookup tables are
 * built once, so a row costs little. It can be shared by any number of threads.
 */
public interface CellEncoder {

  /**
   * Encodes a number; as its plain text, unless overridden.
   *
   * @param number finite
   * @param into as many elements as the column is wide are overwritten, from index {@code at}
   * @return whether the column knows it; false for an unknown category
   * @throws DataException if it is invalid for the column
   */
  default boolean number(double number, float[] into, int at) {
    return text(NumberText.plain(number), into, at);
  }

  /**
   * Encodes a string.
   *
   * @param text not empty; may be a number in writing
   * @return as {@link #number}
   * @throws DataException as {@link #number}
   */
  boolean text(String text, float[] into, int at);

  /**
   * Writes the fill value of a missing cell. There must be one: see {@link PreparedColumn#fill}.
   */
  void missing(float[] into, int at);
}
