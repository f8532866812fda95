package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The strongest network that a machine trains within a time.
 *
 * @param network of the table
 * @param epochs as many as fit
 * @param seconds that they are expected to take
 * @param budget for the whole command
 */
record BestChoice(BestRecipe network, int epochs, double seconds, TimeBudget budget) {

  /** Trains each network for a few seconds, the largest first, until one fits. */
  static BestChoice of(FoundTable table, TimeBudget budget, Gradus gradus) {
    List<BestRecipe> networks = BestRecipe.of(table.data().table().rows());
    for (BestRecipe network : networks) {
      double secondsPerEpoch = secondsPerEpoch(table, network, budget, gradus);
      long fit = budget.epochs(secondsPerEpoch);
      if (fit >= network.least() || network.equals(networks.get(networks.size() - 1))) {
        int epochs = (int) Math.max(1, Math.min(network.most(), fit));
        return new BestChoice(network, epochs, epochs * secondsPerEpoch, budget);
      }
    }
    throw new IllegalStateException("the last network is always chosen");
  }

  private static double secondsPerEpoch(
      FoundTable table, BestRecipe network, TimeBudget budget, Gradus gradus) {
    Path folder;
    try {
      folder = Files.createTempDirectory("gradus-trial");
    } catch (IOException e) {
      throw new OutputException(
          new Problem("", "no temporary folder can be created: " + IoReason.of(e)), e);
    }
    Path yaml = folder.resolve("trial.yaml");
    try {
      // It is never trained to the end, so its time does not matter.
      Recipe recipe = network.recipe(table, network.most(), "60");
      Files.writeString(yaml, FirstConfiguration.text(table, new YamlPlace(yaml), recipe));
      return TrainingSpeed.secondsPerEpoch(
          gradus.job(yaml).on(table.data().table()), budget.trial());
    } catch (IOException e) {
      throw new OutputException(
          new Problem(yaml.toString(), "the file cannot be written: " + IoReason.of(e)), e);
    } finally {
      delete(yaml);
      delete(folder);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  /** How it learns. */
  Recipe recipe(FoundTable table) {
    return network.recipe(table, epochs, budget.minutes());
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
            : "; it stops after %s minutes at the latest.".formatted(budget.minutes()));
  }
}
