package dev.gradus.engine.table;

import dev.gradus.engine.file.GrowingFile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Integers that are not negative, in a file: first they are added, then read.
 *
 * <p>A block has {@value #ROWS} of them. One whose numbers each exceed the one before by 1, as the
 * lines of most files do, takes no room: its place is its first number, less than 0 after {@code
 * ~}.
 */
final class StoredInts {

  static final int LOG_OF_ROWS = 12;

  /** The number of rows of a block. */
  static final int ROWS = 1 << LOG_OF_ROWS;

  private final GrowingFile file;
  private final BlockPlaces places;
  private final ByteBuffer block;

  /** None yet. */
  StoredInts(GrowingFile file) {
    this.file = file;
    this.places = new BlockPlaces();
    this.block = ByteBuffer.allocate(ROWS * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private StoredInts(GrowingFile file, BlockPlaces places) {
    this.file = file;
    this.places = places;
    this.block = ByteBuffer.allocate(0);
  }

  /** Adds one, at least 0. */
  void add(int number) {
    block.putInt(number);
    if (!block.hasRemaining()) {
      flush();
    }
  }

  /** Writes what is left; no more can be added. */
  void end() {
    if (block.position() > 0) {
      flush();
    }
  }

  private void flush() {
    block.flip();
    places.add(isRegular() ? ~(long) block.getInt(0) : file.append(block));
    block.clear();
  }

  private boolean isRegular() {
    for (int at = Integer.BYTES; at < block.limit(); at += Integer.BYTES) {
      if (block.getInt(at) != block.getInt(at - Integer.BYTES) + 1) {
        return false;
      }
    }
    return true;
  }

  /** The number of a row whose block is complete, or of any row after the end. */
  int get(int row) {
    long place = places.get(row >>> LOG_OF_ROWS);
    int inside = row & (ROWS - 1);
    if (place < 0) {
      return (int) ~place + inside;
    }
    long at = place + (long) Integer.BYTES * inside;
    return file.segment(at, at + Integer.BYTES).getInt(GrowingFile.within(at));
  }

  void writeTo(DataOutput out) throws IOException {
    places.writeTo(out);
  }

  /** Those that were written for a number of rows. */
  static StoredInts readFrom(DataInput in, GrowingFile file, int rows) throws IOException {
    return new StoredInts(file, BlockPlaces.readFrom(in, blocks(rows)));
  }

  static int blocks(int rows) {
    return (rows + ROWS - 1) >>> LOG_OF_ROWS;
  }
}
