package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;

/**
 * When training stops because nothing gets better any more: the section {@code early-stopping} of
 * {@code training}.
 *
 * @param monitor what is watched: {@code loss}, or the name of a metric, of the validation part, if
 *     there is one
 * @param patience the epochs without a new best after which training stops
 * @param minDelta by how much a new best must be better
 * @param restoreBest whether the weights of the best epoch are kept, not those of the last
 */
public record EarlyStopping(
    @Option(
            "what is watched: loss, or the name of a metric; of the validation part, if there is one")
        String monitor,
    @Option(value = "epochs without a new best after which training stops", min = 1) int patience,
    @Option(
            value = "by how much a new best must be better, in the unit in which it is printed",
            min = 0)
        double minDelta,
    @Option("whether the weights of the best epoch are kept, not those of the last")
        boolean restoreBest) {

  /** After 10 epochs in which the loss has not fallen; the best weights are kept. */
  public EarlyStopping() {
    this("loss", 10, 0, true);
  }

  /** Checks the options. */
  public EarlyStopping {
    Options.check(EarlyStopping.class, monitor, patience, minDelta, restoreBest);
  }
}
