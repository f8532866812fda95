package dev.gradus.engine.data;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What turns the cells of a table into the numbers that a network sees, learned from training rows.
 *
 * <p>It holds nothing but plain values, so that a model file can hold it, and applies to any table
 * that has the same columns, in whatever order and among whatever others.
 *
 * @param inputs the columns that the network sees, in the order of its inputs; at least one
 * @param targets the columns that it predicts
 * @param whitening what becomes of the numbers of some inputs together, after each has become
 *     numbers; empty if nothing
 */
public record Preparation(
    List<PreparedColumn> inputs,
    @Stored("target") TargetColumns targets,
    Optional<Whitening> whitening) {

  /** The largest number of categories or classes of a column. */
  public static final int MOST_CATEGORIES = 4096;

  /** Nothing is whitened. */
  public Preparation(List<PreparedColumn> inputs, TargetColumns targets) {
    this(inputs, targets, Optional.empty());
  }

  /** Keeps a copy. */
  public Preparation {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one input column");
    }
    if (whitening.isPresent() && new Whitener(inputs, whitening.get()).width() == 0) {
      throw new IllegalArgumentException("whitening leaves no input");
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

  /**
   * Learns about the target alone, from some rows of a table, as {@link #learn} does.
   *
   * @param trainingRows at least one; not modified
   * @throws DataException as {@link #learn}, where it concerns the target
   */
  public static TargetColumns learnTarget(Table table, int[] trainingRows, PreparationPlan plan) {
    return new ColumnLearner(table, trainingRows, plan).learnTarget();
  }

  /** The same inputs, for another target. */
  public Preparation withTargets(TargetColumns others) {
    return new Preparation(inputs, others, whitening);
  }

  /**
   * The number of inputs of the network. If some are whitened, they are its first inputs, and the
   * numbers of the other columns follow.
   */
  public int inputWidth() {
    return whitener().map(Whitener::width).orElse(encodedWidth());
  }

  /** How many numbers the columns of a row become by themselves. */
  private int encodedWidth() {
    return inputs.stream().mapToInt(PreparedColumn::width).sum();
  }

  private Optional<Whitener> whitener() {
    return whitening.map(learned -> new Whitener(inputs, learned));
  }

  /** What the inputs of the network are. */
  public InputColumns inputColumns() {
    int[] codes =
        inputs.stream()
            .flatMapToInt(column -> IntStream.generate(column::codes).limit(column.width()))
            .toArray();
    return new InputColumns(
        Arrays.stream(whitener().map(whitener -> whitener.codes(codes)).orElse(codes))
            .boxed()
            .toList());
  }

  /** The plane of the inputs; empty unless they are two columns, and quantities. */
  public Optional<InputPlane> plane() {
    List<DoubleUnaryOperator> axes =
        inputs.stream().flatMap(input -> input.quantity().stream()).toList();
    return inputs.size() == 2 && axes.size() == 2
        ? Optional.of(new InputPlane(axes, whitener()))
        : Optional.empty();
  }

  /**
   * The inputs of a row as cells, by the name of their column; of whitened ones, what the
   * directions that were learned still say of them.
   *
   * @param encoded {@link #inputWidth} numbers for each row; not modified
   * @param most of so many columns, the first of them
   */
  public Map<String, String> cells(float[] encoded, int row, int most) {
    Map<String, String> cells = new LinkedHashMap<>();
    float[] numbers = encoded;
    int next = row * inputWidth();
    if (whitening.isPresent()) {
      float[] restored = new float[encodedWidth()];
      whitener().orElseThrow().restore(numbers, next, restored, 0);
      numbers = restored;
      next = 0;
    }
    for (PreparedColumn column : inputs.subList(0, Math.min(most, inputs.size()))) {
      cells.put(column.name(), column.decode(numbers, next));
      next += column.width();
    }
    return cells;
  }

  /** What losses and metrics are told about the target. */
  public Target target() {
    return targets.target();
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
   * What must be known of the cells from which something is predicted, row by row.
   *
   * @param table with the columns of the inputs
   */
  public List<List<CellNote>> notes(Table table) {
    List<List<CellNote>> notes = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      notes.add(new ArrayList<>());
    }
    for (PreparedColumn input : inputs) {
      Column column = table.column(input.name());
      CategoryPlaces known = new CategoryPlaces(input.categories());
      for (int row = 0; row < table.rows(); row++) {
        if (column.isMissing(row)) {
          if (input.filling().isPresent()) {
            notes.get(row).add(CellNote.filled(input.name(), input.filling().get(), ""));
          }
        } else if (!input.categories().isEmpty()
            && known.of(column.text(row)) == CategoryColumn.UNKNOWN) {
          notes.get(row).add(CellNote.unknown(input.name(), column.text(row)));
        }
      }
    }
    return notes;
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

  /**
   * Says how many inputs fewer there are than columns, because some that are whitened say nothing
   * of their own.
   *
   * @param warnings is told of all together
   */
  public void warnOfWhitening(Table table, Consumer<Warning> warnings) {
    whitening.ifPresent(learned -> learned.warnOfLoss(table.origin(), warnings));
  }

  private static int[] allRowsOf(Table table) {
    return IntStream.range(0, table.rows()).toArray();
  }

  /**
   * The inputs of every row of a table. The target may be missing.
   *
   * @param warnings is told, once for each column, how many rows hold a category that was not
   *     learned
   * @return {@link #inputWidth} numbers for each row, row by row
   * @throws DataException if a column or a cell is missing, a cell of a numeric column is no number
   *     or too large, or the matrix is too large
   */
  public float[] inputs(Table table, Consumer<Warning> warnings) {
    return inputMatrix(table, warnings).values();
  }

  /**
   * The inputs of some rows of a table.
   *
   * @param rows in the order wanted; not modified
   * @param warnings is told of cells that the model does not know
   * @return {@link #inputWidth} numbers for each row, row by row
   * @throws DataException as {@link #inputs(Table, Consumer)}
   */
  public float[] inputs(Table table, int[] rows, Consumer<Warning> warnings) {
    return inputMatrix(table, rows, warnings).values();
  }

  /** The same as a matrix. */
  Matrix inputMatrix(Table table, Consumer<Warning> warnings) {
    return inputMatrix(table, allRowsOf(table), warnings);
  }

  private Matrix inputMatrix(Table table, int[] rows, Consumer<Warning> warnings) {
    Optional<PreparedColumn> widest =
        inputs.stream()
            .filter(column -> !column.categories().isEmpty() && column.width() > 1)
            .max(Comparator.comparingInt(PreparedColumn::width));
    MatrixFiller filler = new MatrixFiller(table, rows, encodedWidth(), widest, used(), warnings);
    for (PreparedColumn prepared : inputs) {
      CancelledException.check("the data were prepared");
      filler.add(prepared);
    }
    return whitening.isPresent()
        ? whitened(filler.matrix(), row -> table.placeOf(rows[row]))
        : filler.matrix();
  }

  /** Whitens all rows in place. */
  private Matrix whitened(Matrix encoded, IntFunction<String> placeOf) {
    Whitener whitener = whitener().orElseThrow();
    float[] row = new float[encoded.columns()];
    for (int i = 0; i < encoded.rows(); i++) {
      CancelledException.check("the data were prepared");
      System.arraycopy(encoded.values(), i * row.length, row, 0, row.length);
      if (!whitener.whiten(row, 0, encoded.values(), i * whitener.width())) {
        throw new DataException(placeOf.apply(i), Whitener.TOO_LARGE);
      }
    }
    return whitener.width() == row.length
        ? encoded
        : new Matrix(
            encoded.rows(),
            whitener.width(),
            Arrays.copyOf(encoded.values(), encoded.rows() * whitener.width()));
  }

  /**
   * The targets of every row of a table.
   *
   * @return as many numbers for each row as there are outputs, row by row
   * @throws DataException if a column or a cell is missing, a cell of a numeric target is no
   *     number, or a class is not among those learned
   */
  public float[] targets(Table table) {
    return targets(table, allRowsOf(table));
  }

  private Set<String> used() {
    Set<String> used = new HashSet<>(targets.names());
    inputs.forEach(input -> used.add(input.name()));
    return used;
  }

  /**
   * The targets of some rows of a table.
   *
   * @param rows in the order wanted; not modified
   * @return as many numbers for each row as there are outputs, row by row
   * @throws DataException as {@link #targets(Table)}
   */
  public float[] targets(Table table, int[] rows) {
    MatrixFiller filler =
        new MatrixFiller(table, rows, targets.width(), Optional.empty(), used(), warning -> {});
    targets.encode(filler::cells, filler.matrix().values());
    return filler.matrix().values();
  }

  /** What prepares single rows whose inputs are all numbers. */
  public RowPreparation rows() {
    return new RowPreparation(inputs, whitener());
  }
}
