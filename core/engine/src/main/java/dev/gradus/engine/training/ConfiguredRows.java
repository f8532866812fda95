package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.DataException;
import java.util.Optional;

/** What a configuration says about the rows of a table: which split they are in, and more. */
public final class ConfiguredRows {

  private ConfiguredRows() {}

  /**
   * The rows of one split of a table.
   *
   * @param all the table that a model was trained on; not modified
   * @param part {@code training}, {@code validation}, {@code calibration} or {@code test}
   * @return empty if no rows of the table belong to that split
   * @throws DataException if there is no split of that name
   * @throws TrainingException if there is not enough memory to split the table
   */
  public static Optional<Table> of(Configuration configuration, Table all, String part) {
    ConfiguredTable table =
        ConfiguredTable.of(configuration, all, configuration.auxiliaryColumns(), unused -> {});
    SplitMemory.check(table, true, false, Runtime.getRuntime().maxMemory());
    Split split = table.split(true);
    int[] rows =
        switch (part) {
          case "training" -> split.training();
          case "validation" -> split.validation();
          case "calibration" -> split.calibration();
          case "test" -> split.test();
          default ->
              throw new DataException(
                  "",
                  "there is no split '%s'; the splits are training, validation, calibration and test"
                      .formatted(part));
        };
    return rows.length == 0 ? Optional.empty() : Optional.of(table.table().select(rows));
  }

  /**
   * The auxiliary columns of the loss and the metrics of a configuration.
   *
   * @param rows of the table, in the order wanted; not modified
   * @throws DataException if a column or a cell is missing, or has the wrong type
   */
  public static AuxiliaryColumns auxiliary(Configuration configuration, Table table, int[] rows) {
    return ConfiguredTable.auxiliary(configuration, configuration.auxiliaryColumns(), table, rows);
  }
}
