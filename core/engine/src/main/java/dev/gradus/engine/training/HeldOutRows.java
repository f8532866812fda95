package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.PreparationThreads;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.table.RowOrigins;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Warning;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows that are held out: some of the training table, or all of a table of their own. */
final class HeldOutRows {

  private final ConfiguredTable table;
  private final int[] rows;
  private final boolean own;

  private HeldOutRows(ConfiguredTable table, int[] rows, boolean own) {
    this.table = table;
    this.rows = rows;
    this.own = own;
  }

  /**
   * Selects the rows.
   *
   * @param all the training table
   * @param heldOut the rows of the training table that are held out if there is no other table
   * @param own the table of their own, if there is one
   * @param warnings receives warnings about rows of that table that are left out
   */
  static HeldOutRows of(
      ConfiguredTable all, int[] heldOut, Optional<Table> own, Consumer<Warning> warnings) {
    if (own.isEmpty()) {
      return new HeldOutRows(all, heldOut, false);
    }
    ConfiguredTable table = all.forTable(own.get(), warnings);
    return new HeldOutRows(table, table.allRows(), true);
  }

  /** The table of their own, if there is one. */
  Optional<ConfiguredTable> ownTable() {
    return own ? Optional.of(table) : Optional.empty();
  }

  /** Those of the training table; none if they have a table of their own. */
  int[] inTrainingTable() {
    return own ? new int[0] : rows;
  }

  /** Their number. */
  int count() {
    return rows.length;
  }

  /** Their origins. */
  RowOrigins origins() {
    return RowOrigins.of(table.table(), rows);
  }

  /** The largest number of rows of a batch in their evaluation. */
  int largestBatch(Configuration configuration) {
    return BatchPlan.largestMeasured(configuration, table.table(), rows);
  }

  /** The examples of the table of their own, if there is one. */
  Optional<Examples> ownExamples(
      Preparation preparation,
      Consumer<Warning> warnings,
      PreparationThreads threads,
      Optional<Path> folder) {
    return ownTable().map(given -> given.examples(rows, preparation, warnings, threads, folder));
  }
}
