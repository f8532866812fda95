package dev.gradus.report;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.EpochChoice;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.study.Study;
import java.util.List;
import java.util.Optional;

/** The epoch whose weights a run keeps, if it may be another than the last. */
final class KeptEpoch {

  private KeptEpoch() {}

  /** Whether the model has the weights of an epoch before the last. */
  static boolean isEarlier(Study study) {
    List<EpochReport> history = study.training().history();
    return !history.isEmpty() && study.training().epoch() < history.get(history.size() - 1).epoch();
  }

  /**
   * The epoch whose weights the model has.
   *
   * @return empty if that is the last epoch only because none was chosen
   */
  static Optional<EpochReport> of(Study study) {
    boolean chooses =
        study
            .configuration()
            .training()
            .choiceOfEpoch()
            .filter(EarlyStopping::restoreBest)
            .isPresent();
    return study.training().history().stream()
        .filter(report -> report.epoch() == study.training().epoch())
        .filter(report -> chooses || isEarlier(study))
        .findFirst();
  }

  /**
   * Finds the kept epoch of a run whose model is gone, as early stopping does.
   *
   * @return empty without early stopping, or if it keeps the last weights
   */
  static Optional<EpochReport> of(Configuration configuration, List<EpochReport> history) {
    Optional<EarlyStopping> stopping =
        configuration.training().choiceOfEpoch().filter(EarlyStopping::restoreBest);
    if (stopping.isEmpty()) {
      return Optional.empty();
    }
    String monitor = MetricNames.of(configuration).find(stopping.get().monitor());
    boolean higher = MetricNames.of(configuration).higherIsBetter(monitor);
    EpochChoice choice = new EpochChoice(stopping.get(), higher);
    Optional<EpochReport> kept = Optional.empty();
    for (EpochReport epoch : history) {
      double value =
          epoch.validation().isEmpty()
              ? epoch.loss()
              : epoch.validation().getOrDefault(monitor, Double.NaN);
      if (choice.add(epoch.epoch(), value)) {
        kept = Optional.of(epoch);
      }
    }
    return kept;
  }
}
