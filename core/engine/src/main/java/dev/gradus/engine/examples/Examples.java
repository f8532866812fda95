package dev.gradus.engine.examples;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.data.PreparationInParts;
import dev.gradus.engine.data.PreparationThreads;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.linear.GrowingRows;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.linear.StoredRows;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Prepared inputs and targets, for training or evaluation.
 *
 * @param inputs [rows, inputs]; never modified
 * @param targets [rows, outputs]; never modified
 * @param weights the weight of each example, [rows, 1]; empty if all count the same
 * @param auxiliary the auxiliary columns of losses and metrics, one number per column and row
 */
public record Examples(
    MatrixRows inputs, MatrixRows targets, Optional<Matrix> weights, AuxiliaryColumns auxiliary) {

  /** The number of rows of a table that are prepared before their cells are freed. */
  private static final int ROWS_AT_ONCE = 1 << 13;

  /** Creates examples without weights and auxiliary columns. */
  public Examples(MatrixRows inputs, MatrixRows targets) {
    this(inputs, targets, Optional.empty());
  }

  /** Creates examples without auxiliary columns. */
  public Examples(MatrixRows inputs, MatrixRows targets, Optional<Matrix> weights) {
    this(inputs, targets, weights, AuxiliaryColumns.NONE);
  }

  /** The same with auxiliary columns. */
  public Examples with(AuxiliaryColumns further) {
    return new Examples(inputs, targets, weights, further);
  }

  /** Checks that there is a target for every input. */
  public Examples {
    if (inputs.rows() != targets.rows()) {
      throw new IllegalArgumentException(
          "%s rows of inputs do not match %s rows of targets"
              .formatted(inputs.rows(), targets.rows()));
    }
    int weighed = weights.map(Matrix::rows).orElse(inputs.rows());
    if (weighed != inputs.rows()) {
      throw new IllegalArgumentException(
          "%s weights do not match %s examples".formatted(weighed, inputs.rows()));
    }
  }

  /**
   * Inputs and targets of a table.
   *
   * @param warnings receives warnings about cells that the model does not know
   */
  public static Examples of(Preparation preparation, Table table, Consumer<Warning> warnings) {
    return of(preparation, table, IntStream.range(0, table.rows()).toArray(), warnings);
  }

  /**
   * Inputs and targets of some rows of a table.
   *
   * @param rows in the order wanted; not modified
   * @param warnings receives warnings about cells that the model does not know
   */
  public static Examples of(
      Preparation preparation, Table table, int[] rows, Consumer<Warning> warnings) {
    return of(preparation, table, rows, warnings, PreparationThreads.one());
  }

  /**
   * Inputs and targets of some rows of a table, prepared on several threads.
   *
   * @param threads share the work
   */
  public static Examples of(
      Preparation preparation,
      Table table,
      int[] rows,
      Consumer<Warning> warnings,
      PreparationThreads threads) {
    return of(preparation, table, rows, warnings, threads, table.folder());
  }

  /**
   * The same in a file instead of memory.
   *
   * @param folder holds the file; empty for memory
   */
  public static Examples of(
      Preparation preparation,
      Table table,
      int[] rows,
      Consumer<Warning> warnings,
      PreparationThreads threads,
      Optional<Path> folder) {
    if (folder.isPresent() && rows.length > 0) {
      PreparationInParts parts = new PreparationInParts(preparation, table, rows, threads);
      GrowingRows inputs = GrowingRows.of(folder, rows.length, preparation.inputWidth());
      parts.inputs(inputs::add, warnings);
      return new Examples(inputs.end(), targets(parts, preparation, rows, folder));
    }
    TablePreparation tables = TablePreparation.of(preparation);
    return new Examples(
        new Matrix(
            rows.length, preparation.inputWidth(), tables.inputs(table, rows, warnings, threads)),
        new Matrix(rows.length, preparation.targets().width(), tables.targets(table, rows)));
  }

  /**
   * The same without keeping the inputs: they are made again whenever they are read.
   *
   * @param rows in the order wanted; must not be modified
   */
  public static Examples withoutKeeping(
      Preparation preparation, Table table, int[] rows, Consumer<Warning> warnings) {
    PreparationInParts parts =
        new PreparationInParts(preparation, table, rows, PreparationThreads.one());
    parts.inputs((numbers, count) -> {}, warnings);
    return new Examples(
        new InputsOnDemand(preparation, table, rows),
        targets(parts, preparation, rows, Optional.empty()));
  }

  private static MatrixRows targets(
      PreparationInParts parts, Preparation preparation, int[] rows, Optional<Path> folder) {
    GrowingRows targets = GrowingRows.of(folder, rows.length, preparation.targets().width());
    parts.targets(targets::add);
    return targets.end();
  }

  /**
   * Inputs and targets of several splits of an {@link Table#expendable()} table, whose inputs are
   * freed meanwhile: both together take little more memory than one of them. Numbers, warnings and
   * errors are the same as one split after the other, but if there is an error, no cell is warned
   * of.
   *
   * @param splits the rows of each, ascending; not modified
   * @param expendable whether a column is not needed any more, by its name
   * @param folder holds the examples in files; empty for memory
   */
  public static List<Examples> of(
      Preparation preparation,
      Table table,
      List<int[]> splits,
      Predicate<String> expendable,
      Consumer<Warning> warnings,
      PreparationThreads threads,
      Optional<Path> folder) {
    List<PreparationInParts> parts = new ArrayList<>();
    List<GrowingRows> inputs = new ArrayList<>();
    for (int[] rows : splits) {
      parts.add(new PreparationInParts(preparation, table, rows, threads));
      inputs.add(GrowingRows.of(folder, rows.length, preparation.inputWidth()));
    }
    Optional<DataException> mistake = Optional.empty();
    try {
      for (int row = 0; row < table.rows(); row += Math.min(ROWS_AT_ONCE, table.rows() - row)) {
        int end = row + Math.min(ROWS_AT_ONCE, table.rows() - row);
        for (int i = 0; i < parts.size(); i++) {
          parts.get(i).inputsBefore(end, inputs.get(i)::add);
        }
        table.release(end, expendable);
      }
    } catch (DataException e) {
      mistake = Optional.of(e);
    }
    if (mistake.isPresent()) {
      parts.forEach(PreparationInParts::findMistake);
      throw mistake.get();
    }
    List<Examples> examples = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).warnOfUnknown(warnings);
      MatrixRows targets = targets(parts.get(i), preparation, splits.get(i), folder);
      examples.add(new Examples(inputs.get(i).end(), targets));
    }
    return examples;
  }

  /** Whether the inputs are in a file. */
  public boolean isStored() {
    return inputs instanceof StoredRows;
  }

  /** The number of examples. */
  public int rows() {
    return inputs.rows();
  }

  /**
   * A copy of some of the examples.
   *
   * @param rows in the order wanted; not modified
   */
  public Examples select(int[] rows) {
    return new Examples(
        select(inputs, rows),
        select(targets, rows),
        weights.map(w -> select(w, rows)),
        auxiliary.select(rows));
  }

  private static Matrix select(MatrixRows from, int[] rows) {
    Matrix selected = Matrix.zeros(rows.length, from.columns());
    for (int i = 0; i < rows.length; i++) {
      from.copyRow(rows[i], selected.values(), i * from.columns());
    }
    return selected;
  }
}
