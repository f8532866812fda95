package dev.gradus.runtime.column;

import dev.gradus.runtime.object.Cell;
import dev.gradus.runtime.object.CellPreparation;
import dev.gradus.runtime.object.NamedCells;
import dev.gradus.runtime.problem.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares single rows: rows of numbers, or cells of every kind, in the same way as a table. It can
 * be shared by any number of threads.
 */
public final class RowPreparation {

  /** How rows of cells are prepared. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final CellPreparation<RowPreparation, CellNote> CELLS = RowPreparation::prepare;

  private final List<PreparedColumn> inputs;
  private final List<String> names;
  private final CellEncoder[] encoders;
  private final Optional<Whitener> whitener;

  /** The index of the first encoded column: after the whitened values, if there are any. */
  private final int first;

  private final int width;
  private final int room;

  RowPreparation(List<PreparedColumn> inputs, Optional<Whitener> whitener) {
    this.inputs = inputs;
    this.names = inputs.stream().map(PreparedColumn::name).toList();
    this.encoders = inputs.stream().map(PreparedColumn::cells).toArray(CellEncoder[]::new);
    this.whitener = whitener;
    this.first = whitener.map(Whitener::width).orElse(0);
    int encoded = inputs.stream().mapToInt(PreparedColumn::width).sum();
    this.room = first + encoded;
    this.width = whitener.isPresent() ? first : encoded;
  }

  /** The names of the input columns, in the order of {@link Preparation#inputs}. */
  public List<String> names() {
    return names;
  }

  /** The number of network inputs: the first numbers of the {@link #room}, which are the result. */
  public int width() {
    return width;
  }

  /** The length of the array that prepares a row: the inputs, and scratch space. */
  public int room() {
    return room;
  }

  /**
   * Prepares a row; allocates nothing.
   *
   * @param raw one finite number per input column, in the order of {@link Preparation#inputs}, 1 or
   *     0 for yes or no; NaN for a missing one, if the column has a fill value; not modified
   * @param prepared at least {@link #room} long; overwritten with the inputs of the network from
   *     index 0
   * @throws DataException if a column is neither numeric nor boolean in the usual words, the row
   *     has too many or too few numbers, or a number is not finite or too large for a float
   */
  public void prepare(double[] raw, float[] prepared) {
    checkLength(raw);
    int next = first;
    for (int i = 0; i < raw.length; i++) {
      inputs.get(i).encode(raw[i], prepared, next);
      next += inputs.get(i).width();
    }
    whiten(prepared);
  }

  /**
   * Checks that there is a number for each column.
   *
   * @throws DataException if there are too many or too few
   */
  public void checkLength(double[] raw) {
    if (raw.length != inputs.size()) {
      throw new DataException(
          "",
          "the row has %s numbers, but the model needs %s: %s"
              .formatted(raw.length, inputs.size(), ColumnNames.list(names)));
    }
  }

  /**
   * Prepares the values of an example, by the names of their columns, with the same bits as a table
   * of this one row. The only difference: a column that the map does not have counts as a missing
   * cell.
   *
   * @param values numbers and strings, as in a table; not modified
   * @param prepared as in {@link #prepare(double[], float[])}
   * @return notes about the values; empty if there are none
   * @throws DataException if a value is missing without a fill value, or is invalid for its column
   */
  public List<CellNote> prepare(Map<String, ?> values, float[] prepared) {
    return prepare(NamedCells.of(values, names), prepared);
  }

  /**
   * Prepares a row of cells, with the same bits as a table of this one row. The only difference: a
   * column that the row does not have counts as a missing cell.
   *
   * @param row the cells of the columns {@link #names}
   * @param prepared as in {@link #prepare(double[], float[])}
   * @return notes about the cells; empty if there are none
   * @throws DataException if a cell is missing without a fill value, or is invalid for its column
   */
  List<CellNote> prepare(NamedCells row, float[] prepared) {
    List<CellNote> notes = List.of();
    int next = first;
    for (int i = 0; i < encoders.length; i++) {
      Cell cell = row.cell(i);
      Optional<CellNote> note = Optional.empty();
      if (!Double.isNaN(cell.number())) {
        if (!encoders[i].number(cell.number(), prepared, next)) {
          note = Optional.of(CellNote.unknown(inputs.get(i), NumberText.plain(cell.number())));
        } else if (inputs.get(i).isFar(cell.number())) {
          note = Optional.of(CellNote.far(inputs.get(i), cell.number()));
        }
      } else if (!cell.text().isEmpty()) {
        if (!encoders[i].text(cell.text(), prepared, next)) {
          note = Optional.of(CellNote.unknown(inputs.get(i), cell.text()));
        } else if (inputs.get(i).quantity().isPresent()) {
          double number = NumberText.parse(cell.text());
          if (inputs.get(i).isFar(number)) {
            note = Optional.of(CellNote.far(inputs.get(i), number));
          }
        }
      } else {
        note = missing(i, row, prepared, next);
      }
      if (note.isPresent()) {
        notes = notes.isEmpty() ? new ArrayList<>() : notes;
        notes.add(note.get());
      }
      next += inputs.get(i).width();
    }
    whiten(prepared);
    return notes;
  }

  private Optional<CellNote> missing(int column, NamedCells row, float[] prepared, int at) {
    PreparedColumn input = inputs.get(column);
    boolean there = row.names().contains(input.name());
    String hint = there ? "" : ColumnNames.didYouMean(input.name(), others(row));
    if (input.fill().isEmpty()) {
      throw new DataException(
          "",
          there
              ? "column '%s' is missing here, but the model needs a value; provide one"
                  .formatted(input.name())
              : "the model needs a column '%s', which is missing.%s Found: %s"
                  .formatted(input.name(), hint, ColumnNames.list(row.names())));
    }
    encoders[column].missing(prepared, at);
    return input.filling().map(by -> CellNote.filled(input.name(), by, hint));
  }

  /** The keys of a row that are not columns. */
  private List<String> others(NamedCells row) {
    return row.names().stream().filter(name -> !names.contains(name)).toList();
  }

  private void whiten(float[] prepared) {
    if (whitener.isPresent() && !whitener.get().whiten(prepared, first, prepared, 0)) {
      throw new DataException("", Whitener.TOO_LARGE);
    }
  }
}
