package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Remembers the best epoch and its weights, and when it is time to stop. */
final class BestEpoch {

  private final EarlyStopping spec;
  private final Watch watch;
  private final Network network;
  private final boolean higherIsBetter;
  private final List<float[]> weights = new ArrayList<>();
  private double best = Double.NaN;
  private int bestEpoch;
  private int lastEpoch;

  /**
   * Begins with none.
   *
   * @param configuration the metrics, of which one may be watched
   * @param network whose weights are remembered
   */
  BestEpoch(EarlyStopping spec, Configuration configuration, Network network) {
    this.spec = spec;
    this.watch = watch(spec);
    this.network = network;
    this.higherIsBetter =
        configuration.metrics().stream()
            .filter(metric -> !(metric instanceof LossAsMetric))
            .filter(metric -> PluginType.nameOf(metric).equals(spec.monitor()))
            .anyMatch(Metric::higherIsBetter);
  }

  /** The number that is looked at. */
  static Watch watch(EarlyStopping spec) {
    return new Watch("training.early-stopping", spec.monitor());
  }

  /** Looks at an epoch whose weights that predict are in the network now. */
  void add(EpochReport report) {
    lastEpoch = report.epoch();
    double value = watch.of(report);
    double gain = higherIsBetter ? value - best : best - value;
    if (Double.isNaN(best) || gain > spec.minDelta()) {
      best = value;
      bestEpoch = report.epoch();
      weights.clear();
      for (Parameter parameter : network.tensors()) {
        weights.add(parameter.matrix().values().clone());
      }
    }
  }

  /** Whether nothing has become better for too long. */
  boolean isOver() {
    return lastEpoch - bestEpoch >= spec.patience();
  }

  /** Puts the best weights into the network, if they are to be kept. */
  void restore() {
    if (spec.restoreBest() && bestEpoch > 0) {
      List<Parameter> tensors = network.tensors();
      for (int i = 0; i < weights.size(); i++) {
        System.arraycopy(
            weights.get(i), 0, tensors.get(i).matrix().values(), 0, weights.get(i).length);
      }
    }
  }

  /** What there is to be said of it. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "the best epoch was %d, with %s %.6g%s",
        bestEpoch,
        spec.monitor(),
        best,
        spec.restoreBest() ? "; its weights are kept" : "");
  }
}
