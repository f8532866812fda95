package dev.gradus.playground;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * The examples, in the order of the rows of their file.
 *
 * @param inputs the columns other than the target
 * @param target the name of the target
 * @param numbers the targets, if they are numbers
 * @param labels the targets, if they are classes
 * @param declared whether the configuration has to say what the target is, because its cells do not
 * @param odd the examples that were moved or may be, such as outliers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Dataset(
    List<Column> inputs,
    String target,
    double[] numbers,
    String[] labels,
    boolean declared,
    boolean[] odd) {

  /** Coordinates have this many decimals, so that a file holds exactly what is trained on. */
  private static final double DECIMALS = 1e4;

  /** Whether the target is a class. */
  boolean classes() {
    return labels.length > 0;
  }

  int rows() {
    return Math.max(numbers.length, labels.length);
  }

  /** The number of different classes. */
  int classCount() {
    return List.of(labels).stream().distinct().toList().size();
  }

  /** The same with other labels. */
  Dataset with(String[] others, boolean[] changed) {
    return new Dataset(inputs, target, numbers, others, declared, changed);
  }

  /** As the engine takes it. */
  Table table() {
    List<Column> columns = new ArrayList<>(inputs);
    columns.add(classes() ? Column.of(target, labels) : Column.of(target, numbers));
    return Table.of(columns);
  }

  /** A number as it is written in the file. */
  static double rounded(double value) {
    return Math.rint(value * DECIMALS) / DECIMALS;
  }

  /** As a file. */
  String csv() {
    Table table = table();
    StringBuilder csv = new StringBuilder();
    csv.append(String.join(",", table.names().stream().map(Csv::cell).toList())).append('\n');
    for (int row = 0; row < table.rows(); row++) {
      int at = row;
      csv.append(
              String.join(
                  ",", table.columns().stream().map(column -> Csv.cell(column.text(at))).toList()))
          .append('\n');
    }
    return csv.toString();
  }
}
