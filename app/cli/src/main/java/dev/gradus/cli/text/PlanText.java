package dev.gradus.cli.text;

import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.json.Json;
import dev.gradus.runtime.problem.Bytes;
import java.util.List;
import java.util.Map;

/** Describes in a sentence what is going to be trained. */
public final class PlanText {

  private PlanText() {}

  public static String describe(TrainingPlan plan) {
    return "%s training examples%s%s%s; %s inputs, %s%s, %s parameters%s; %s; %s in memory"
        .formatted(
            plan.trainingRows(),
            plan.validationRows() == 0 ? "" : ", " + plan.validationRows() + " for validation",
            plan.testRows() == 0 ? "" : ", " + plan.testRows() + " for the test",
            plan.calibrationRows() == 0 ? "" : ", " + plan.calibrationRows() + " for calibration",
            plan.inputs(),
            counted(plan.outputs(), "output"),
            plan.members() == 1 ? "" : ", " + plan.members() + " members",
            plan.parameters(),
            plan.frozen() == 0 ? "" : ", of which " + plan.frozen() + " are frozen",
            length(plan),
            Bytes.text(plan.bytes()));
  }

  /** The number of epochs, or of steps if the last epoch is not complete. */
  private static String length(TrainingPlan plan) {
    String ofEpoch = counted(plan.stepsPerEpoch(), "step");
    String whole = "%s of %s".formatted(counted(plan.epochs(), "epoch"), ofEpoch);
    return plan.steps() == (long) plan.epochs() * plan.stepsPerEpoch()
        ? whole
        : "%s steps in %s".formatted(plan.steps(), whole);
  }

  /** The plan as JSON. */
  public static Map<String, Object> asMap(TrainingPlan plan) {
    Map<String, Object> object = Json.entries(plan);
    object.keySet().removeAll(List.of("batches-per-step", "warnings"));
    if (plan.members() == 1) {
      object.remove("members");
    }
    return object;
  }

  /** A number of things, such as {@code 1 row} or {@code 2 rows}. */
  public static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
