package dev.gradus.engine.linear;

import dev.gradus.engine.file.GrowingFile;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The rows of a matrix in a file without a name, which ends with the process: first they are added,
 * in order, then read at any place. Any number of threads may read.
 *
 * <p>Rows that are wanted in another order than that of the file are {@link RowsAhead read ahead},
 * in a quarter of the memory that is free then, and that anything else may take back: to find a row
 * far from the one before takes long, even where the file is in memory.
 */
public final class StoredRows implements MatrixRows, GrowingRows {

  /** The approximate number of numbers in a block of rows, which has at least one row. */
  private static final int NUMBERS_OF_BLOCK = 1 << 16;

  /** The number of rows from which reading ahead pays. */
  private static final int LEAST_AHEAD = 1 << 14;

  private static final Reference<RowsAhead> NOTHING = new WeakReference<>(null);

  private final int columns;
  private final int rowsOfBlock;
  private final GrowingFile file;
  private final ByteBuffer block;
  private final List<FloatBuffer> blocks = new ArrayList<>();
  private final List<Long> places = new ArrayList<>();
  private int rows;

  private final int leastAhead;

  /** For each order in which rows are read, those that are read ahead. */
  private final Map<int[], Reference<RowsAhead>> ahead = new WeakHashMap<>();

  /** Room for some rows, unless a thread reads into it. */
  private final AtomicReference<ByteBuffer> room = new AtomicReference<>();

  /**
   * No rows yet.
   *
   * @param folder holds the file
   * @param columns at least 1
   */
  public StoredRows(Path folder, int columns) {
    this(folder, columns, LEAST_AHEAD);
  }

  /**
   * As the other constructor.
   *
   * @param leastAhead the number of rows in an order from which they are read ahead
   */
  StoredRows(Path folder, int columns, int leastAhead) {
    this.columns = columns;
    this.leastAhead = leastAhead;
    this.rowsOfBlock = Math.max(1, NUMBERS_OF_BLOCK / columns);
    this.file = GrowingFile.scratch(folder);
    this.block =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, rowsOfBlock * columns))
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void add(float[] numbers, int count) {
    int from = 0;
    while (from < count * columns) {
      int some = Math.min(count * columns - from, block.remaining() / Float.BYTES);
      block.asFloatBuffer().put(numbers, from, some);
      block.position(block.position() + Float.BYTES * some);
      from += some;
      if (!block.hasRemaining()) {
        flush();
      }
    }
    rows += count;
  }

  private void flush() {
    places.add(file.append(block.flip()));
    block.clear();
  }

  @Override
  public StoredRows end() {
    if (block.position() > 0) {
      flush();
    }
    file.seal(false);
    file.mapAll();
    long bytes = (long) Float.BYTES * columns;
    for (int i = 0; i < places.size(); i++) {
      long at = places.get(i);
      int some = Math.min(rowsOfBlock, rows - i * rowsOfBlock);
      ByteBuffer mapped =
          file.segment(at, at + some * bytes).slice(GrowingFile.within(at), (int) (some * bytes));
      blocks.add(mapped.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    }
    return this;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void copyRow(int row, float[] into, int at) {
    blocks.get(row / rowsOfBlock).get(row % rowsOfBlock * columns, into, at, columns);
  }

  @Override
  public void copyRows(int from, int to, float[] into) {
    ByteBuffer taken = room.getAndSet(null);
    ByteBuffer bytes = taken == null ? newBlock() : taken;
    int some;
    for (int row = from; row < to; row += some) {
      int inBlock = row % rowsOfBlock;
      some = Math.min(rowsOfBlock - inBlock, to - row);
      bytes.clear().limit(some * columns * Float.BYTES);
      file.read(places.get(row / rowsOfBlock) + (long) inBlock * columns * Float.BYTES, bytes);
      bytes.flip().asFloatBuffer().get(into, (row - from) * columns, some * columns);
    }
    room.set(bytes);
  }

  private ByteBuffer newBlock() {
    return ByteBuffer.allocateDirect(rowsOfBlock * columns * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void copyRows(int[] order, int from, int to, float[] into) {
    if (isRun(order, from, to)) {
      copyRows(order[from], order[from] + to - from, into);
    } else if (order.length < leastAhead) {
      MatrixRows.super.copyRows(order, from, to, into);
    } else {
      ahead(order)
          .ifPresentOrElse(
              known -> known.copy(order, from, to, into),
              () -> MatrixRows.super.copyRows(order, from, to, into));
    }
    if (to == order.length) {
      // What follows an epoch needs the memory.
      synchronized (ahead) {
        ahead.remove(order);
      }
    }
  }

  /** Whether there are several rows, which lie side by side. */
  private static boolean isRun(int[] order, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (order[i] != order[i - 1] + 1) {
        return false;
      }
    }
    return to - from > 1;
  }

  private Optional<RowsAhead> ahead(int[] order) {
    synchronized (ahead) {
      RowsAhead known = ahead.getOrDefault(order, NOTHING).get();
      if (known != null) {
        return Optional.of(known);
      }
      Runtime memory = Runtime.getRuntime();
      long free = memory.maxMemory() - memory.totalMemory() + memory.freeMemory();
      int most = Math.min(order.length, RowsAhead.rowsIn(free / 4, this));
      if (most < leastAhead) {
        return Optional.empty();
      }
      RowsAhead made = new RowsAhead(this, most);
      ahead.put(order, new SoftReference<>(made));
      return Optional.of(made);
    }
  }

  @Override
  public float at(int row, int column) {
    return blocks.get(row / rowsOfBlock).get(row % rowsOfBlock * columns + column);
  }
}
