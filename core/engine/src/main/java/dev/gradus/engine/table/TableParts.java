package dev.gradus.engine.table;

import static java.util.Objects.requireNonNull;

import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import java.util.function.Consumer;

/**
 * The rows of a file, a stream or another source, read part by part. A part is a {@link Table} of
 * consecutive rows. Only a few parts are in memory at the same time, so the memory does not depend
 * on the number of rows.
 *
 * <p>How many rows a part has depends on the memory of the process. A column whose cells are
 * numbers in one part may hold strings in another one; {@link Column#text} and {@link
 * Column#number} of a cell are the same as in a table of all rows.
 */
public final class TableParts {

  private final String origin;
  private final Consumer<Consumer<Table>> reading;

  private TableParts(String origin, Consumer<Consumer<Table>> reading) {
    this.origin = origin;
    this.reading = reading;
  }

  /**
   * Parts that a program makes, for instance from the pages of a query.
   *
   * @param origin where the rows come from, for messages
   * @param reading passes each part to its argument, in their order; runs on a thread of its own
   */
  public static TableParts of(String origin, Consumer<Consumer<Table>> reading) {
    return new TableParts(
        requireNonNull(origin, "origin must not be null"),
        requireNonNull(reading, "reading must not be null"));
  }

  /** Where the rows come from, for messages. */
  public String origin() {
    return origin;
  }

  /**
   * Reads all parts. What can be read only once, such as a stream, has parts only once.
   *
   * @param receiver of each part, in their order, on the thread that calls this method; meanwhile
   *     the next part is read on another thread. An exception of the receiver ends the reading
   * @throws DataException as the reader of a whole table throws it, after all parts before the
   *     mistake were received
   * @throws CancelledException if the calling thread is interrupted
   */
  public void forEach(Consumer<? super Table> receiver) {
    Reading.inParts(origin, reading, requireNonNull(receiver, "receiver must not be null"));
  }
}
