package dev.gradus.spark;

import dev.gradus.runtime.problem.Bytes;
import dev.gradus.runtime.problem.DataException;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How much memory rows may take that each executor receives once: those of a search or a
 * comparison, or the prepared rows of a training run. The driver and each executor hold them,
 * beside what else they have of them.
 *
 * @param process the one with the least memory, in messages
 * @param option sets its memory
 * @param heapBytes its memory
 */
record RowsMemory(String process, String option, long heapBytes) {

  /**
   * The rows, the same again as they are sent, and the table, each about as large; the last quarter
   * is for training.
   */
  private static final int SHARE_OF_HEAP = 4;

  private static final String EXECUTOR_MEMORY = "spark.executor.memory";

  /** The memory of the driver or of an executor, whichever is smaller. */
  static RowsMemory of(JavaSparkContext context) {
    return of(
        Runtime.getRuntime().maxMemory(),
        context.isLocal()
            ? Long.MAX_VALUE
            : context.getConf().getSizeAsMb(EXECUTOR_MEMORY, "1g") << 20);
  }

  /** The same of processes with this number of bytes. */
  static RowsMemory of(long driver, long executor) {
    return executor < driver
        ? new RowsMemory("an executor", EXECUTOR_MEMORY, executor)
        : new RowsMemory("the driver", "spark.driver.memory", driver);
  }

  /** The most bytes that the rows may have. */
  long most() {
    return heapBytes / SHARE_OF_HEAP;
  }

  /**
   * Refuses the rows of a search or a comparison that need more.
   *
   * @param rows the number of rows that need more, from the first one
   */
  DataException refusal(long rows) {
    return new DataException(
        TrainingColumns.ORIGIN,
        String.format(
            Locale.ROOT,
            "a search or a comparison holds all rows in memory, but of the %s of %s they may take %s, and the first %,d rows need more; give it more memory (%s), or take fewer rows or columns",
            Bytes.text(heapBytes),
            process,
            Bytes.text(most()),
            rows,
            option));
  }
}
