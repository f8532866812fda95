package dev.gradus.engine.examples;

import dev.gradus.engine.data.PreparationPlan;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.DataException;
import java.util.Map;
import java.util.Optional;

/** Reads the column of example weights. */
public final class ExampleWeights {

  private ExampleWeights() {}

  /**
   * The weights of some rows of a table.
   *
   * @param name the column
   * @param rows in the order wanted; not modified
   * @return [rows, 1]
   * @throws DataException naming the first cell that is not a number above 0
   */
  private static Matrix of(Table table, String name, int[] rows) {
    Column column = table.column(name);
    Matrix weights = Matrix.zeros(rows.length, 1);
    for (int i = 0; i < rows.length; i++) {
      float weight = (float) column.number(rows[i]);
      if (!(weight > 0) || !Float.isFinite(weight)) {
        throw new DataException(
            table.placeOf(rows[i]),
            "column '%s' is the weight of the examples, which must be a number above 0, but here it has '%s'; correct the cell, or remove the row"
                .formatted(name, column.text(rows[i])));
      }
      weights.values()[i] = weight;
    }
    return weights;
  }

  /**
   * The column that is declared as weight.
   *
   * @throws DataException if there are several
   */
  private static Optional<String> column(PreparationPlan plan) {
    return plan.columns().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof WeightSpec)
        .map(Map.Entry::getKey)
        .reduce(
            (one, other) -> {
              throw new DataException(
                  "",
                  "columns '%s' and '%s' are both declared as weight; keep one of them, and ignore the other"
                      .formatted(one, other));
            });
  }

  /** The weights of some rows, if the plan declares a weight column. */
  public static Optional<Matrix> of(Table table, PreparationPlan plan, int[] rows) {
    return column(plan).map(name -> of(table, name, rows));
  }
}
