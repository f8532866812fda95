package dev.gradus.engine.training;

import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.EqualRows;
import dev.gradus.engine.data.RowTimes;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.Bytes;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * The memory that it takes to split a table and then to learn its preparation, besides the table:
 * computed before either begins, because a {@link MemoryPlan} needs the result.
 */
final class SplitMemory {

  /** A row is in a part, and has been marked for it. */
  private static final int PART = Integer.BYTES + 1;

  /** A row has a place in a random order. */
  private static final int ORDER = Integer.BYTES;

  /** A row has a class. */
  private static final int CLASS = Integer.BYTES;

  /** If rows are held out twice, a row is in a table of those that are left, and in its parts. */
  private static final int AGAIN = 4 * Integer.BYTES;

  private final ConfiguredTable table;
  private final int ofSplit;
  private final boolean learns;

  /**
   * The memory of a table.
   *
   * @param times how often rows are held out
   * @param learns whether the preparation is learned, not that of an initial model
   */
  private SplitMemory(ConfiguredTable table, int times, boolean learns) {
    this.table = table;
    this.ofSplit = ofSplit(table.data().split(), times);
    this.learns = learns;
  }

  /**
   * The memory of an experiment.
   *
   * @param tests whether rows are held out for the test split, if the configuration asks for that
   * @param learns whether the preparation is learned, not that of an initial model
   */
  static SplitMemory of(ConfiguredTable table, boolean tests, boolean learns) {
    SplitSpec split = table.data().split();
    double test = tests ? split.testShare() : 0;
    long times =
        DoubleStream.of(split.validation(), test, split.calibrationShare())
            .filter(share -> share > 0)
            .count();
    return new SplitMemory(table, (int) times, learns);
  }

  /** The memory of dividing a table into folds; each is held out, but the test split only once. */
  static SplitMemory ofFolds(ConfiguredTable table, boolean learns) {
    return new SplitMemory(table, table.data().split().testShare() > 0 ? 2 : 1, learns);
  }

  /**
   * Refuses the table of an experiment, if its split or its preparation does not fit.
   *
   * @param tests whether rows are held out for the test split, if the configuration asks for that
   * @param learns whether the preparation is learned, not that of an initial model
   * @param heapBytes the memory of the process
   * @throws TrainingException with a sentence, if they need more
   */
  static void check(ConfiguredTable table, boolean tests, boolean learns, long heapBytes) {
    of(table, tests, learns).check(heapBytes);
  }

  /** Refuses a table that is divided into folds, if that or its preparation does not fit. */
  static void checkFolds(ConfiguredTable table, boolean learns, long heapBytes) {
    ofFolds(table, learns).check(heapBytes);
  }

  private void check(long heapBytes) {
    long most = MemoryPlan.usableBeside(held(), heapBytes);
    if (bytes() > most) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "data: to %s would need about %s of memory, but of the %s of this process it can use %s besides the table; increase it (java -Xmx), or use fewer rows%s",
              String.format(
                  Locale.ROOT,
                  ofSplit < ofColumns()
                      ? "learn how the columns of %,d rows are prepared"
                      : "split %,d rows",
                  rows()),
              Bytes.text(bytes()),
              Bytes.text(heapBytes),
              Bytes.text(most),
              bytes(Math.max(ofSplit, ofColumns(column -> !(column instanceof NumericColumn))))
                      <= most
                  ? ", or columns whose preparation needs no quantiles ({numeric: {scale: standard, missing: mean}})"
                  : ""));
    }
  }

  private int rows() {
    return table.table().rows();
  }

  /** What the table takes at least, in bytes; a cell in a file takes none. */
  private long held() {
    Table cells = table.table();
    return cells.folder().isPresent() ? 0 : (long) Float.BYTES * rows() * cells.columns().size();
  }

  /** The approximate number of bytes. */
  long bytes() {
    return bytes(Math.max(ofSplit, ofColumns()));
  }

  private long bytes(int ofRow) {
    return (long) rows() * ofRow;
  }

  /** What the split takes for each row, in bytes. */
  private static int ofSplit(SplitSpec split, int times) {
    if (times == 0) {
      return PART;
    }
    int first =
        split.group().isPresent() || split.keepsDuplicatesTogether()
            ? EqualRows.BYTES_PER_ROW
            : split.time().isPresent() ? RowTimes.BYTES_PER_ROW : ORDER + CLASS;
    return first + PART + (times > 1 ? AGAIN : 0);
  }

  private int ofColumns() {
    return ofColumns(column -> true);
  }

  /**
   * What one of some columns takes for each row, in bytes, besides the parts, and the rows that are
   * learned.
   */
  private int ofColumns(Predicate<Column> some) {
    int most = 0;
    if (learns) {
      for (Column column : table.table().columns()) {
        if (some.test(column)) {
          Table alone = Table.of(column);
          most = Math.max(most, TablePreparation.learningBytesPerRow(alone, table.plan()));
        }
      }
    }
    return 2 * Integer.BYTES + most;
  }
}
