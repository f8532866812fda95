package dev.gradus.cli;

import dev.gradus.engine.event.TrainingPlan;

/** Says in a sentence what is about to be trained. */
final class Plans {

  private static final long KILOBYTE = 1000;
  private static final long MEGABYTE = 1_000_000;

  private Plans() {}

  static String describe(TrainingPlan plan) {
    return "%s examples to learn from%s; %s inputs, %s, %s parameters; %s of %s; %s in memory"
        .formatted(
            plan.trainingRows(),
            plan.validationRows() == 0 ? "" : ", " + plan.validationRows() + " for validation",
            plan.inputs(),
            counted(plan.outputs(), "output"),
            plan.parameters(),
            counted(plan.epochs(), "epoch"),
            counted(plan.stepsPerEpoch(), "step"),
            bytes(plan.bytes()));
  }

  private static String bytes(long bytes) {
    return bytes < MEGABYTE
        ? (bytes + KILOBYTE - 1) / KILOBYTE + " KB"
        : Math.round((double) bytes / MEGABYTE) + " MB";
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
