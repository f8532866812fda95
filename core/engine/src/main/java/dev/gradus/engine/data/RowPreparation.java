package dev.gradus.engine.data;

import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.table.ColumnNames;
import java.util.List;
import java.util.Optional;

/** Prepares single rows whose inputs are all numbers. It can be shared by any number of threads. */
public final class RowPreparation {

  private final List<PreparedColumn> inputs;
  private final Optional<Whitener> whitener;

  /** Where the numbers of the columns begin: behind what they become, if that is something else. */
  private final int first;

  private final int room;

  RowPreparation(List<PreparedColumn> inputs, Optional<Whitener> whitener) {
    this.inputs = inputs;
    this.whitener = whitener;
    this.first = whitener.map(Whitener::width).orElse(0);
    this.room = first + inputs.stream().mapToInt(PreparedColumn::width).sum();
  }

  /** The length of an array in which it prepares a row: the inputs, and what it needs itself. */
  public int room() {
    return room;
  }

  /**
   * Prepares a row; allocates nothing.
   *
   * @param raw one finite number per input column, in the order of {@link Preparation#inputs}, 1 or
   *     0 for yes or no; NaN for a missing one, if something stands for it; not modified
   * @param prepared at least {@link #room} long; overwritten, the inputs of the network from its
   *     beginning on
   * @throws DataException if a column is neither numeric nor boolean in the usual words, the row is
   *     too long or too short, or a number is not finite or too large for a float
   */
  public void prepare(double[] raw, float[] prepared) {
    if (raw.length != inputs.size()) {
      throw new DataException(
          "",
          "the row has %s numbers, but the model takes %s: %s"
              .formatted(
                  raw.length,
                  inputs.size(),
                  ColumnNames.list(inputs.stream().map(PreparedColumn::name).toList())));
    }
    int next = first;
    for (int i = 0; i < raw.length; i++) {
      inputs.get(i).encode(raw[i], prepared, next);
      next += inputs.get(i).width();
    }
    if (whitener.isPresent() && !whitener.get().whiten(prepared, first, prepared, 0)) {
      throw new DataException("", Whitener.TOO_LARGE);
    }
  }
}
