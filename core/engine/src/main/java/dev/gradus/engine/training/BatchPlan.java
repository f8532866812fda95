package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.table.Table;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import java.util.List;

/** How examples are divided into batches. */
final class BatchPlan {

  private BatchPlan() {}

  /** The batches of training: shuffled, if the configuration says so. */
  static Batches ofTraining(Configuration configuration, Examples examples) {
    TrainingSpec spec = configuration.training();
    return of(
        configuration,
        ofLoss(configuration),
        examples.auxiliary(),
        examples.rows(),
        spec.shuffle(),
        membersWithOwnBatches(configuration));
  }

  /** The number of members of an ensemble that have batches of their own; 1 if there are none. */
  static int membersWithOwnBatches(Configuration configuration) {
    for (Layer layer : configuration.network()) {
      if (layer instanceof EnsembleLayer ensemble && ensemble.ownBatches()) {
        return ensemble.members();
      }
    }
    return 1;
  }

  /** The auxiliary columns of a loss over whole batches. */
  static List<AuxiliaryColumn> ofLoss(Configuration configuration) {
    return configuration.loss() instanceof BatchLoss batchLoss ? batchLoss.columns() : List.of();
  }

  /** Whether batches have whole groups. */
  static boolean isOfGroups(Configuration configuration) {
    return ofLoss(configuration).stream()
        .anyMatch(column -> column.meaning() == AuxiliaryColumn.Meaning.GROUP);
  }

  /** The largest number of rows of a training batch. */
  static int largest(Configuration configuration, Examples examples) {
    return ofLoss(configuration, examples.auxiliary(), examples.rows()).largest();
  }

  /** The same of rows of a table that become examples. */
  static int largest(Configuration configuration, Table table, int[] rows) {
    return ofLoss(configuration, auxiliary(configuration, table, rows), rows.length).largest();
  }

  /** The number of training batches in an epoch. */
  static int count(Configuration configuration, Examples examples) {
    return ofLoss(configuration, examples.auxiliary(), examples.rows()).count();
  }

  /** The same of rows of a table that become examples. */
  static int count(Configuration configuration, Table table, int[] rows) {
    return ofLoss(configuration, auxiliary(configuration, table, rows), rows.length).count();
  }

  /** The same of a run that is trained elsewhere: a step of all portions is one batch. */
  static int count(Configuration configuration, SharedRun run) {
    return configuration.optimizer().isFullBatch() ? 1 : Math.max(1, run.batches());
  }

  /**
   * The largest number of rows of a batch in evaluation, where batches only matter for a loss over
   * whole batches.
   */
  static int largestMeasured(Configuration configuration, Examples examples) {
    return largestMeasured(configuration, examples.auxiliary(), examples.rows());
  }

  /** The same of rows of a table that become examples. */
  static int largestMeasured(Configuration configuration, Table table, int[] rows) {
    return largestMeasured(configuration, auxiliary(configuration, table, rows), rows.length);
  }

  private static int largestMeasured(
      Configuration configuration, AuxiliaryColumns auxiliary, int rows) {
    return configuration.loss() instanceof BatchLoss && rows > 0
        ? ofLoss(configuration, auxiliary, rows).largest()
        : 0;
  }

  private static AuxiliaryColumns auxiliary(Configuration configuration, Table table, int[] rows) {
    return ConfiguredTable.auxiliary(configuration, ofLoss(configuration), table, rows);
  }

  private static Batches ofLoss(Configuration configuration, AuxiliaryColumns auxiliary, int rows) {
    return of(configuration, ofLoss(configuration), auxiliary, rows, false, 1);
  }

  /**
   * Batches of the same size as in training, in the order of the examples.
   *
   * @param columns the auxiliary columns of a loss over whole batches
   */
  static Batches inOrder(
      Configuration configuration, List<AuxiliaryColumn> columns, Examples examples) {
    return of(configuration, columns, examples.auxiliary(), examples.rows(), false, 1);
  }

  private static Batches of(
      Configuration configuration,
      List<AuxiliaryColumn> columns,
      AuxiliaryColumns auxiliary,
      int rows,
      boolean shuffled,
      int members) {
    TrainingSpec spec = configuration.training();
    int size =
        configuration.optimizer().isFullBatch()
            ? rows
            : spec.batchSize().orElse(TrainingSpec.DEFAULT_BATCH_SIZE);
    return columns.stream()
        .filter(column -> column.meaning() == AuxiliaryColumn.Meaning.GROUP)
        .findFirst()
        .map(column -> auxiliary.of(List.of(column))[0])
        .map(groups -> new Batches(groups, size, shuffled, spec.seed()))
        .orElseGet(() -> new Batches(rows, size, shuffled, spec.seed(), members));
  }
}
