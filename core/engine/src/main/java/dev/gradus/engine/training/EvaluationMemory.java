package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Bytes;
import dev.gradus.runtime.problem.DataException;
import java.util.Locale;

/**
 * The memory that it takes to evaluate a model on rows of a table, computed before it predicts.
 *
 * @param origin of the table
 * @param rows the number of rows
 * @param table what the table takes, in bytes; 0 if it is in a file
 * @param inputs what the prepared inputs take in memory, in bytes; 0 if they are in a file
 * @param rest what predictions, targets and metrics take, in bytes
 */
public record EvaluationMemory(String origin, int rows, long table, long inputs, long rest) {

  /**
   * The memory of an evaluation.
   *
   * @param configuration the loss and the metrics
   * @param table that the rows are of
   * @param rows the number of rows
   * @param intervals whether an interval is predicted for each number of the target
   * @param numbersAtOnce the number of inputs that are predicted from at a time
   */
  public static EvaluationMemory of(
      Configuration configuration,
      Preparation preparation,
      Table table,
      int rows,
      boolean intervals,
      long numbersAtOnce) {
    boolean stored = table.folder().isPresent();
    long cells = (long) table.rows() * table.columns().size();
    long ofRow =
        Integer.BYTES
            + (stored ? 0 : (long) Float.BYTES * preparation.targets().width())
            + (long) Double.BYTES * configuration.auxiliaryColumns().size()
            + Evaluator.bytesOfEvaluated(configuration, preparation.target(), intervals);
    return new EvaluationMemory(
        table.origin(),
        rows,
        stored ? 0 : Float.BYTES * cells,
        stored ? 0 : (long) Float.BYTES * preparation.inputWidth() * rows,
        ofRow * rows + Float.BYTES * numbersAtOnce);
  }

  /**
   * Whether the prepared inputs may stay in memory, or are in a file; otherwise they are made
   * whenever they are needed.
   *
   * @param heapBytes the memory of the process
   */
  public boolean keepsInputs(long heapBytes) {
    return inputs == 0 || inputs + rest <= MemoryPlan.usableBeside(table, heapBytes);
  }

  /**
   * Refuses an evaluation that does not fit.
   *
   * @param heapBytes the memory of the process
   * @throws DataException with a sentence, if it needs more
   */
  public void check(long heapBytes) {
    long most = MemoryPlan.usableBeside(table, heapBytes);
    if (rest > most) {
      throw new DataException(
          origin,
          String.format(
              Locale.ROOT,
              "to evaluate the model on %,d rows would need about %s of memory, but of the %s of this process it can use %s%s; increase it (java -Xmx), or evaluate fewer rows",
              rows,
              Bytes.text(rest),
              Bytes.text(heapBytes),
              Bytes.text(most),
              table > 0 ? " besides the table" : ""));
    }
  }
}
