package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.BooleanWords;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.CategoryPlaces;
import dev.gradus.runtime.column.CellEncoder;
import dev.gradus.runtime.column.DateColumn;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.column.UnknownCategories;
import dev.gradus.runtime.problem.DataException;
import java.util.function.IntPredicate;

/** Encodes the cells of a table column as numbers, by the fitted column. */
final class EncodedCells {

  private EncodedCells() {}

  /**
   * Encodes cells.
   *
   * @param cells of a table column with the name of the prepared one
   * @param into zeros; the {@link PreparedColumn#width} numbers of the i-th cell begin at {@code at
   *     + i * stride}
   * @throws DataException if a cell is missing or invalid for the column
   */
  static void encode(PreparedColumn prepared, ColumnCells cells, float[] into, int at, int stride) {
    if (prepared instanceof ScaledColumn scaled) {
      numbers(scaled, cells, 0, cells.rows().length, into, at, stride);
    } else if (prepared instanceof BooleanColumn answers) {
      answers(answers, cells, into, at, stride);
    } else if (prepared instanceof DateColumn dates) {
      dates(dates, cells, into, at, stride);
    } else if (prepared instanceof CategoryColumn names) {
      int[] places = cells.places(names);
      for (int i = 0; i < places.length; i++) {
        names.write(places[i], into, at + i * stride);
      }
    } else {
      throw new IllegalArgumentException("not a kind of column: " + prepared);
    }
  }

  /** Tests whether a cell that is not missing is one that the column has not learned. */
  static IntPredicate unknown(PreparedColumn prepared, Column column) {
    if (prepared instanceof BooleanColumn answers && answers.fillsUnknown()) {
      BooleanWords words = BooleanWords.of(answers.positive(), answers.negative());
      return row -> Float.isNaN(BooleanCells.value(words, column, row));
    }
    if (prepared instanceof CategoryColumn names) {
      CategoryPlaces known = names.places();
      return row -> known.of(column.text(row)) == CategoryColumn.UNKNOWN;
    }
    return row -> false;
  }

  /** Whether {@link #encodeSome} can encode some of the cells of a column alone. */
  static boolean isEncodedInParts(PreparedColumn prepared) {
    return prepared instanceof ScaledColumn;
  }

  /**
   * Encodes some of the cells of a column that is {@link #isEncodedInParts}, as {@link #encode}
   * does.
   *
   * @param from the index of the first cell among all cells
   * @param to the index after the last one
   */
  static void encodeSome(
      PreparedColumn prepared,
      ColumnCells cells,
      int from,
      int to,
      float[] into,
      int at,
      int stride) {
    if (!(prepared instanceof ScaledColumn scaled)) {
      throw new IllegalArgumentException("not encoded in parts: " + prepared);
    }
    numbers(scaled, cells, from, to, into, at, stride);
  }

  private static void numbers(
      ScaledColumn prepared,
      ColumnCells cells,
      int from,
      int to,
      float[] into,
      int at,
      int stride) {
    int[] rows = cells.rows();
    double mean = prepared.mean();
    double deviation = prepared.deviation();
    boolean usual = prepared.isLinear();
    double[] numbers = cells.numbers(from, to);
    for (int i = from; i < to; i++) {
      // As ScaledColumn.apply, for all numbers but the unusual ones.
      float value = usual ? (float) ((numbers[i - from] - mean) / deviation) : Float.NaN;
      if (Float.isFinite(value)) {
        into[at + i * stride] = value;
      } else {
        number(prepared, cells, rows[i], into, at + i * stride);
      }
    }
  }

  private static void number(
      ScaledColumn prepared, ColumnCells cells, int row, float[] into, int at) {
    Column column = cells.column();
    double number = column.number(row);
    boolean filled = prepared.fill().isPresent() && column.isMissing(row);
    float value = (float) prepared.apply(filled ? Double.NaN : number);
    if (!Float.isFinite(value) || (Double.isNaN(number) && !filled)) {
      cells.refuseMissing(row);
      throw cells.wrong(
          row,
          Double.isNaN(number) ? prepared.noNumber(column.text(row)) : prepared.outOfRange(number));
    }
    into[at] = value;
    if (prepared.indicator()) {
      into[at + 1] = filled ? 1 : 0;
    }
  }

  private static void answers(
      BooleanColumn prepared, ColumnCells cells, float[] into, int at, int stride) {
    Column column = cells.column();
    int[] rows = cells.rows();
    BooleanWords words = BooleanWords.of(prepared.positive(), prepared.negative());
    UnknownCategories unknown = new UnknownCategories(prepared);
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      boolean filled = prepared.fill().isPresent() && column.isMissing(row);
      float value = filled ? filling(prepared) : BooleanCells.value(words, column, row);
      if (Float.isNaN(value) && prepared.fillsUnknown()) {
        unknown.add(column.text(row));
        filled = true;
        value = filling(prepared);
      }
      if (Float.isNaN(value)) {
        cells.refuseMissing(row);
        throw cells.wrong(row, prepared.neither(column.text(row)));
      }
      into[at + i * stride] = value;
      if (prepared.indicator()) {
        into[at + i * stride + 1] = filled ? 1 : 0;
      }
    }
    cells.count(unknown);
  }

  private static void dates(
      DateColumn prepared, ColumnCells cells, float[] into, int at, int stride) {
    Column column = cells.column();
    int[] rows = cells.rows();
    CellEncoder encoder = prepared.cells();
    for (int i = 0; i < rows.length; i++) {
      if (!column.isMissing(rows[i])) {
        try {
          encoder.text(DateCells.text(column, rows[i]), into, at + i * stride);
        } catch (DataException e) {
          throw cells.wrong(rows[i], String.valueOf(e.getMessage()));
        }
      } else if (prepared.fill().isPresent()) {
        encoder.missing(into, at + i * stride);
      } else {
        cells.refuseMissing(rows[i]);
      }
    }
  }

  private static float filling(BooleanColumn prepared) {
    return prepared.fill().orElseThrow() ? 1 : 0;
  }
}
