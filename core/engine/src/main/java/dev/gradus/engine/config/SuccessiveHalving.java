package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Trains all trials for a few epochs, the best of them for more, and so on.
 *
 * <p>Each round trains from scratch, so that schedules complete in every round, and a trial of the
 * last round has the score that it would have without the earlier rounds.
 *
 * @param factor the best 1/factor of the trials continue, with factor times as many epochs
 * @param firstEpochs the minimum number of epochs of the first round
 */
@Plugin(
    name = "successive-halving",
    summary =
        "Draws all trials at random and trains them for a few epochs; the best 1/factor of them "
            + "are trained again with factor times as many, and so on, up to all epochs. Tries "
            + "many more values than random in the same time, if trials that start well also end "
            + "well.",
    formula = "n/factor^i trials with epochs/factor^(rounds-1-i) epochs each, i = 0, 1, ...",
    reference =
        "K. Jamieson, A. Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, AISTATS 2016; the inner loop of L. Li et al., Hyperband, 2017")
public record SuccessiveHalving(
    @Option(
            value = "the best 1/factor of the trials continue, with factor times as many epochs",
            min = 2)
        int factor,
    @Option(value = "the fewest epochs that the first round may have", min = 1) int firstEpochs)
    implements Search {

  /** Creates a search with factor 3, and at least one epoch in the first round. */
  public SuccessiveHalving() {
    this(3, 1);
  }

  public SuccessiveHalving {
    Options.check(SuccessiveHalving.class, factor, firstEpochs);
  }

  /** As many rounds as trials and epochs allow, computed from the last back to the first. */
  @Override
  public List<Round> rounds(int trials, int epochs) {
    Deque<Integer> epochsOfRounds = new ArrayDeque<>(List.of(epochs));
    for (long share = factor; share <= trials; share *= factor) {
      int fewer = (int) ((epochs + share - 1) / share);
      if (fewer < firstEpochs || fewer == epochsOfRounds.getFirst()) {
        break;
      }
      epochsOfRounds.addFirst(fewer);
    }
    List<Round> rounds = new ArrayList<>();
    int left = trials;
    for (int each : epochsOfRounds) {
      rounds.add(new Round(left, each));
      left /= factor;
    }
    return rounds;
  }
}
