package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;

/**
 * Encodes single cells of a column, to the bit as the cells of a table. Its lookup tables are built
 * once, so that a row costs little. It can be shared by any number of threads.
 */
public interface CellEncoder {

  /**
   * Turns a number into numbers.
   *
   * @param number finite
   * @param into as many elements as the column is wide are overwritten, from {@code at} on
   * @return whether the column knows it; false for an unknown category
   * @throws DataException if it is invalid for the column
   */
  boolean number(double number, float[] into, int at);

  /**
   * Turns a text into numbers.
   *
   * @param text not empty; a number may be written in it
   * @return as {@link #number}
   * @throws DataException likewise
   */
  boolean text(String text, float[] into, int at);

  /**
   * Writes the fill value of a missing cell; only if there is one, see {@link PreparedColumn#fill}.
   */
  void missing(float[] into, int at);
}
