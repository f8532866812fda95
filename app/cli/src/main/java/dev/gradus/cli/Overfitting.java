package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;

/**
 * Whether networks memorise the rows of a table before they have learned what those have in common.
 * If they do, rows must be held out to find the best epoch. Trials of the smallest network find it
 * out.
 *
 * <p>A table of fewer than 5,000 rows has three trials of 100 epochs with 30 % of the rows held
 * out, and two of them must agree, because on one split of few rows chance decides. Of five tables
 * with 178 to 1,338 rows, concrete has its best epoch after 66 to 77 epochs, and gains if no rows
 * are held out. The others have it after 4 to 28; without held-out rows, diabetes and insurance
 * lose. With only 10 % held out, concrete has it after 24 with one of three seeds.
 *
 * <p>A larger table has one trial of 20 epochs with 10 % held out. California, bike sharing and
 * diamonds have their best epoch after 19 or 20 of them, churn, adult and bank after 4 to 12.
 * Training on all rows was as good or better for each: for the former with all epochs, for the
 * latter with eight. On synthetic tables of nearly only noise it is worse; there, the loss is
 * higher after the last epoch than after the first.
 */
enum Overfitting {

  /** The network learns to the end; all rows may train for all epochs. */
  NONE,

  /** The last epochs lose a part of what was learned; all rows may train for few epochs. */
  LATE,

  /** The network memorises rows from the beginning, or nothing is known: rows are held out. */
  EARLY;

  private static final int EPOCHS_OF_FEW_ROWS = 100;

  private static final double HELD_OUT_OF_FEW_ROWS = 0.3;

  /** The part of the epochs after which the best must lie, if there are few rows. */
  private static final double LATE_OF_FEW_ROWS = 0.5;

  /** The same if there are many. */
  private static final double LATE_OF_MANY_ROWS = 0.75;

  /**
   * Runs the trials. Rows of the future and groups must be held out, as nothing else tells how the
   * network predicts others, so they have no trial.
   */
  static Overfitting of(FoundTable table, TimeBudget budget, Gradus gradus) {
    if (table.dates().time().isPresent() || table.group().by().isPresent()) {
      return EARLY;
    }
    int rows = table.data().table().rows();
    BestRecipe smallest = BestRecipe.smallest(rows, table.goal().classes());
    return BestRecipe.isMany(rows)
        ? ofManyRows(table, smallest, budget, gradus)
        : ofFewRows(table, smallest, budget, gradus);
  }

  private static Overfitting ofManyRows(
      FoundTable table, BestRecipe network, TimeBudget budget, Gradus gradus) {
    TimeBudget time = budget.forOneRun();
    Recipe recipe =
        network.recipe(
            table, BestRecipe.HELD_OUT, BestRecipe.EPOCHS_OF_MANY_ROWS, time.allMinutes());
    return ofManyRows(losses(table, recipe, time, gradus));
  }

  /** What a trial of many rows says. */
  static Overfitting ofManyRows(TrialLosses losses) {
    if (!losses.finished() || !losses.fell()) {
      return EARLY;
    }
    return losses.lowestAfter(LATE_OF_MANY_ROWS) ? NONE : LATE;
  }

  private static Overfitting ofFewRows(
      FoundTable table, BestRecipe network, TimeBudget budget, Gradus gradus) {
    TimeBudget time = budget.forEachRun();
    Recipe recipe =
        network.recipe(table, HELD_OUT_OF_FEW_ROWS, EPOCHS_OF_FEW_ROWS, time.allMinutes());
    int late = 0;
    for (int run = 1; run <= 3 && late < 2 && run - late < 3; run++) {
      Setting seed = Setting.parse("training.seed=" + run);
      if (isLate(losses(table, recipe, time, gradus, seed))) {
        late++;
      }
    }
    return late == 2 ? NONE : EARLY;
  }

  /** Whether the network learned to the end in a trial of few rows. */
  static boolean isLate(TrialLosses losses) {
    return losses.finished() && losses.lowestAfter(LATE_OF_FEW_ROWS);
  }

  private static TrialLosses losses(
      FoundTable table, Recipe recipe, TimeBudget time, Gradus gradus, Setting... settings) {
    TrialLosses losses = new TrialLosses(time.seconds(), System::nanoTime);
    return Trial.of(
        table,
        recipe,
        gradus,
        job -> {
          job.listener(losses).train();
          return losses;
        },
        settings);
  }
}
