package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.ConfiguredRows;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.problem.DataException;
import java.util.Optional;

/**
 * The splits of the table that a model was trained on, found again by its configuration.
 *
 * @param all the whole table, as the model was trained on it
 */
record TrainedSplit(Model model, Table all) {

  /**
   * The rows of one split.
   *
   * @param part one of the splits that {@link Training} names
   * @throws DataException if there is no such split, or it has another number of rows than in
   *     training, so this is another table
   * @throws TrainingException if there is not enough memory to split the table
   */
  Table rows(String part) {
    Configuration configuration = model.configuration();
    if (!part.equals(Training.TEST_PART)) {
      checkLearnedFromItsSplit(configuration);
    }
    Optional<Table> rows = ConfiguredRows.of(configuration, all, part);
    Optional<Integer> then = rowsInTraining(part);
    if (rows.isEmpty()) {
      throw new DataException(
          all.origin(),
          then.isPresent()
              ? "the %s split of this model was a separate file; evaluate the model on that file"
                  .formatted(part)
              : "the model was trained without a %s split; data.split holds rows out for one"
                  .formatted(part));
    }
    if (then.filter(count -> count != rows.get().rows()).isPresent()) {
      throw new DataException(
          all.origin(),
          "the %s split would have %s rows, but in training it had %s; give the whole table that the model was trained on, in its order"
              .formatted(part, rows.get().rows(), then.get()));
    }
    return rows.get();
  }

  /** The number of rows that the split had, if it is known and it was used. */
  private Optional<Integer> rowsInTraining(String part) {
    return switch (part) {
      case Training.TRAINING_PART -> model.about().trainingRows();
      case Training.VALIDATION_PART -> model.about().validationRows();
      case Training.CALIBRATION_PART -> calibrationRows();
      default -> model.about().testRows();
    };
  }

  private Optional<Integer> calibrationRows() {
    return model
        .conformal()
        .filter(made -> made.part().equals(Training.CALIBRATION_PART))
        .map(Conformal::rows)
        .or(
            () ->
                model
                    .calibrationReport()
                    .filter(report -> report.part().equals(Training.CALIBRATION_PART))
                    .map(CalibrationReport::rows));
  }

  /** A model of all folds has learned from the rows that its configuration holds out, too. */
  private void checkLearnedFromItsSplit(Configuration configuration) {
    About about = model.about();
    if (about.trainingRows().isPresent()
        && about.validationRows().isEmpty()
        && ConfiguredRows.of(configuration, all, Training.VALIDATION_PART).isPresent()) {
      throw new DataException(
          all.origin(),
          "this model was trained without a validation split, on the %s rows of all folds or of a table of its own; so it has learned from the rows that data.split would hold out, and there is no training, validation or calibration split of it"
              .formatted(about.trainingRows().get()));
    }
  }
}
