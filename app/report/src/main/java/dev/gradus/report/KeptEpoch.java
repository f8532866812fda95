package dev.gradus.report;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.Measures;
import dev.gradus.engine.event.EpochReport;
import java.util.List;
import java.util.Optional;

/** The epoch whose weights early stopping keeps. */
final class KeptEpoch {

  private KeptEpoch() {}

  /**
   * Finds it.
   *
   * @return empty without early stopping, or where the last weights are kept
   */
  static Optional<EpochReport> of(Configuration configuration, List<EpochReport> history) {
    Optional<EarlyStopping> stopping =
        configuration.training().earlyStopping().filter(EarlyStopping::restoreBest);
    if (stopping.isEmpty()) {
      return Optional.empty();
    }
    String monitor = Measures.nameIn(configuration, stopping.get().monitor());
    boolean higher = Measures.higherIsBetter(configuration, monitor);
    double best = Double.NaN;
    Optional<EpochReport> kept = Optional.empty();
    for (EpochReport epoch : history) {
      double value =
          epoch.validation().isEmpty()
              ? epoch.loss()
              : epoch.validation().getOrDefault(monitor, Double.NaN);
      double gain = higher ? value - best : best - value;
      if (Double.isFinite(value) && (kept.isEmpty() || gain > stopping.get().minDelta())) {
        best = value;
        kept = Optional.of(epoch);
      }
    }
    return kept;
  }
}
