package dev.gradus.engine.data;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.table.ColumnNames;
import dev.gradus.engine.table.Table;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * What turns the cells of a table into the numbers that a network sees, learned from training rows.
 *
 * <p>It holds nothing but plain values, so that a model file can hold it, and applies to any table
 * that has the same columns, in whatever order and among whatever others.
 *
 * @param inputs the columns that the network sees, in the order of its inputs; at least one
 * @param targets the columns that it predicts
 */
public record Preparation(List<PreparedColumn> inputs, @Stored("target") TargetColumns targets) {

  /** The largest number of categories or classes of a column. */
  public static final int MOST_CATEGORIES = 4096;

  /** Keeps a copy. */
  public Preparation {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one input column");
    }
  }

  /**
   * Learns from some rows of a table. The other rows are only checked: they have no influence on
   * what is learned.
   *
   * @param trainingRows at least one; not modified
   * @throws DataException with all problems: names in the plan that are no columns, empty cells,
   *     texts in numeric columns, columns of both numbers and texts that are not declared, cells of
   *     boolean columns that say neither yes nor no, classes without training rows, a single class,
   *     a label that applies to no training row or to all
   */
  public static Preparation learn(Table table, int[] trainingRows, PreparationPlan plan) {
    return new ColumnLearner(table, trainingRows, plan).learn();
  }

  /** The number of inputs of the network. */
  public int inputWidth() {
    return inputs.stream().mapToInt(PreparedColumn::width).sum();
  }

  /** What the inputs of the network are. */
  public InputColumns inputColumns() {
    List<Integer> categories = new ArrayList<>();
    for (PreparedColumn column : inputs) {
      categories.addAll(Collections.nCopies(column.width(), column.codes()));
    }
    return new InputColumns(categories);
  }

  /** How two inputs become numbers of the data again; none unless they are two, and quantities. */
  public List<DoubleUnaryOperator> plane() {
    List<DoubleUnaryOperator> axes =
        inputs.stream().flatMap(input -> input.quantity().stream()).toList();
    return inputs.size() == 2 && axes.size() == 2 ? axes : List.of();
  }

  /**
   * The inputs of a row as cells, by the name of their column.
   *
   * @param encoded {@link #inputWidth} numbers for each row; not modified
   * @param most of so many columns, the first of them
   */
  public Map<String, String> cells(Matrix encoded, int row, int most) {
    Map<String, String> cells = new LinkedHashMap<>();
    int next = row * encoded.columns();
    for (PreparedColumn column : inputs.subList(0, Math.min(most, inputs.size()))) {
      cells.put(column.name(), column.decode(encoded.values(), next));
      next += column.width();
    }
    return cells;
  }

  /** What losses and metrics are told about the target. */
  public Target target() {
    return targets.target();
  }

  /**
   * Inputs and targets of a table.
   *
   * @param warnings is told of cells that the model does not know
   */
  public Examples examples(Table table, Consumer<Warning> warnings) {
    return examples(table, allRowsOf(table), warnings);
  }

  /**
   * Inputs and targets of some rows of a table.
   *
   * @param rows in the order wanted; not modified
   * @param warnings is told of cells that the model does not know
   */
  public Examples examples(Table table, int[] rows, Consumer<Warning> warnings) {
    return new Examples(inputs(table, rows, warnings), targets(table, rows));
  }

  /**
   * The rows of a table on which a model can be measured: those that have a value in every target
   * column. Where a missing label says no, it is a value.
   *
   * @param dropped whether a row is left out as well if a cell is missing for which nothing stands,
   *     because such rows were left out of training
   * @param warnings is told how many rows are left out
   * @return in their order, at least one
   * @throws DataException if no row is left
   */
  public int[] measurable(Table table, boolean dropped, Consumer<Warning> warnings) {
    return MeasurableRows.of(this, dropped, table, warnings);
  }

  /** Says how many empty cells there are in a table for which something stands. */
  public void warnOfFilled(Table table, Consumer<Warning> warnings) {
    warnOfFilled(table, allRowsOf(table), warnings);
  }

  /**
   * Says how many empty cells there are, in some rows of a table, for which something stands.
   *
   * @param rows which; not modified
   * @param warnings is told once, of all columns
   */
  public void warnOfFilled(Table table, int[] rows, Consumer<Warning> warnings) {
    FilledCells.warn(inputs, table, rows, warnings);
  }

  /**
   * Says which columns, inputs and targets, are not scaled though most differences of their numbers
   * are lost without.
   *
   * @param warnings is told of each
   */
  public void warnOfRounding(Table table, Consumer<Warning> warnings) {
    inputs.forEach(input -> input.warnOfRounding(table, warnings));
    targets.warnOfRounding(table, warnings);
  }

  private static int[] allRowsOf(Table table) {
    return IntStream.range(0, table.rows()).toArray();
  }

  /**
   * The inputs of every row of a table. The target may be missing.
   *
   * @param warnings is told, once for each column, how many rows hold a category that was not
   *     learned
   * @return [rows of the table, {@link #inputWidth}]
   * @throws DataException if a column or a cell is missing, a cell of a numeric column is no
   *     number, or the matrix is too large
   */
  public Matrix inputs(Table table, Consumer<Warning> warnings) {
    return inputs(table, allRowsOf(table), warnings);
  }

  private Matrix inputs(Table table, int[] rows, Consumer<Warning> warnings) {
    Optional<PreparedColumn> widest =
        inputs.stream()
            .filter(column -> !column.categories().isEmpty() && column.width() > 1)
            .max(Comparator.comparingInt(PreparedColumn::width));
    MatrixFiller filler = new MatrixFiller(table, rows, inputWidth(), widest, used(), warnings);
    for (PreparedColumn prepared : inputs) {
      CancelledException.check("the data were prepared");
      filler.add(prepared);
    }
    return filler.matrix();
  }

  /**
   * The targets of every row of a table.
   *
   * @return [rows of the table, outputs]
   * @throws DataException if a column or a cell is missing, a cell of a numeric target is no
   *     number, or a class is not among those learned
   */
  public Matrix targets(Table table) {
    return targets(table, allRowsOf(table));
  }

  private Set<String> used() {
    Set<String> used = new HashSet<>(targets.names());
    inputs.forEach(input -> used.add(input.name()));
    return used;
  }

  private Matrix targets(Table table, int[] rows) {
    MatrixFiller filler =
        new MatrixFiller(table, rows, targets.width(), Optional.empty(), used(), warning -> {});
    targets.encode(filler::cells, filler.matrix().values());
    return filler.matrix();
  }

  /**
   * Prepares one row whose inputs are all numbers; allocates nothing.
   *
   * @param raw one finite number per input column, in the order of {@link #inputs}, 1 or 0 for yes
   *     or no; NaN for a missing one, if something stands for it; not modified
   * @param prepared {@link #inputWidth} numbers; overwritten
   * @throws DataException if a column is neither numeric nor boolean in the usual words, the row is
   *     too long or too short, or a number is not finite or too large for a float
   */
  public void inputs(double[] raw, float[] prepared) {
    if (raw.length != inputs.size()) {
      throw new DataException(
          "",
          "the row has %s numbers, but the model takes %s: %s"
              .formatted(
                  raw.length,
                  inputs.size(),
                  ColumnNames.list(inputs.stream().map(PreparedColumn::name).toList())));
    }
    int next = 0;
    for (int i = 0; i < raw.length; i++) {
      inputs.get(i).encode(raw[i], prepared, next);
      next += inputs.get(i).width();
    }
  }
}
