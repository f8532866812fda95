package dev.gradus.engine.training;

import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.EqualRows;
import dev.gradus.engine.data.RowTimes;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.runtime.problem.Bytes;
import java.util.Locale;
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

  private SplitMemory() {}

  /**
   * Refuses a table whose split or preparation does not fit.
   *
   * @param heapBytes the memory of the process
   * @throws TrainingException with a sentence, if they need more
   */
  static void check(ConfiguredTable table, long heapBytes) {
    long bytes = bytes(table);
    long most = MemoryPlan.usable(heapBytes);
    if (bytes > most) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "data: to split %,d rows and to learn how their columns are prepared would need about %s of memory, but of the %s of this process it can use %s; increase it (java -Xmx), or use fewer rows%s",
              table.table().rows(),
              Bytes.text(bytes),
              Bytes.text(heapBytes),
              Bytes.text(most),
              ofSplit(table.data().split()) < ofColumns(table)
                  ? ", or columns whose preparation needs no quantiles ({numeric: {scale: standard, missing: mean}})"
                  : ""));
    }
  }

  /** The approximate number of bytes. */
  static long bytes(ConfiguredTable table) {
    return (long) table.table().rows() * Math.max(ofSplit(table.data().split()), ofColumns(table));
  }

  /** What the split takes for each row, in bytes. */
  private static int ofSplit(SplitSpec split) {
    long times =
        DoubleStream.of(split.validation(), split.testShare(), split.calibrationShare())
            .filter(share -> share > 0)
            .count();
    if (times == 0) {
      return PART;
    }
    int first =
        split.group().isPresent() || split.keepsDuplicatesTogether()
            ? EqualRows.BYTES_PER_ROW
            : split.time().isPresent() ? RowTimes.BYTES_PER_ROW : ORDER + CLASS;
    return first + PART + (times > 1 ? AGAIN : 0);
  }

  /**
   * What a column takes for each row, in bytes, besides the parts, and the rows that are learned.
   */
  private static int ofColumns(ConfiguredTable table) {
    return 2 * Integer.BYTES + TablePreparation.learningBytesPerRow(table.table(), table.plan());
  }
}
