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
  private final BlockPlaces places;
  private final double[] last;
  private int lastCount;

  /** None yet. */
  StoredNumbers(GrowingFile file) {
    this(file, new BlockPlaces(), new double[ROWS]);
  }

  private StoredNumbers(GrowingFile file, BlockPlaces places, double[] last) {
    this.file = file;
    this.places = places;
    this.last = last;
  }

  /** Adds one; NaN if it is missing. */
  void add(double number) {
    last[lastCount++] = number;
    if (lastCount == ROWS) {
      flush();
    }
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
    long place = places.get(index);
    int kind = (int) (place & (GrowingFile.ALIGNMENT - 1));
    long first = place - kind;
    int inside = row & (ROWS - 1);
    if (kind == DOUBLES) {
      long at = first + (long) Double.BYTES * inside;
      return file.segment(at, at + Double.BYTES).getDouble(GrowingFile.within(at));
    }
    long at = first + (long) Integer.BYTES * inside;
    return Numbers.quotient(
        file.segment(at, at + Integer.BYTES).getInt(GrowingFile.within(at)), kind);
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
      long place = places.get(index);
      int kind = (int) (place & (GrowingFile.ALIGNMENT - 1));
      int size = kind == DOUBLES ? Double.BYTES : Integer.BYTES;
      int first = GrowingFile.within(place - kind);
      ByteBuffer mapped = file.segment(place - kind, place - kind + size);
      while (i < to && rows[i] >>> LOG_OF_ROWS == index) {
        int at = first + size * (rows[i] & (ROWS - 1));
        into[i - from] =
            kind == DOUBLES ? mapped.getDouble(at) : Numbers.quotient(mapped.getInt(at), kind);
        i++;
      }
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
        file, BlockPlaces.readFrom(in, StoredInts.blocks(rows)), new double[0]);
  }
}
