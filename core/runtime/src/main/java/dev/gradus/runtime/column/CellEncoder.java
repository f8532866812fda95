package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;

/**
 * Turns single cells of a column into numbers, to the bit as the column turns those of a table.
 * What it looks up is laid out once, so that a row costs little. It can be shared by any number of
 * threads.
 */
public interface CellEncoder {

  /**
   * Turns a number into numbers.
   *
   * @param number finite
   * @param into as many elements as the column is wide are overwritten, from {@code at} on
   * @return whether the column knows it; false for a category that was not learned
   * @throws DataException if it means nothing to the column
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
   * Writes what stands for a missing cell; only if something does, see {@link PreparedColumn#fill}.
   */
  void missing(float[] into, int at);
}
