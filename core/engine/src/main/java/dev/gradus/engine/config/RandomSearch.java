package dev.gradus.engine.config;

import dev.gradus.spi.Plugin;
import java.util.List;

/** Trains every trial for all epochs. */
@Plugin(
    name = "random",
    summary =
        "Draws every trial at random and trains it for all epochs. If only a few of the values "
            + "matter, it finds good ones in far fewer trials than a grid.",
    reference =
        "J. Bergstra, Y. Bengio, Random Search for Hyper-Parameter Optimization, JMLR 13, 2012")
public record RandomSearch() implements Search {

  @Override
  public List<Round> rounds(int trials, int epochs) {
    return List.of(new Round(trials, epochs));
  }
}
