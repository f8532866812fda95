package dev.gradus.cli;

import dev.gradus.engine.event.TrainingPlan;

/** Says in a sentence what is about to be trained. */
final class Plans {

  private Plans() {}

  static String describe(TrainingPlan plan) {
    return "%s examples to learn from%s; %s inputs, %s, %s parameters; %s of %s"
        .formatted(
            plan.trainingRows(),
            plan.validationRows() == 0 ? "" : ", " + plan.validationRows() + " for validation",
            plan.inputs(),
            counted(plan.outputs(), "output"),
            plan.parameters(),
            counted(plan.epochs(), "epoch"),
            counted(plan.stepsPerEpoch(), "step"));
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
