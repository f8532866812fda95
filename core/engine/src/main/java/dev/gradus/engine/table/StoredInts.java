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
 * <p>A block has {@value #ROWS} of them. A block of consecutive numbers, such as the lines of most
 * files, takes no room: its place is the complement ({@code ~}) of its first number, which is
 * negative.
 */
final class StoredInts {

  static final int LOG_OF_ROWS = 12;

  /** The number of rows of a block. */
  static final int ROWS = 1 << LOG_OF_ROWS;

  private final GrowingFile file;
  private final BlockReader reader;
  private final BlockPlaces places;
  private final ByteBuffer block;
  private int rows;

  /** Creates a column without rows in a file. */
  StoredInts(GrowingFile file) {
    this(file, new BlockPlaces(), ByteBuffer.allocate(ROWS * Integer.BYTES), 0);
  }

  private StoredInts(GrowingFile file, BlockPlaces places, ByteBuffer block, int rows) {
    this.file = file;
    this.reader = new BlockReader(file);
    this.places = places;
    this.block = block.order(ByteOrder.LITTLE_ENDIAN);
    this.rows = rows;
  }

  /** Adds one, at least 0. */
  void add(int number) {
    rows++;
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
    int index = row >>> LOG_OF_ROWS;
    long place = places.get(index);
    int inside = row & (ROWS - 1);
    return place < 0
        ? (int) ~place + inside
        : reader.integer(
            index,
            place,
            Integer.BYTES * Math.min(ROWS, rows - index * ROWS),
            Integer.BYTES * inside);
  }

  void writeTo(DataOutput out) throws IOException {
    places.writeTo(out);
  }

  /** Reads a column that was written, with its number of rows. */
  static StoredInts readFrom(DataInput in, GrowingFile file, int rows) throws IOException {
    return new StoredInts(
        file, BlockPlaces.readFrom(in, blocks(rows)), ByteBuffer.allocate(0), rows);
  }

  static int blocks(int rows) {
    return (rows + ROWS - 1) >>> LOG_OF_ROWS;
  }
}
