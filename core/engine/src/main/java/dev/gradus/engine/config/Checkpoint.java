package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;

/**
 * When a run is kept on disk, so that it can go on after it was interrupted: the section {@code
 * checkpoint} of {@code training}.
 *
 * @param every after how many epochs a checkpoint is written; one is also written after the last
 * @param keep how many of them are kept, the newest
 * @param best whether the model of the best epoch so far is kept beside them: by what {@code
 *     early-stopping} looks at, or else by the loss, of the validation part, if there is one
 */
public record Checkpoint(
    @Option(
            value = "epochs after which a checkpoint is written; one more follows the last epoch",
            min = 1)
        int every,
    @Option(value = "how many checkpoints are kept, the newest", min = 1) int keep,
    @Option(
            "whether the model of the best epoch is kept beside them: by what early-stopping looks at, or by the loss")
        boolean best) {

  /** After every 10 epochs; the newest 3 are kept, and the best model. */
  public Checkpoint() {
    this(10, 3, true);
  }

  public Checkpoint {
    Options.check(Checkpoint.class, every, keep, best);
  }
}
