package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * Large networks for tables, from the largest to the smallest: ensembles with shared weights on
 * piecewise linear embeddings of the numbers. The sizes were measured.
 *
 * @param members of the ensemble
 * @param units of each of the two hidden layers
 * @param many whether there are many rows: then numbers have more bins, classes need longer
 *     vectors, and predictions of numbers need no dropout
 * @param batchSize small, because more steps are better
 * @param least the number of epochs below which a smaller network learns more in the same time
 * @param most the number of epochs above which nothing is gained
 */
record BestRecipe(int members, int units, boolean many, int batchSize, int least, int most) {

  /** From this number of rows on, an epoch has so many steps that few epochs are enough. */
  private static final int MANY = 5_000;

  /** The numbers of rows from which batches are larger, so that an epoch does not take too long. */
  private static final List<Integer> LARGER_BATCHES = List.of(30_000, 100_000, 400_000);

  /** Also of few rows, as the rate falls to 0 and the last epochs are nearly equally good. */
  static final double HELD_OUT = 0.1;

  /** The epochs of many rows, unless there is a reason for more or fewer. */
  static final int EPOCHS_OF_MANY_ROWS = 20;

  /** The epochs of many rows if later ones overfit them. */
  private static final int FEW_EPOCHS = 8;

  private static final int SMALLEST_BATCH = 32;

  /** Whether a table has so many rows that few epochs are enough. */
  static boolean isMany(int rows) {
    return rows >= MANY;
  }

  /**
   * The networks to choose from.
   *
   * @param rows of the table
   * @param classes whether they are predicted, and not a number
   * @param overfitting that a trial found
   */
  static List<BestRecipe> of(int rows, boolean classes, Overfitting overfitting) {
    int batchSize = SMALLEST_BATCH;
    for (int from : LARGER_BATCHES) {
      batchSize *= rows >= from ? 2 : 1;
    }
    if (!isMany(rows)) {
      return sizes(false, batchSize, 100, 200);
    }
    if (overfitting == Overfitting.LATE) {
      // The largest overfits as well, and takes four times as long.
      List<BestRecipe> all = sizes(true, batchSize, FEW_EPOCHS, FEW_EPOCHS);
      return all.subList(1, all.size());
    }
    // More epochs gain nothing for classes.
    return sizes(true, batchSize, EPOCHS_OF_MANY_ROWS, classes ? EPOCHS_OF_MANY_ROWS : 60);
  }

  private static List<BestRecipe> sizes(boolean many, int batchSize, int least, int most) {
    return List.of(
        new BestRecipe(32, 256, many, batchSize, least, most),
        new BestRecipe(16, 128, many, batchSize, least, most),
        new BestRecipe(8, 64, many, batchSize, 1, most));
  }

  /**
   * The network that trains in any time.
   *
   * @param rows of the table
   * @param classes whether they are predicted, and not a number
   */
  static BestRecipe smallest(int rows, boolean classes) {
    List<BestRecipe> all = of(rows, classes, Overfitting.EARLY);
    return all.get(all.size() - 1);
  }

  /** The network in words. */
  String network(FoundTable table) {
    return "an ensemble of %s networks of 2 x %s units with shared weights (TabM-mini)%s"
        .formatted(members, units, hasNumbers(table) ? ", on piecewise linear embeddings," : "");
  }

  private static boolean hasNumbers(FoundTable table) {
    return table.inputs().anyMatch(ColumnSummary::numeric);
  }

  /**
   * The recipe.
   *
   * @param heldOut the share of the rows for validation; if it is 0, the last epoch is the result
   * @param epochs the number of epochs, in which the rate falls to 0
   * @param minutes the time after which training stops
   */
  Recipe recipe(FoundTable table, double heldOut, int epochs, String minutes) {
    boolean classes = table.goal().classes();
    String dense = "dense: {units: %s, activation: relu}".formatted(units);
    List<String> hidden = new ArrayList<>();
    if (hasNumbers(table)) {
      hidden.add(
          "piecewise-linear: {bins: %s, dimensions: %s}"
              .formatted(many ? 64 : 24, many && classes ? 16 : 8));
    }
    hidden.add("ensemble: {of: %s, kind: mini, start: normal}".formatted(members));
    for (int layer = 0; layer < 2; layer++) {
      hidden.add(dense);
      if (classes || !many) {
        hidden.add("dropout: {rate: 0.1}");
      }
    }
    return new Recipe(
        heldOut,
        hidden,
        classes ? "dense: {activation: softmax}" : "dense",
        classes ? "cross-entropy" : "mean-squared-error",
        "{adamw: {learning-rate: 0.003, weight-decay: 0.0003}}",
        "cosine",
        training(heldOut > 0, epochs, minutes));
  }

  private List<String> training(boolean keepsBest, int epochs, String minutes) {
    List<String> lines = new ArrayList<>();
    lines.add("training:");
    lines.add(
        "  epochs: %s   # %s"
            .formatted(
                epochs,
                epochs < most
                    ? "limited by the time on the machine where this was written"
                    : "more are unlikely to help"));
    lines.add("  batch-size: " + batchSize);
    if (keepsBest) {
      lines.add("  keep-best: {}");
    }
    lines.add("  max-minutes: " + minutes);
    return lines;
  }
}
