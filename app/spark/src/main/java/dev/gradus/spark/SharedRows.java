package dev.gradus.spark;

import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a data source, to be sent to executors; it is read once. */
final class SharedRows implements DataSource, Serializable {

  private static final long serialVersionUID = 1;

  /** Few objects, none of them large, for any number of rows. */
  private static final int ROWS_OF_BLOCK = 4096;

  /** A reference to a string. Empty cells share one. */
  private static final int BYTES_OF_REFERENCE = 4;

  /** What a string takes besides its characters. */
  private static final int BYTES_OF_STRING = 44;

  private final List<String> columns = new ArrayList<>();

  /** Blocks of rows, one row after the other: numbers, or cells. */
  private final List<Object> blocks = new ArrayList<>();

  /**
   * Reads a source to its end.
   *
   * @param memory which the rows may take
   * @throws dev.gradus.runtime.problem.DataException if the rows need more, as soon as that is seen
   */
  static SharedRows of(DataSource source, RowsMemory memory) throws IOException {
    SharedRows rows = new SharedRows();
    Collector collector = new Collector(rows, memory);
    source.read(collector);
    collector.end();
    return rows;
  }

  /** A string has a byte for each character, or two if one of them is beyond Latin-1. */
  private static long bytesOf(String cell) {
    if (cell.isEmpty()) {
      return BYTES_OF_REFERENCE;
    }
    int ofCharacter = cell.chars().allMatch(character -> character <= 0xFF) ? 1 : 2;
    return BYTES_OF_REFERENCE + BYTES_OF_STRING + (long) ofCharacter * cell.length();
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
    private final RowsMemory memory;
    private final List<double[]> numbers = new ArrayList<>();
    private final List<String[]> cells = new ArrayList<>();
    private long rows;
    private long bytes;

    Collector(SharedRows to, RowsMemory memory) {
      this.to = to;
      this.memory = memory;
    }

    @Override
    public void columns(List<String> names) {
      to.columns.addAll(names);
    }

    @Override
    public void row(String... row) {
      check(Arrays.stream(row).mapToLong(SharedRows::bytesOf).sum());
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
        throw memory.refusal(rows);
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
