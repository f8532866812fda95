package dev.gradus.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

  /**
   * Recognises a file in the format of this source by its beginning or its name, so that users need
   * not say what it is. It is asked of the source with its defaults, for any file that a user
   * names; a file that nobody recognises is read as CSV, and one that two sources recognise is
   * refused. So a source recognises what no other can have written, and only what can be read
   * without options that the user would have to give.
   *
   * <p>Another file for a model that was trained from this source is recognised as well; options
   * that are left at their defaults here are then those that the model was trained with.
   *
   * <p>It reads little, changes nothing and throws nothing, whatever the file is and even if it
   * cannot be read. A damaged file in the format is recognised: reading it says what is wrong. What
   * comes through a pipe is recognised by its first 65,536 bytes, in a file that ends there.
   *
   * @return what is known of the file; empty if it is in another format, as for any file unless
   *     overridden
   * @since 1.1
   */
  default Optional<Recognised> recognise(Path file) {
    return Optional.empty();
  }

  /**
   * This source, for a model that needs columns of these names. A format that leaves out what is 0,
   * and with it perhaps the last columns, can be told here that they are needed.
   *
   * @param names of the inputs of the model
   * @return empty if it could not have written such columns, so that the file must be in another
   *     format; this source unless overridden
   * @since 1.1
   */
  default Optional<DataSource> forColumns(List<String> names) {
    return Optional.of(this);
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
