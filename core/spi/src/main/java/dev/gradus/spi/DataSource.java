package dev.gradus.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The source of a table: a file format, a database, a generator.
 *
 * <p>An option of the type {@link java.nio.file.Path} is written relative to the folder of the
 * configuration, and arrives here resolved. The first such option names the file to read; it is
 * replaced when a model predicts from other data or is evaluated on it.
 */
public interface DataSource {

  /**
   * Reads all rows in order. The result is the same every time, unless the data have changed.
   *
   * <p>Pass on each row as soon as it is read, and keep none. If the table does not fit into
   * memory, this is called a second time, and the rows go to a file.
   *
   * <p>It is called on a separate thread. When the table is no longer wanted, that thread is
   * interrupted, and a source that is waiting for something should return.
   *
   * @param rows receives the names of the columns, then the rows
   * @throws IOException if the data cannot be read; its message says what, and why
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
   * Recognises a file in the format of this source by its first bytes or its name, so that users
   * need not name the format. The engine calls it on the source with default options, for any file
   * that a user names. A file that no source recognises is read as CSV; a file that two sources
   * recognise is refused. So recognise only files that no other format can produce, and that can be
   * read without further options.
   *
   * <p>Files for a model that was trained from this source are recognised too; options with default
   * values then take the values that the model was trained with.
   *
   * <p>It must read little, change nothing and never throw, even if the file cannot be read. A
   * damaged file in the format should be recognised: reading it reports what is wrong. Piped input
   * is recognised by its first 65,536 bytes, copied to a file.
   *
   * @return what is known of the file; empty if it is in another format, as for any file unless
   *     overridden
   * @since 1.1
   */
  default Optional<Recognised> recognise(Path file) {
    return Optional.empty();
  }

  /**
   * This source, for a model that needs columns of these names. This tells a sparse format, which
   * may lack the last columns, that they are needed.
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
     * A row of strings. A column whose strings are all numbers, written like {@code -1.5e3}, is
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
