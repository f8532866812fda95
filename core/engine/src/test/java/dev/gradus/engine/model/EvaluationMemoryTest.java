package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.EvaluationMemory;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.problem.DataException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model is evaluated with little memory, or there is a sentence that says how much it needs. */
class EvaluationMemoryTest {

  private static final int ROWS = 5000;

  /** Each is an input. */
  private static final int NAMES = 400;

  private static final long LARGE = 1L << 40;

  /** 24 MiB of each are for the process; the inputs take 8 MB. */
  private static final long SMALL = 32L << 20;

  private static final long TOO_SMALL = 28L << 20;

  /** The inputs that are predicted from at a time, in bytes. */
  private static final long AT_ONCE = 4L << 20;

  private static Table table(boolean odd) {
    SplittableRandom random = new SplittableRandom(3);
    String[] names = new String[ROWS];
    double[] numbers = new double[ROWS];
    double[] y = new double[ROWS];
    String[] side = new String[ROWS];
    for (int row = 0; row < ROWS; row++) {
      int name = random.nextInt(NAMES);
      names[row] = odd && row % 50 == 7 ? "unknown" : "n" + (row < NAMES ? row : name);
      numbers[row] = odd && row % 70 == 9 ? Double.NaN : random.nextDouble();
      y[row] = odd && row == 11 ? Double.NaN : name + random.nextDouble();
      side[row] = odd && row == 12 ? "" : name < 200 ? "left" : "right";
    }
    return Table.of(
        Column.of("name", names),
        Column.of("x", numbers),
        Column.of("y", y),
        Column.of("side", side));
  }

  private static Model trained(String target, boolean linear) {
    boolean numeric = target.equals("y");
    String yaml =
        """
        data: {target: %s, missing: fill, columns: {%s: ignore}, split: {validation: 0.1}}
        network: [dense: {activation: %s}]
        loss: %s
        optimizer: adam
        metrics: [%s]
        training: {epochs: 1, batch-size: 500, seed: 1}
        """
            .formatted(
                target,
                numeric ? "side" : "y",
                numeric ? "linear" : "softmax",
                numeric ? "mean-squared-error" : "cross-entropy",
                numeric ? "mean-absolute-error" : "accuracy");
    GradusBuilder builder = Gradus.builder().onWarning(warning -> {});
    try (Gradus gradus = (linear ? builder.withLinearModels() : builder).build()) {
      return gradus.job(yaml, "run.yaml", List.of()).on(table(false)).train().model();
    }
  }

  private static EvaluationMemory memory(Model model, Table table) {
    Configuration configuration = model.configuration();
    return EvaluationMemory.of(
        configuration, model.preparation(), table, table.rows(), false, AT_ONCE / Float.BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "side"})
  void inputsForWhichThereIsNoRoomAreMadeWhenTheyAreNeeded(String target) {
    boolean numeric = target.equals("y");
    Model model = trained(target, numeric);
    Table table = table(true);
    assertTrue(memory(model, table).keepsInputs(LARGE));
    assertFalse(memory(model, table).keepsInputs(SMALL));
    Evaluation kept = model.evaluation(table, Thresholds.NONE, LARGE);
    assertEquals(3, kept.warnings().size(), kept.warnings().toString());
    assertEquals(numeric, !kept.linear().isEmpty());
    assertEquals(kept, model.evaluation(table, Thresholds.NONE, SMALL));
  }

  @Test
  void anEvaluationThatDoesNotFitIsRefused() {
    Model model = trained("y", false);
    DataException refused =
        assertThrows(
            DataException.class, () -> model.evaluation(table(false), Thresholds.NONE, TOO_SMALL));
    assertTrue(
        String.valueOf(refused.getMessage())
            .endsWith(
                "to evaluate the model on 5,000 rows would need about 5 MB of memory, but of the 29 MB of this process it can use 4 MB besides the table; increase it (java -Xmx), or evaluate fewer rows"),
        refused.getMessage());
  }

  @Test
  void whatARowTakesIsCounted() {
    Table table = table(false);
    EvaluationMemory ofNumber = memory(trained("y", false), table);
    assertEquals(ROWS * 4L * 4, ofNumber.table());
    assertEquals(ROWS * 4L * (NAMES + 1), ofNumber.inputs());
    // Its index, the prepared target, the prediction, the target, and what the metric takes.
    assertEquals(ROWS * (4L + 4 + 28 + 28 + 16) + AT_ONCE, ofNumber.rest());
    // Rows with the same class share their target.
    EvaluationMemory ofClass = memory(trained("side", false), table);
    assertEquals(ROWS * (4L + 8 + 36 + 4 + 8) + AT_ONCE, ofClass.rest());
  }
}
