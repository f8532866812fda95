package dev.gradus.acceptance;

import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.RowPredictor;
import dev.gradus.runtime.SavedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runtime gives the same predictions as the engine, bit for bit. */
final class InRuntime {

  private static final int MOST_ROWS = 20;

  private InRuntime() {}

  /**
   * Compares the predictions for the rows of a table.
   *
   * @param file of the model
   * @throws AssertionError if any of them differ
   */
  static void check(Model model, Path file, Table table) {
    Predictor engine = model.predictor();
    RowPredictor runtime = SavedModel.read(file).predictor();
    List<Map<String, Object>> rows = rows(table);
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      expected.add(text(engine.predict(row)));
      found.add(text(runtime.predict(row)));
    }
    if (!expected.equals(found)) {
      throw new AssertionError("the engine predicts %s, the runtime %s".formatted(expected, found));
    }
    List<String> together = runtime.predictAll(rows).stream().map(InRuntime::text).toList();
    if (!expected.equals(together)) {
      throw new AssertionError("alone %s, together %s".formatted(expected, together));
    }
  }

  private static List<Map<String, Object>> rows(Table table) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < Math.min(MOST_ROWS, table.rows()); row++) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Column column : table.columns()) {
        values.put(
            column.name(), column instanceof NumericColumn ? column.number(row) : column.text(row));
      }
      rows.add(values);
    }
    return rows;
  }

  /** The whole prediction, with all digits of the numbers. */
  private static String text(Prediction prediction) {
    return "%s %s %s %s %s"
        .formatted(
            prediction,
            Arrays.toString(prediction.outputs()),
            prediction.deviations(),
            prediction.quantiles(),
            prediction.notes());
  }
}
