package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;

/**
 * When a run is saved to disk, so that it can be resumed after an interruption: the section {@code
 * checkpoint} of {@code training}.
 *
 * @param every the number of epochs between checkpoints; one more is written after the last epoch
 * @param keep the number of checkpoints to keep, the newest
 * @param best whether the model of the best epoch so far is saved as well: by the metric that
 *     {@code early-stopping} monitors, or else by the loss, on the validation split if there is one
 */
public record Checkpoint(
    @Option(
            value =
                "the number of epochs between checkpoints; one more is written after the last epoch",
            min = 1)
        int every,
    @Option(value = "the number of checkpoints to keep, the newest", min = 1) int keep,
    @Option(
            "whether the model of the best epoch is saved as well: by the metric that "
                + "early-stopping monitors, or by the loss")
        boolean best) {

  /** Saves after every 10 epochs; keeps the newest 3 checkpoints and the best model. */
  public Checkpoint() {
    this(10, 3, true);
  }

  public Checkpoint {
    Options.check(Checkpoint.class, every, keep, best);
  }
}
