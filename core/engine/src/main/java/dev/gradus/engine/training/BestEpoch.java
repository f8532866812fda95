package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.EpochChoice;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.training.update.MonitoredMetric;
import dev.gradus.engine.training.update.MonitoredMetrics;
import dev.gradus.runtime.column.ShortNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records the best epoch and its weights, and decides on early stopping. */
final class BestEpoch {

  private final EarlyStopping spec;
  private final MonitoredMetric monitored;
  private final Network network;
  private final List<Matrix> weights = new ArrayList<>();
  private final EpochChoice choice;
  private int lastEpoch;

  /**
   * Starts without a best epoch.
   *
   * @param configuration names the metrics, one of which may be monitored
   * @param network the network whose weights are recorded
   */
  BestEpoch(EarlyStopping spec, Configuration configuration, Network network) {
    this.spec = spec;
    this.monitored = MonitoredMetrics.of(spec, configuration);
    this.network = network;
    this.choice = new EpochChoice(spec, monitored.higherIsBetter(configuration));
    for (Parameter parameter : network.tensors()) {
      Matrix matrix = parameter.matrix();
      weights.add(Matrix.zeros(matrix.rows(), matrix.columns()));
    }
  }

  /** Compares an epoch, whose weights are in the network now, with the best one. */
  void add(EpochReport report) {
    if (isBest(report)) {
      List<Parameter> tensors = network.tensors();
      for (int i = 0; i < weights.size(); i++) {
        copy(tensors.get(i).matrix(), weights.get(i));
      }
    }
  }

  /** Replays earlier epochs, whose best weights are loaded already. */
  void resume(List<EpochReport> reports) {
    reports.forEach(this::isBest);
  }

  private boolean isBest(EpochReport report) {
    lastEpoch = report.epoch();
    return choice.add(report.epoch(), monitored.of(report));
  }

  private static void copy(Matrix from, Matrix to) {
    System.arraycopy(from.values(), 0, to.values(), 0, from.size());
  }

  /** The number of the best epoch; 0 before the first. */
  int epoch() {
    return choice.epoch();
  }

  /** The weights of the best epoch, by name, shared. */
  Map<String, Matrix> memory() {
    Map<String, Matrix> memory = new LinkedHashMap<>();
    List<Parameter> tensors = network.tensors();
    for (int i = 0; i < weights.size(); i++) {
      memory.put(TrainingState.BEST + tensors.get(i).name(), weights.get(i));
    }
    return memory;
  }

  /** Whether there was no improvement for too long. */
  boolean isOver() {
    return choice.isOver();
  }

  /**
   * Puts the best weights into the network, if the configuration asks for that.
   *
   * @return whether the best weights are in the network now; else those of the last epoch are, even
   *     if it was interrupted before it was compared
   */
  boolean restore() {
    if (!spec.restoreBest() || epoch() == 0) {
      return false;
    }
    putBack();
    return true;
  }

  /** Puts the best weights into the network, if there are any. */
  void putBack() {
    if (epoch() > 0) {
      List<Parameter> tensors = network.tensors();
      for (int i = 0; i < weights.size(); i++) {
        copy(weights.get(i), tensors.get(i).matrix());
      }
    }
  }

  /** Describes the best epoch in a sentence. */
  String describe() {
    if (lastEpoch == 0) {
      return "no epoch was complete, so there is no best epoch";
    }
    if (epoch() == 0) {
      return "%s was never a number, so there is no best epoch".formatted(monitored.monitor());
    }
    return describe(spec.restoreBest());
  }

  /** The same if the best weights are kept regardless of the configuration. */
  String describeKept() {
    return describe(true);
  }

  private String describe(boolean kept) {
    return "the best epoch was %s, with %s %s%s"
        .formatted(
            epoch(),
            monitored.monitor(),
            ShortNumber.of(choice.value()),
            kept ? "; its weights are restored" : "");
  }
}
