package dev.gradus.engine.table;

import dev.gradus.engine.file.GrowingFile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The numbers of a column in a file, in blocks like those of {@link Numbers}: first they are added,
 * then read.
 *
 * <p>The place of a block is a multiple of 16; added to it is the number of decimals of its whole
 * numbers, or {@value #DOUBLES}.
 */
final class StoredNumbers implements NumberCells {

  private static final int LOG_OF_ROWS = StoredInts.LOG_OF_ROWS;
  private static final int ROWS = StoredInts.ROWS;
  private static final int DOUBLES = GrowingFile.ALIGNMENT - 1;

  private final GrowingFile file;
  private final BlockReader reader;
  private final BlockPlaces places;
  private final double[] last;
  private int lastCount;
  private int rows;

  /** None yet. */
  StoredNumbers(GrowingFile file) {
    this(file, new BlockPlaces(), new double[ROWS], 0);
  }

  private StoredNumbers(GrowingFile file, BlockPlaces places, double[] last, int rows) {
    this.file = file;
    this.reader = new BlockReader(file);
    this.places = places;
    this.last = last;
    this.rows = rows;
  }

  /** Adds those of a part of the column. */
  void add(NumericColumn part) {
    int taken = 0;
    while (taken < part.rows()) {
      int some = Math.min(part.rows() - taken, ROWS - lastCount);
      part.copy(taken, taken + some, last, lastCount);
      taken += some;
      lastCount += some;
      if (lastCount == ROWS) {
        flush();
      }
    }
    rows += part.rows();
  }

  /** Writes what is left; no more can be added. */
  void end() {
    if (lastCount > 0) {
      flush();
    }
  }

  private void flush() {
    Numbers.Block block =
        Numbers.Block.of(lastCount == ROWS ? last : Arrays.copyOf(last, lastCount));
    boolean whole = block.whole().length > 0;
    ByteBuffer bytes =
        ByteBuffer.allocate(lastCount * (whole ? Integer.BYTES : Double.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (whole) {
      bytes.asIntBuffer().put(block.whole());
    } else {
      bytes.asDoubleBuffer().put(block.doubles());
    }
    places.add(file.append(bytes) | (whole ? Numbers.decimalsOf(block.divisor()) : DOUBLES));
    lastCount = 0;
  }

  /** The number of a row whose block is complete, or of any row after the end. */
  @Override
  public double get(int row) {
    int index = row >>> LOG_OF_ROWS;
    if (index == places.count()) {
      return last[row & (ROWS - 1)];
    }
    Block block = block(index);
    int at = block.size() * (row & (ROWS - 1));
    return block.isWhole()
        ? Numbers.quotient(reader.integer(index, block.place, block.bytes(), at), block.kind)
        : reader.real(index, block.place, block.bytes(), at);
  }

  @Override
  public void copy(int[] rows, int from, int to, double[] into) {
    int i = from;
    while (i < to) {
      int index = rows[i] >>> LOG_OF_ROWS;
      if (index == places.count()) {
        into[i - from] = get(rows[i]);
        i++;
        continue;
      }
      int end = i;
      int first = rows[i];
      int furthest = first;
      while (end < to && rows[end] >>> LOG_OF_ROWS == index) {
        first = Math.min(first, rows[end]);
        furthest = Math.max(furthest, rows[end]);
        end++;
      }
      double[] some = new double[furthest - first + 1];
      read(first, some.length, some, 0);
      for (; i < end; i++) {
        into[i - from] = some[rows[i] - first];
      }
    }
  }

  @Override
  public void copy(int from, int to, double[] into, int at) {
    int row = from;
    while (row < to) {
      int inside = row & (ROWS - 1);
      int count = Math.min(to - row, ROWS - inside);
      if (row >>> LOG_OF_ROWS == places.count()) {
        System.arraycopy(last, inside, into, at + row - from, count);
      } else {
        read(row, count, into, at + row - from);
      }
      row += count;
    }
  }

  /** Reads consecutive rows of a block that is complete. */
  private void read(int row, int count, double[] into, int at) {
    Block block = block(row >>> LOG_OF_ROWS);
    int size = block.size();
    ByteBuffer bytes =
        reader.read(block.place + (long) size * (row & (ROWS - 1)), size * count).flip();
    if (block.isWhole()) {
      int[] whole = new int[count];
      bytes.asIntBuffer().get(whole);
      for (int i = 0; i < count; i++) {
        into[at + i] = Numbers.quotient(whole[i], block.kind);
      }
    } else {
      bytes.asDoubleBuffer().get(into, at, count);
    }
  }

  private Block block(int index) {
    long place = places.get(index);
    int kind = (int) (place & (GrowingFile.ALIGNMENT - 1));
    return new Block(place - kind, kind, Math.min(ROWS, rows - index * ROWS));
  }

  /** Where a block is, and what it holds. */
  private record Block(long place, int kind, int rows) {
    boolean isWhole() {
      return kind != DOUBLES;
    }

    /** The bytes of a number. */
    int size() {
      return isWhole() ? Integer.BYTES : Double.BYTES;
    }

    int bytes() {
      return rows * size();
    }
  }

  @Override
  public NumberCells select(int[] rows) {
    return new Selected(this, rows);
  }

  void writeTo(DataOutput out) throws IOException {
    places.writeTo(out);
  }

  /** Those that were written for a number of rows. */
  static StoredNumbers readFrom(DataInput in, GrowingFile file, int rows) throws IOException {
    return new StoredNumbers(
        file, BlockPlaces.readFrom(in, StoredInts.blocks(rows)), new double[0], rows);
  }
}
