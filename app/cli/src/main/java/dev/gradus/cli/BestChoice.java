package dev.gradus.cli;

import dev.gradus.cli.progress.TimeLeft;
import dev.gradus.cli.text.PlanText;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The largest of a few networks that a machine trains within a time.
 *
 * @param network of the table
 * @param onAllRows whether no rows are held out
 * @param epochs as many as fit
 * @param seconds that they are expected to take
 * @param budget for the whole command
 */
record BestChoice(
    BestRecipe network, boolean onAllRows, int epochs, double seconds, TimeBudget budget) {

  /** From this number of rows on, a tenth of them is not missed. */
  private static final int MANY = 2_000;

  /** The epochs of the run that finds out whether rows must be held out. */
  private static final int EPOCHS_OF_TRIAL = 100;

  /** So many of few rows that chance decides less. */
  private static final double HELD_OUT_OF_TRIAL = 0.3;

  /** Trains each network for a few seconds, the largest first, until one fits. */
  static BestChoice of(FoundTable table, TimeBudget budget, Gradus gradus) {
    List<BestRecipe> networks = BestRecipe.of(table.data().table().rows(), table.goal().classes());
    for (BestRecipe network : networks) {
      double secondsPerEpoch = secondsPerEpoch(table, network, budget, gradus);
      long fit = budget.epochs(secondsPerEpoch);
      if (fit >= network.least() || network.equals(networks.get(networks.size() - 1))) {
        int epochs = (int) Math.max(1, Math.min(network.most(), fit));
        return new BestChoice(
            network,
            needsNoValidation(table, budget, gradus),
            epochs,
            epochs * secondsPerEpoch,
            budget);
      }
    }
    throw new IllegalStateException("the last network is always chosen");
  }

  private static double secondsPerEpoch(
      FoundTable table, BestRecipe network, TimeBudget budget, Gradus gradus) {
    // It is never trained to the end, so its time does not matter.
    Recipe recipe = network.recipe(table, BestRecipe.HELD_OUT, network.most(), "60");
    return withJob(
        table, recipe, gradus, job -> TrainingSpeed.secondsPerEpoch(job, budget.trial()));
  }

  /**
   * Whether all rows can be trained on. Rows of the future and groups must be held out, as nothing
   * else tells how the network predicts others.
   */
  static boolean needsNoValidation(FoundTable table, TimeBudget budget, Gradus gradus) {
    if (table.data().table().rows() >= MANY
        || table.dates().time().isPresent()
        || table.group().by().isPresent()) {
      return false;
    }
    Recipe recipe =
        BestRecipe.smallest(table.data().table().rows(), table.goal().classes())
            .recipe(table, HELD_OUT_OF_TRIAL, EPOCHS_OF_TRIAL, budget.minutesOfTrial());
    // One split of few rows is chance, so two of three must say so.
    int late = 0;
    for (int run = 1; run <= 3 && late < 2 && run - late < 3; run++) {
      LateBestEpoch best = new LateBestEpoch();
      Setting seed = Setting.parse("training.seed=" + run);
      withJob(table, recipe, gradus, job -> job.listener(best).train(), seed);
      if (best.isLate()) {
        late++;
      }
    }
    return late == 2;
  }

  private static <T> T withJob(
      FoundTable table, Recipe recipe, Gradus gradus, Function<Job, T> trial, Setting... settings) {
    Path folder;
    try {
      folder = Files.createTempDirectory("gradus-trial");
    } catch (IOException e) {
      throw new OutputException(
          new Problem("", "no temporary folder can be created: " + IoReason.of(e)), e);
    }
    Path yaml = folder.resolve("trial.yaml");
    try {
      Files.writeString(yaml, FirstConfiguration.text(table, new YamlPlace(yaml), recipe));
      Configuration configuration = gradus.read(yaml, settings);
      return trial.apply(gradus.job(configuration).on(table.data().table()));
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
    return network.recipe(table, onAllRows ? 0 : BestRecipe.HELD_OUT, epochs, budget.minutes());
  }

  /** What was chosen and how long it takes, in a sentence. */
  String sentence(FoundTable table) {
    String chosen =
        "It trains %s for %s, which takes about %s here"
            .formatted(
                network.network(table), PlanText.counted(epochs, "epoch"), TimeLeft.text(seconds));
    String rows =
        onAllRows
            ? " It trains on all rows, because in trials the network did not memorise them; evaluate it with 'gradus cross-validate'."
            : "";
    return chosen
        + (seconds > budget.seconds()
            ? ", more than the budget; give it more time with --budget, or leave out --best."
            : "; it stops after %s at the latest.".formatted(budget.latest()))
        + rows;
  }
}
