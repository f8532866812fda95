package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;

/**
 * Trains to the end of the run, and keeps the weights of its best epoch: the section {@code
 * keep-best} of {@code training}. So a schedule completes, and what an earlier epoch did better is
 * not lost.
 *
 * @param monitor the metric that decides, as {@link EarlyStopping#monitor} names it
 * @param ties which of several epochs with the best value is kept
 */
public record KeepBest(
    @Option(
            "the metric that decides which epoch is the best: loss, or the name of a metric, or of a value of one (recall-by-class.setosa); on the validation split, if there is one")
        String monitor,
    @Option("which of several epochs with the same best value is kept: the first, or the last")
        EarlyStopping.Ties ties) {

  /** Keeps the first epoch with the lowest loss. */
  public KeepBest() {
    this("loss", EarlyStopping.Ties.FIRST);
  }

  public KeepBest {
    Options.check(KeepBest.class, monitor, ties);
  }

  /** Lets {@code loss} decide, or the metric of this name. */
  public KeepBest monitor(String monitor) {
    return Changed.with(this, "monitor", requireNonNull(monitor, "monitor must not be null"));
  }

  /** Sets which of several epochs with the same best value is kept. */
  public KeepBest ties(EarlyStopping.Ties ties) {
    return Changed.with(this, "ties", requireNonNull(ties, "ties must not be null"));
  }

  /** The same choice as early stopping that never stops. */
  EarlyStopping withoutStopping() {
    return new EarlyStopping(monitor, Integer.MAX_VALUE, 0, true, ties);
  }
}
