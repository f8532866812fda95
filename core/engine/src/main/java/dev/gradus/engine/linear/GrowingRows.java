package dev.gradus.engine.linear;

import java.nio.file.Path;
import java.util.Optional;

/** The rows of a matrix: first they are added, in order, then read. */
public interface GrowingRows {

  /**
   * No rows yet.
   *
   * @param folder holds the rows in a file; empty for memory
   * @param rows the number of rows that will be added
   * @param columns at least 1
   */
  static GrowingRows of(Optional<Path> folder, int rows, int columns) {
    return folder.isPresent() && rows > 0
        ? new StoredRows(folder.get(), columns)
        : new RowBlocks(rows, columns);
  }

  /**
   * Adds rows.
   *
   * @param numbers row by row; not modified
   */
  void add(float[] numbers, int count);

  /** Ends the adding; the result can be read. */
  MatrixRows end();
}
