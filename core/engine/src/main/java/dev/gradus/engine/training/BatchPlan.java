package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import java.util.List;

/** How examples are cut into batches. */
final class BatchPlan {

  private BatchPlan() {}

  /** Those of training: shuffled, if the configuration says so. */
  static Batches ofTraining(Configuration configuration, Examples examples) {
    TrainingSpec spec = configuration.training();
    return of(
        configuration,
        configuration.loss() instanceof BatchLoss batchLoss ? batchLoss.columns() : List.of(),
        examples,
        spec.shuffle());
  }

  /**
   * Batches as large as those of training, in the order of the examples.
   *
   * @param columns of a loss over whole batches
   */
  static Batches inOrder(
      Configuration configuration, List<AuxiliaryColumn> columns, Examples examples) {
    return of(configuration, columns, examples, false);
  }

  private static Batches of(
      Configuration configuration,
      List<AuxiliaryColumn> columns,
      Examples examples,
      boolean shuffled) {
    TrainingSpec spec = configuration.training();
    int size =
        configuration.optimizer().isFullBatch()
            ? examples.rows()
            : spec.batchSize().orElse(TrainingSpec.DEFAULT_BATCH_SIZE);
    return columns.stream()
        .filter(column -> column.meaning() == AuxiliaryColumn.Meaning.GROUP)
        .findFirst()
        .map(column -> examples.auxiliary().of(List.of(column))[0])
        .map(groups -> new Batches(groups, size, shuffled, spec.seed()))
        .orElseGet(() -> new Batches(examples.rows(), size, shuffled, spec.seed()));
  }
}
