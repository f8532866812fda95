package dev.gradus.spi;

import java.io.IOException;
import java.util.List;

/**
 * Where a table comes from: a format of files, a database, a generator.
 *
 * <p>An option of the type {@link java.nio.file.Path} is written relative to the folder of the
 * configuration, and arrives here resolved. The first such option names the file that is read:
 * another one takes its place when a model predicts from, or is measured on, other data.
 */
public interface DataSource {

  /**
   * Reads everything, from the first row to the last; the same every time, unless the data have
   * changed.
   *
   * <p>It is called on a thread of its own. When the table is no longer wanted, that thread is
   * interrupted, and a source that is waiting for something should return.
   *
   * @param rows gets the names of the columns, then the rows
   * @throws IOException if the data cannot be read; its message says which, and why
   * @throws IllegalArgumentException with a sentence, if the data are malformed
   */
  void read(Rows rows) throws IOException;

  /**
   * Whether reading opens a connection to another program or machine, such as a database. An
   * application that does not trust a configuration can refuse such sources. Reading files does not
   * count; false unless overridden.
   */
  default boolean reachesOut() {
    return false;
  }

  /** Receives the table. It copies the arrays that it is given. */
  interface Rows {

    /**
     * The names of the columns; once, before the first row.
     *
     * @param names at least one, none blank, none twice
     */
    void columns(List<String> names);

    /**
     * A row of texts. A column whose texts are all numbers, written like {@code -1.5e3}, is
     * numeric.
     *
     * @param cells one for each column; an empty one is a missing value
     */
    void row(String... cells);

    /**
     * A row of numbers.
     *
     * @param numbers one for each column; NaN is a missing value, an infinite one is refused
     */
    void numbers(double... numbers);
  }
}
