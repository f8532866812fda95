package dev.gradus.spark;

import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** The rows of a data source, to be sent to executors; it is read once. */
final class SharedRows implements DataSource, Serializable {

  private static final long serialVersionUID = 1;

  /** Few objects, none of them large, for any number of rows. */
  private static final int ROWS_OF_BLOCK = 4096;

  /** A reference to a string, and what it takes without its characters. */
  private static final int BYTES_OF_EMPTY_CELL = 48;

  private final List<String> columns = new ArrayList<>();

  /** Blocks of rows, one row after the other: numbers, or cells. */
  private final List<Object> blocks = new ArrayList<>();

  /**
   * Reads a source to its end.
   *
   * @param memory which the rows may take
   * @param count the number of rows, for a message
   * @throws dev.gradus.runtime.problem.DataException if the rows need more, as soon as that is seen
   */
  static SharedRows of(DataSource source, StudyMemory memory, LongSupplier count)
      throws IOException {
    SharedRows rows = new SharedRows();
    Collector collector = new Collector(rows, memory, count);
    source.read(collector);
    collector.end();
    return rows;
  }

  @Override
  public void read(Rows sink) {
    sink.columns(List.copyOf(columns));
    int width = columns.size();
    for (Object block : blocks) {
      if (block instanceof double[] numbers) {
        for (int i = 0; i < numbers.length; i += width) {
          sink.numbers(Arrays.copyOfRange(numbers, i, i + width));
        }
      } else {
        String[] cells = (String[]) block;
        for (int i = 0; i < cells.length; i += width) {
          sink.row(Arrays.copyOfRange(cells, i, i + width));
        }
      }
    }
  }

  /** Puts rows into blocks. */
  private static final class Collector implements Rows {

    private final SharedRows to;
    private final StudyMemory memory;
    private final LongSupplier count;
    private final List<double[]> numbers = new ArrayList<>();
    private final List<String[]> cells = new ArrayList<>();
    private long rows;
    private long bytes;

    Collector(SharedRows to, StudyMemory memory, LongSupplier count) {
      this.to = to;
      this.memory = memory;
      this.count = count;
    }

    @Override
    public void columns(List<String> names) {
      to.columns.addAll(names);
    }

    @Override
    public void row(String... row) {
      check(Arrays.stream(row).mapToLong(cell -> BYTES_OF_EMPTY_CELL + cell.length()).sum());
      if (!numbers.isEmpty() || cells.size() == ROWS_OF_BLOCK) {
        end();
      }
      cells.add(row.clone());
    }

    @Override
    public void numbers(double... row) {
      check((long) Double.BYTES * row.length);
      if (!cells.isEmpty() || numbers.size() == ROWS_OF_BLOCK) {
        end();
      }
      numbers.add(row.clone());
    }

    private void check(long bytesOfRow) {
      rows++;
      bytes += bytesOfRow;
      if (bytes > memory.most()) {
        long all = count.getAsLong();
        throw memory.refusal((double) bytes / rows * all, all);
      }
    }

    void end() {
      if (!numbers.isEmpty()) {
        to.blocks.add(numbers.stream().flatMapToDouble(Arrays::stream).toArray());
      }
      if (!cells.isEmpty()) {
        to.blocks.add(cells.stream().flatMap(Arrays::stream).toArray(String[]::new));
      }
      numbers.clear();
      cells.clear();
    }
  }
}
