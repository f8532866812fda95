package dev.gradus.engine.data;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.CellNote;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.column.UnknownCategories;
import dev.gradus.runtime.column.Whitener;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Fits a {@link Preparation} on a table, and applies it to tables that have the same columns, in
 * any order and possibly among others.
 */
public final class TablePreparation {

  private final Preparation preparation;

  private TablePreparation(Preparation preparation) {
    this.preparation = preparation;
  }

  /** Applies a fitted preparation. */
  public static TablePreparation of(Preparation preparation) {
    return new TablePreparation(preparation);
  }

  /**
   * Fits a preparation on some rows of a table. The other rows are only checked and have no
   * influence on the result.
   *
   * @param trainingRows at least one; not modified
   * @throws DataException with all problems: unknown columns in the plan, empty cells, strings in
   *     numeric columns, undeclared columns of both numbers and strings, cells of boolean columns
   *     that are neither yes nor no, classes without training rows, a single class, a label that
   *     applies to no training row or to all
   */
  public static Preparation learn(Table table, int[] trainingRows, PreparationPlan plan) {
    return learn(table, trainingRows, plan, PreparationThreads.one());
  }

  /**
   * Learns on several threads, as {@link #learn(Table, int[], PreparationPlan)} does.
   *
   * @param threads share the work
   */
  public static Preparation learn(
      Table table, int[] trainingRows, PreparationPlan plan, PreparationThreads threads) {
    return new ColumnLearner(table, trainingRows, plan).learn(threads.team(), threads.room());
  }

  /**
   * The most memory that learning a column takes for each training row, in bytes, besides the
   * table. A column of dates without a declaration is known by its first cell.
   */
  public static int learningBytesPerRow(Table table, PreparationPlan plan) {
    return new ColumnLearner(table, new int[0], plan).mostBytesPerRow();
  }

  /**
   * Fits only the target, on some rows of a table, as {@link #learn} does.
   *
   * @param trainingRows at least one; not modified
   * @throws DataException as {@link #learn}, where it concerns the target
   */
  public static TargetColumns learnTarget(Table table, int[] trainingRows, PreparationPlan plan) {
    return new ColumnLearner(table, trainingRows, plan).learnTarget();
  }

  /**
   * The rows of a table on which a model can be evaluated: those that have a value in every target
   * column. If a missing label means no, it is a value.
   *
   * @param aside the auxiliary columns of losses and metrics, whose values must not be missing
   *     either
   * @param dropped whether rows with a missing cell without a fill value are dropped too, because
   *     they were dropped in training
   * @param warnings receives a warning with the number of dropped rows
   * @return in their order, at least one
   * @throws DataException if no row is left
   */
  public int[] measurable(
      Table table, List<String> aside, boolean dropped, Consumer<Warning> warnings) {
    return MeasurableRows.of(preparation, aside, dropped, table, warnings);
  }

  /** Warns about empty cells of a table that are filled. */
  public void warnOfFilled(Table table, Consumer<Warning> warnings) {
    warnOfFilled(table, allRowsOf(table), warnings);
  }

  /**
   * Warns about empty cells in some rows of a table that are filled.
   *
   * @param rows the rows; not modified
   * @param warnings receives one warning about all columns
   */
  public void warnOfFilled(Table table, int[] rows, Consumer<Warning> warnings) {
    InputNotes notes = notes();
    notes.addRows(rows.length);
    notes.addFilled(table, rows);
    notes.warn(table.origin(), warnings);
  }

  /**
   * Counts the rows whose numbers are so far from the training data that a prediction is a guess.
   * The model knows a centre and a scale of each column: mean and standard deviation, minimum and
   * range, or median and interquartile range; it knows nothing of a column that is not scaled.
   *
   * @param warnings receives one warning for each such column
   */
  public void warnOfExtremes(Table table, Consumer<Warning> warnings) {
    InputNotes notes = notes();
    notes.addRows(table.rows());
    notes.addFar(table);
    notes.warn(table.origin(), warnings);
  }

  /** Nothing that is known yet about the cells of rows to be predicted; see {@link #inputs}. */
  public InputNotes notes() {
    return new InputNotes(preparation.inputs());
  }

  /**
   * The inputs of every row of a table that is one of several.
   *
   * @param notes receives what there is to say about its cells
   * @return as {@link #inputs(Table, Consumer)}
   * @throws DataException as {@link #inputs(Table, Consumer)}
   */
  public float[] inputs(Table table, InputNotes notes) {
    int[] rows = allRowsOf(table);
    List<UnknownCategories> unknown = new ArrayList<>();
    float[] inputs = inputMatrix(table, rows, unknown::add, Team.alone()).values();
    unknown.forEach(notes::add);
    notes.addRows(table.rows());
    notes.addFilled(table, rows);
    notes.addFar(table);
    return inputs;
  }

