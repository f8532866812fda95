package dev.gradus.engine.examples;

import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import java.util.Arrays;

/**
 * The inputs of rows of a table, prepared whenever they are read, because they do not fit into
 * memory together. Whoever reads many rows takes them together: a single row costs almost as much
 * as some hundred.
 */
final class InputsOnDemand implements MatrixRows {

  private final TablePreparation tables;
  private final int columns;
  private final Table table;
  private final int[] rows;

  /**
   * The inputs of some rows.
   *
   * @param rows in the order wanted; must not be modified
   */
  InputsOnDemand(Preparation preparation, Table table, int[] rows) {
    this.tables = TablePreparation.of(preparation);
    this.columns = preparation.inputWidth();
    this.table = table;
    this.rows = rows;
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public Matrix copyOfRows(int from, int to) {
    return new Matrix(to - from, columns, prepared(Arrays.copyOfRange(rows, from, to)));
  }

  @Override
  public void copyRow(int row, float[] into, int at) {
    System.arraycopy(prepared(rows[row]), 0, into, at, columns);
  }

  @Override
  public void copyRows(int from, int to, float[] into) {
    copy(Arrays.copyOfRange(rows, from, to), into);
  }

  @Override
  public void copyRows(int[] some, int from, int to, float[] into) {
    copy(Arrays.stream(some, from, to).map(row -> rows[row]).toArray(), into);
  }

  private void copy(int[] ofTable, float[] into) {
    float[] inputs = prepared(ofTable);
    System.arraycopy(inputs, 0, into, 0, inputs.length);
  }

  private float[] prepared(int... ofTable) {
    return tables.inputs(table, ofTable, unused -> {});
  }

  @Override
  public float at(int row, int column) {
    return prepared(rows[row])[column];
  }
}
