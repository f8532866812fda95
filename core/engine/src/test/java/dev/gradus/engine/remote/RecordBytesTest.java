package dev.gradus.engine.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.studies.VariantRun;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is sent between processes arrives whole. */
class RecordBytesTest {

  @Test
  void aProblemArrivesWithItsPlaceAndItsRemedy() {
    List<Problem> problems =
        List.of(
            new Problem("iris.yaml:3:5", "a plugin is missing", Remedy.ADD_PLUGINS),
            Problem.of("a number is wrong"));
    VariantRun run =
        new VariantRun(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(new GradusException(problems)));
    // No model is sent, so nothing is needed that writes one.
    RecordBytes records = new RecordBytes(null);
    VariantRun arrived = records.read(VariantRun.class, records.write(run));
    assertEquals(problems, arrived.refusal().orElseThrow().problems());
  }

  /** A run that diverged. */
  private record Failed(DivergedException why) {}

  @Test
  void aDivergenceArrivesWithItsWholeMessage() {
    DivergedException why =
        new DivergedException(
            "the loss is NaN in epoch 3. The learning rate is too high; lower it\nor clip",
            new DivergedException("the loss is NaN"),
            List.of(),
            2);
    RecordBytes records = new RecordBytes(null);
    DivergedException arrived = records.read(Failed.class, records.write(new Failed(why))).why();
    assertEquals(why.getMessage(), arrived.getMessage());
    assertEquals(why.problems(), arrived.problems());
    assertEquals(2, arrived.bestEpoch());
  }
}
