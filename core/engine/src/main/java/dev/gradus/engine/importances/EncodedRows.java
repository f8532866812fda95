package dev.gradus.engine.importances;

import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.Whitener;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Rows of a table as their columns are encoded, before any whitening, so that the cells of one
 * column can be replaced. Immutable.
 */
final class EncodedRows {

  private final Preparation preparation;
  private final int rows;
  private final int width;
  private final float[] encoded;

  private EncodedRows(Preparation preparation, int rows, float[] encoded) {
    this.preparation = preparation;
    this.rows = rows;
    this.width = preparation.encodedWidth();
    this.encoded = encoded;
  }

  /**
   * Encodes some rows of a table.
   *
   * @param some their indices; not modified
   * @param warnings receives warnings about cells that the model does not know
   */
  static EncodedRows of(
      Preparation preparation, Table table, int[] some, Consumer<Warning> warnings) {
    Preparation plain = new Preparation(preparation.inputs(), preparation.targets());
    return new EncodedRows(
        preparation, some.length, TablePreparation.of(plain).inputs(table, some, warnings));
  }

  /**
   * A row that is encoded already.
   *
   * @param encoded the values of all columns, before any whitening; not modified afterwards
   */
  static EncodedRows ofOne(Preparation preparation, float[] encoded) {
    return new EncodedRows(preparation, 1, encoded);
  }

  /** The number of rows. */
  int rows() {
    return rows;
  }

  /** The columns, in the order of the inputs. */
  List<PreparedColumn> columns() {
    return preparation.inputs();
  }

  /** The inputs of the network: the encoded rows, whitened if the network was trained so. */
  Matrix inputs() {
    return inputs(encoded);
  }

  private Matrix inputs(float[] all) {
    if (preparation.whitening().isEmpty()) {
      return new Matrix(rows, width, all);
    }
    Whitener whitener = preparation.whitener().orElseThrow();
    Matrix whitened = Matrix.zeros(rows, whitener.width());
    for (int row = 0; row < rows; row++) {
      if (!whitener.whiten(all, row * width, whitened.values(), row * whitener.width())) {
        throw new DataException("row " + (row + 1), Whitener.TOO_LARGE);
      }
    }
    return whitened;
  }

  /**
   * The inputs with other cells in one column.
   *
   * @param column its index among the inputs
   * @param from for each row, the row whose cell it gets
   */
  Matrix inputs(int column, IntUnaryOperator from) {
    return inputs(column, this, from);
  }

  /**
   * The inputs with the cells of other rows in one column.
   *
   * @param column its index among the inputs
   * @param others rows with the same columns
   * @param from for each row, the row of the others whose cell it gets
   */
  Matrix inputs(int column, EncodedRows others, IntUnaryOperator from) {
    int at = startOf(column);
    int cells = columns().get(column).width();
    float[] changed = encoded.clone();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          others.encoded, from.applyAsInt(row) * width + at, changed, row * width + at, cells);
    }
    return inputs(changed);
  }

  /**
   * The inputs with another code in one column of all rows.
   *
   * @param column its index among the inputs; a column of codes
   */
  Matrix inputs(int column, int code) {
    int at = startOf(column);
    float[] changed = encoded.clone();
    for (int row = 0; row < rows; row++) {
      changed[row * width + at] = code;
    }
    return inputs(changed);
  }

  /**
   * Some cells of a column, with anything in the other columns.
   *
   * @param column its index among the inputs
   * @param cells a column of that name
   */
  EncodedRows cells(int column, Column cells) {
    PreparedColumn prepared = columns().get(column);
    float[] alone =
        TablePreparation.of(new Preparation(List.of(prepared), preparation.targets()))
            .inputs(Table.of(cells), unused -> {});
    float[] all = new float[cells.rows() * width];
    int at = startOf(column);
    for (int row = 0; row < cells.rows(); row++) {
      System.arraycopy(alone, row * prepared.width(), all, row * width + at, prepared.width());
    }
    return new EncodedRows(preparation, cells.rows(), all);
  }

  private int startOf(int column) {
    return columns().subList(0, column).stream().mapToInt(PreparedColumn::width).sum();
  }

  /** The names of the columns. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    columns().forEach(column -> names.add(column.name()));
    return names;
  }
}
