package dev.gradus.cli;

import dev.gradus.cli.progress.TimeLeft;
import dev.gradus.cli.text.PlanText;
import dev.gradus.engine.Gradus;
import java.util.List;

/**
 * The largest of a few networks that a machine trains within a time.
 *
 * @param network of the table
 * @param overfitting that a trial found
 * @param epochs as many as fit
 * @param seconds that they are expected to take
 * @param budget for the whole command
 */
record BestChoice(
    BestRecipe network, Overfitting overfitting, int epochs, double seconds, TimeBudget budget) {

  /** Trains each network for a few seconds, the largest first, until one fits. */
  static BestChoice of(FoundTable table, TimeBudget budget, Gradus gradus) {
    Overfitting overfitting = Overfitting.of(table, budget, gradus);
    List<BestRecipe> networks =
        BestRecipe.of(table.data().table().rows(), table.goal().classes(), overfitting);
    for (BestRecipe network : networks) {
      double secondsPerEpoch = secondsPerEpoch(table, network, budget, gradus);
      long fit = budget.epochs(secondsPerEpoch);
      if (fit >= network.least() || network.equals(networks.get(networks.size() - 1))) {
        int epochs = (int) Math.max(1, Math.min(network.most(), fit));
        return new BestChoice(network, overfitting, epochs, epochs * secondsPerEpoch, budget);
      }
    }
    throw new IllegalStateException("the last network is always chosen");
  }

  private static double secondsPerEpoch(
      FoundTable table, BestRecipe network, TimeBudget budget, Gradus gradus) {
    // It is never trained to the end, so its time does not matter.
    Recipe recipe = network.recipe(table, BestRecipe.HELD_OUT, network.most(), "60");
    return Trial.of(
        table, recipe, gradus, job -> TrainingSpeed.secondsPerEpoch(job, budget.trial()));
  }

  /** How it learns. */
  Recipe recipe(FoundTable table) {
    double heldOut = overfitting == Overfitting.EARLY ? BestRecipe.HELD_OUT : 0;
    return network.recipe(table, heldOut, epochs, budget.minutes());
  }

  /** What was chosen and how long it takes, in a sentence. */
  String sentence(FoundTable table) {
    String chosen =
        "It trains %s for %s, which takes about %s here"
            .formatted(
                network.network(table), PlanText.counted(epochs, "epoch"), TimeLeft.text(seconds));
    return chosen
        + (seconds > budget.seconds()
            ? ", more than the budget; give it more time with --budget, or leave out --best."
            : "; it stops after %s at the latest.".formatted(budget.latest()))
        + aboutRows();
  }

  private String aboutRows() {
    String why =
        switch (overfitting) {
          case NONE -> "because in a trial a small network did not overfit";
          case LATE ->
              "but for few epochs, because in a trial a small network overfitted in later ones";
          case EARLY -> "";
        };
    return why.isEmpty()
        ? ""
        : " It trains on all rows, %s; evaluate it with 'gradus cross-validate'.".formatted(why);
  }
}