  /**
   * Notes about the cells of a prediction, row by row.
   *
   * @param table with the columns of the inputs
   */
  public List<List<CellNote>> notes(Table table) {
    List<List<CellNote>> notes = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      notes.add(new ArrayList<>());
    }
    for (PreparedColumn input : preparation.inputs()) {
      Column column = table.column(input.name());
      IntPredicate unknown = EncodedCells.unknown(input, column);
      for (int row = 0; row < table.rows(); row++) {
        if (column.isMissing(row)) {
          if (input.filling().isPresent()) {
            notes.get(row).add(CellNote.filled(input.name(), input.filling().get(), ""));
          }
        } else if (unknown.test(row)) {
          notes.get(row).add(CellNote.unknown(input, column.text(row)));
        } else if (input.isFar(column.number(row))) {
          notes.get(row).add(CellNote.far(input, column.number(row)));
        }
      }
    }
    return notes;
  }

  /**
   * Warns about inputs and targets that are not scaled and whose differences are mostly lost in
   * floats.
   *
   * @param warnings receives warnings about each
   */
  public void warnOfRounding(Table table, Consumer<Warning> warnings) {
    preparation.inputs().forEach(input -> warnOfRounding(input, table, warnings));
    preparation.targets().columns().forEach(column -> warnOfRounding(column, table, warnings));
  }

  /**
   * Warns about whitened columns that depend on others, so that there are fewer inputs than
   * columns.
   *
   * @param warnings receives one warning about all of them
   */
  public void warnOfWhitening(Table table, Consumer<Warning> warnings) {
    preparation
        .whitening()
        .ifPresent(learned -> WhiteningLearner.warnOfLoss(learned, table.origin(), warnings));
  }

  private static int[] allRowsOf(Table table) {
    return IntStream.range(0, table.rows()).toArray();
  }

  /**
   * The inputs of every row of a table. The target may be missing.
   *
   * @param warnings receives for each column one warning with the number of rows with an unknown
   *     category
   * @return {@link Preparation#inputWidth} numbers for each row, row by row
   * @throws DataException if a column or a cell is missing, a cell of a numeric column is not a
   *     number or is too large, or the matrix is too large
   */
  public float[] inputs(Table table, Consumer<Warning> warnings) {
    return inputMatrix(table, warnings).values();
  }

  /**
   * The inputs of some rows of a table.
   *
   * @param rows in the order wanted; not modified
   * @param warnings receives warnings about cells that the model does not know
   * @return {@link Preparation#inputWidth} numbers for each row, row by row
   * @throws DataException as {@link #inputs(Table, Consumer)}
   */
  public float[] inputs(Table table, int[] rows, Consumer<Warning> warnings) {
    return inputs(table, rows, warnings, PreparationThreads.one());
  }

  /**
   * The inputs of some rows of a table, as {@link #inputs(Table, int[], Consumer)}.
   *
   * @param threads share the work
   */
  public float[] inputs(
      Table table, int[] rows, Consumer<Warning> warnings, PreparationThreads threads) {
    return inputMatrix(table, rows, warningsTo(warnings, table, rows), threads.team()).values();
  }

  /** The inputs of some rows, for one of several steps that share a team. */
  float[] inputs(Table table, int[] rows, Consumer<UnknownCategories> unknown, Team team) {
    return inputMatrix(table, rows, unknown, team).values();
  }

  /** The same as a matrix. */
  Matrix inputMatrix(Table table, Consumer<Warning> warnings) {
    int[] rows = allRowsOf(table);
    return inputMatrix(table, rows, warningsTo(warnings, table, rows), Team.alone());
  }

  /** Makes a warning for each column with unknown categories. */
  private static Consumer<UnknownCategories> warningsTo(
      Consumer<Warning> warnings, Table table, int[] rows) {
    return unknown -> unknown.warn(table.origin(), rows.length, warnings);
  }

  private Matrix inputMatrix(
      Table table, int[] rows, Consumer<UnknownCategories> unknown, Team team) {
    Optional<PreparedColumn> widest =
        preparation.inputs().stream()
            .filter(column -> !column.categories().isEmpty() && column.width() > 1)
            .max(Comparator.comparingInt(PreparedColumn::width));
    MatrixFiller filler =
        new MatrixFiller(table, rows, preparation.encodedWidth(), widest, used(), unknown);
    filler.fill(preparation.inputs(), team);
    return preparation.whitening().isPresent()
        ? whitened(filler.matrix(), row -> table.placeOf(rows[row]))
        : filler.matrix();
  }

  /** Whitens all rows in place. */
  private Matrix whitened(Matrix encoded, IntFunction<String> placeOf) {
    Whitener whitener = preparation.whitener().orElseThrow();
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
   * @throws DataException if a column or a cell is missing, a cell of a numeric target is not a
   *     number, or a class was not learned
   */
  public float[] targets(Table table) {
    return targets(table, allRowsOf(table));
  }

  private Set<String> used() {
    Set<String> used = new HashSet<>(preparation.targets().names());
    preparation.inputs().forEach(input -> used.add(input.name()));
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
        new MatrixFiller(
            table, rows, preparation.targets().width(), Optional.empty(), used(), unknown -> {});
    EncodedTargets.encode(preparation.targets(), filler::cells, filler.matrix().values());
    return filler.matrix().values();
  }

  private static void warnOfRounding(
      PreparedColumn column, Table table, Consumer<Warning> warnings) {
    if (column.isUnscaled()) {
      CoarseColumns.warn(table.column(column.name()), table.origin(), warnings);
    }
  }
}
