package dev.gradus.engine.data;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Map;

/**
 * What turns the cells of a table into the numbers that a network sees, learned from training rows.
 *
 * <p>It holds nothing but plain values, so that a model file can hold it, and applies to any table
 * that has the same columns, in whatever order and among whatever others.
 *
 * @param inputs the columns that the network sees, in the order of its inputs; at least one
 * @param targets the columns that it predicts
 */
public record Preparation(List<PreparedColumn> inputs, TargetColumns targets) {

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
   *     texts in numeric columns, columns of both numbers and texts that are not declared, classes
   *     without training rows, a single class
   */
  public static Preparation learn(Table table, int[] trainingRows, PreparationPlan plan) {
    return new ColumnLearner(table, trainingRows, plan).learn();
  }

  /** The number of inputs of the network. */
  public int inputWidth() {
    return inputs.stream().mapToInt(PreparedColumn::width).sum();
  }

  /** What losses and metrics are told about the target. */
  public Target target() {
    return targets.target();
  }

  /** Inputs and targets of a table. */
  public Examples examples(Table table) {
    return new Examples(inputs(table), targets(table));
  }

  /**
   * The inputs of every row of a table. The target may be missing.
   *
   * @return [rows of the table, {@link #inputWidth}]
   * @throws DataException if a column or a cell is missing, a cell of a numeric column is no
   *     number, or the matrix is too large
   */
  public Matrix inputs(Table table) {
    MatrixFiller filler = new MatrixFiller(table, inputWidth());
    for (PreparedColumn prepared : inputs) {
      if (prepared instanceof ScaledColumn scaled) {
        filler.addScaled(scaled);
      } else if (prepared instanceof OneHotColumn oneHot) {
        filler.addOneHot(oneHot);
      }
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
    MatrixFiller filler = new MatrixFiller(table, targets.width());
    if (targets instanceof NumericTarget numeric) {
      numeric.columns().forEach(filler::addScaled);
    } else if (targets instanceof ClassTarget classes) {
      filler.addClasses(classes);
    }
    return filler.matrix();
  }

  /**
   * Prepares one row whose inputs are all numbers; allocates nothing.
   *
   * @param raw one finite number per input column, in the order of {@link #inputs}; not modified
   * @param prepared {@link #inputWidth} numbers; overwritten
   * @throws DataException if a column is not numeric, the row is too long or too short, or a number
   *     is not finite or too large for a float
   */
  public void inputs(double[] raw, float[] prepared) {
    if (raw.length != inputs.size()) {
      throw new DataException(
          "",
          "the row has %d numbers, but the model takes %d: %s"
              .formatted(
                  raw.length,
                  inputs.size(),
                  ColumnNames.list(inputs.stream().map(PreparedColumn::name).toList())));
    }
    for (int i = 0; i < raw.length; i++) {
      if (!(inputs.get(i) instanceof ScaledColumn scaled)) {
        throw new DataException(
            "",
            "column '%s' holds names, so a row of numbers is not enough; give the model a table"
                .formatted(inputs.get(i).name()));
      }
      float value = (float) scaled.apply(raw[i]);
      if (!Float.isFinite(value)) {
        throw MatrixFiller.outOfRange("", scaled, raw[i]);
      }
      prepared[i] = value;
    }
  }

  /** Fills a matrix from left to right with the columns of a table. */
  private static final class MatrixFiller {

    private final Table table;
    private final Matrix matrix;
    private int next;

    MatrixFiller(Table table, int width) {
      this.table = table;
      long bytes = (long) table.rows() * width * Float.BYTES;
      if (bytes / Float.BYTES > Integer.MAX_VALUE - 8 || bytes > Runtime.getRuntime().maxMemory()) {
        throw new DataException(
            table.origin(),
            "a matrix of %,d rows x %,d columns needs %,d bytes, more than there is memory; take fewer rows, or ignore columns of many categories"
                .formatted(table.rows(), width, bytes));
      }
      this.matrix = Matrix.zeros(table.rows(), width);
    }

    Matrix matrix() {
      return matrix;
    }

    void addScaled(ScaledColumn scaled) {
      Column column = column(scaled.name());
      for (int row = 0; row < table.rows(); row++) {
        double number = column.number(row);
        float value = (float) scaled.apply(number);
        if (!Float.isFinite(value)) {
          refuseMissing(column, row);
          throw Double.isNaN(number)
              ? noNumber(column, row)
              : outOfRange(table.placeOf(row), scaled, number);
        }
        set(row, next, value);
      }
      next++;
    }

    void addOneHot(OneHotColumn oneHot) {
      Column column = column(oneHot.name());
      Map<String, Integer> positions = Categories.positions(oneHot.categories());
      for (int row = 0; row < table.rows(); row++) {
        refuseMissing(column, row);
        Integer position = positions.get(column.text(row));
        if (position != null) {
          set(row, next + position, 1);
        }
      }
      next += oneHot.width();
    }

    void addClasses(ClassTarget target) {
      Column column = column(target.name());
      Map<String, Integer> positions = Categories.positions(target.classes());
      for (int row = 0; row < table.rows(); row++) {
        refuseMissing(column, row);
        Integer position = positions.get(column.text(row));
        if (position == null) {
          throw unknownClass(target, column, row);
        }
        if (target.single()) {
          set(row, 0, position);
        } else {
          set(row, position, 1);
        }
      }
    }

    private void set(int row, int column, float value) {
      matrix.values()[row * matrix.columns() + column] = value;
    }

    private Column column(String name) {
      return table
          .find(name)
          .orElseThrow(
              () ->
                  new DataException(
                      table.origin(),
                      "the model needs a column '%s', which is not there.%s The columns are: %s"
                          .formatted(
                              name,
                              ColumnNames.didYouMean(name, table.names()),
                              ColumnNames.list(table.names()))));
    }

    private void refuseMissing(Column column, int row) {
      if (column.isMissing(row)) {
        throw new DataException(
            table.placeOf(row),
            "column '%s' has an empty cell here, but the model needs a value; fill it, or remove the row"
                .formatted(column.name()));
      }
    }

    private DataException noNumber(Column column, int row) {
      return new DataException(
          table.placeOf(row),
          "the model takes numbers from column '%s', but here it has '%s'; correct the cell"
              .formatted(column.name(), column.text(row)));
    }

    private DataException unknownClass(ClassTarget target, Column column, int row) {
      return new DataException(
          table.placeOf(row),
          "column '%s' has the class '%s' here, which the model has not learned.%s The classes are: %s"
              .formatted(
                  column.name(),
                  column.text(row),
                  ColumnNames.didYouMean(column.text(row), target.classes()),
                  ColumnNames.list(target.classes())));
    }

    static DataException outOfRange(String where, ScaledColumn column, double number) {
      return new DataException(
          where,
          "column '%s' has %s here; after scaling (mean %s, deviation %s) that is no finite float"
              .formatted(column.name(), number, column.mean(), column.deviation()));
    }
  }
}
