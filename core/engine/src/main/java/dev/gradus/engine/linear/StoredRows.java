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
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rows of a matrix in a file without a name, which ends with the process: first they are added,
 * in order, then read at any place. Any number of threads may read.
 *
 * <p>A file that is larger than the memory that the operating system has for it is read from the
 * disk again and again. If batches mostly wait for the disk, their rows are {@link RowsAhead read
 * ahead}, in a quarter of the memory that is free then, and that anything else may take back.
 */
public final class StoredRows implements MatrixRows, GrowingRows {

  /** The approximate number of numbers in a block of rows, which has at least one row. */
  private static final int NUMBERS_OF_BLOCK = 1 << 16;

  /** A row that takes at least these nanoseconds, and these for each byte, is on the disk. */
  private static final long SLOW_ROW = 20_000;

  private static final long SLOW_BYTE = 10;

  /** How long batches wait for the disk, in nanoseconds, until rows are read ahead. */
  private static final long PATIENCE = 5_000_000_000L;

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

  private final long patience;
  private final long slowRow;

  /** For each order in which rows are read, those that are read ahead. */
  private final Map<int[], Reference<RowsAhead>> ahead = new WeakHashMap<>();

  /** When the first batch was read; 0 before. */
  private final AtomicLong begun = new AtomicLong();

  /** How long batches have waited for the disk, in nanoseconds. */
  private final AtomicLong waited = new AtomicLong();

  private volatile boolean isSlow;

  /**
   * No rows yet.
   *
   * @param folder holds the file
   * @param columns at least 1
   */
  public StoredRows(Path folder, int columns) {
    this(folder, columns, SLOW_ROW + SLOW_BYTE * Float.BYTES * columns, PATIENCE);
  }

  /**
   * As the other constructor.
   *
   * @param slowRow the nanoseconds from which on a row is on the disk
   * @param patience how long batches wait for the disk, in nanoseconds, until rows are read ahead
   */
  StoredRows(Path folder, int columns, long slowRow, long patience) {
    this.columns = columns;
    this.slowRow = slowRow;
    this.patience = patience;
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
  public void copyRows(int[] order, int from, int to, float[] into) {
    if (to == from || order[to - 1] - order[from] == to - from - 1) {
      // They are probably side by side.
      MatrixRows.super.copyRows(order, from, to, into);
    } else if (isSlow) {
      ahead(order)
          .ifPresentOrElse(
              known -> known.copy(order, from, to, into),
              () -> MatrixRows.super.copyRows(order, from, to, into));
    } else {
      copyTimed(order, from, to, into);
    }
  }

  private void copyTimed(int[] order, int from, int to, float[] into) {
    long start = System.nanoTime();
    begun.compareAndSet(0, start);
    MatrixRows.super.copyRows(order, from, to, into);
    long end = System.nanoTime();
    if (end - start >= (to - from) * slowRow) {
      long all = waited.addAndGet(end - start);
      isSlow = all >= patience && all >= (end - begun.get()) / 2;
    }
  }

  private Optional<RowsAhead> ahead(int[] order) {
    synchronized (ahead) {
      RowsAhead known = ahead.getOrDefault(order, NOTHING).get();
      if (known != null) {
        return Optional.of(known);
      }
      Runtime memory = Runtime.getRuntime();
      long free = memory.maxMemory() - memory.totalMemory() + memory.freeMemory();
      int most = RowsAhead.rowsIn(free / 4, this);
      if (most < Math.min(rows, LEAST_AHEAD)) {
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
