package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;

/**
 * Stops training when a metric has stopped improving: the section {@code early-stopping} of {@code
 * training}.
 *
 * @param monitor the monitored metric: {@code loss}, or the name of a metric, or of one of its
 *     values, such as {@code recall-by-class.setosa}; on the validation split, if there is one
 * @param patience the number of epochs without a new best value after which training stops
 * @param minDelta the minimum improvement of a new best value
 * @param restoreBest whether the weights of the best epoch are kept, not those of the last
 * @param ties which of several epochs that are equally good is kept
 */
public record EarlyStopping(
    @Option(
            "the monitored metric: loss, or the name of a metric, or of a value of one "
                + "(recall-by-class.setosa); on the validation split, if there is one")
        String monitor,
    @Option(
            value = "the number of epochs without a new best value after which training stops",
            min = 1)
        int patience,
    @Option(
            value =
                "the minimum improvement of a new best value, in the unit in which it is printed",
            min = 0)
        double minDelta,
    @Option("whether the weights of the best epoch are kept, not those of the last")
        boolean restoreBest,
    @Option(
            "which of several epochs with the same best value is kept: the first, or the last. The last does not wait longer for an improvement")
        Ties ties) {

  /** Which of several epochs with the same best value is kept. */
  public enum Ties {
    /** The first of them. */
    FIRST,
    /** The last of them, which has been trained the longest. */
    LAST
  }

  /** Stops after 10 epochs without a lower loss; the best weights are restored. */
  public EarlyStopping() {
    this("loss", 10, 0, true);
  }

  /** Keeps the first of several epochs with the same best value. */
  public EarlyStopping(String monitor, int patience, double minDelta, boolean restoreBest) {
    this(monitor, patience, minDelta, restoreBest, Ties.FIRST);
  }

  public EarlyStopping {
    Options.check(EarlyStopping.class, monitor, patience, minDelta, restoreBest, ties);
  }

  /** Monitors {@code loss}, or the metric of this name. */
  public EarlyStopping monitor(String monitor) {
    return Changed.with(this, "monitor", requireNonNull(monitor, "monitor must not be null"));
  }

  /** Stops after this number of epochs without a new best value. */
  public EarlyStopping patience(int patience) {
    return Changed.with(this, "patience", patience);
  }

  /** Sets the minimum improvement of a new best value. */
  public EarlyStopping minDelta(double minDelta) {
    return Changed.with(this, "minDelta", minDelta);
  }

  /** Sets whether the weights of the best epoch are kept, not those of the last. */
  public EarlyStopping restoreBest(boolean restoreBest) {
    return Changed.with(this, "restoreBest", restoreBest);
  }

  /** Sets which of several epochs with the same best value is kept. */
  public EarlyStopping ties(Ties ties) {
    return Changed.with(this, "ties", requireNonNull(ties, "ties must not be null"));
  }
}
