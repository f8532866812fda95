package dev.gradus.engine.explaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.engine.explain.Fault;
import dev.gradus.engine.table.Table;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults of hand-written learning are made as they are said to be, and caught. */
class FaultsTest {

  private static final int SEED = 5;
  private static final double TOLERANCE = 1e-12;

  private static List<Fault> faults() {
    return Samples.explainer(
            Samples.numbers(SEED),
            new MeanSquaredError(),
            Samples.dense(3, new Sigmoid()),
            Samples.dense(1, new Sigmoid()))
        .faults(List.of(new BinaryCrossEntropy()), 6);
  }

  private static Fault fault(String name) {
    return faults().stream().filter(fault -> fault.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyFaultIsCaughtAndTheRightGradientIsNot() {
    List<Fault> faults = faults();
    assertEquals(
        List.of("update-before-use", "sum-for-mean", "printed-is-not-learned"),
        faults.stream().map(Fault::name).toList());
    for (Fault fault : faults) {
      assertTrue(fault.isCaught(), fault.name() + ", seed " + SEED);
      assertEquals(6, fault.gradients().size());
      for (Fault.Line line : fault.gradients()) {
        assertTrue(line.right().agrees(), line + ", seed " + SEED);
      }
    }
  }

  @Test
  void updatingBeforeUseGoesWrongInHandComputedNumbers() {
    // x = 1, W1 = 2, W2 = 3 without biases or activations, y = 0: p = 6, dL/dp = 12, dL/dW2 = 24,
    // dL/dW1 = 12 * 3 = 36; with W2 moved first to 3 - 0.5 * 24 = -9: 12 * -9 = -108.
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 0}});
    Fault fault =
        Samples.explainer(table, new MeanSquaredError(), Samples.plain(2), Samples.plain(3))
            .faults(List.of(), 1)
            .get(0);
    assertEquals(36, fault.gradients().get(0).right().byChainRule(), TOLERANCE);
    assertEquals(-108, fault.gradients().get(0).faulty(), TOLERANCE);
    assertEquals(36, fault.gradients().get(0).right().measured(), 1e-6);
    assertTrue(fault.seen().contains("learning rate, which is 0.5 here"), fault.seen());
  }

  @Test
  void theStepOfASumGrowsWithTheBatch() {
    Fault fault = fault("sum-for-mean");
    assertEquals(
        List.of(1, 2, 4, 8, 12), fault.steps().stream().map(Fault.StepLength::examples).toList());
    for (Fault.StepLength step : fault.steps()) {
      assertEquals(step.examples() * step.right(), step.faulty(), TOLERANCE);
    }
    for (Fault.Line line : fault.gradients()) {
      assertEquals(12 * line.right().byChainRule(), line.faulty(), TOLERANCE);
    }
    assertTrue(fault.seen().contains("12 times as large"), fault.seen());
  }

  @Test
  void equalExamplesMakeAStepOfTheMeanThatDoesNotDependOnTheirNumber() {
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}});
    Fault fault =
        Samples.explainer(table, new MeanSquaredError(), Samples.plain(2))
            .faults(List.of(), 1)
            .get(1);
    // dL/dW = 2 * 2 * 1, rate 0.5
    assertEquals(
        List.of(
            new Fault.StepLength(1, 2, 2),
            new Fault.StepLength(2, 2, 4),
            new Fault.StepLength(4, 2, 8)),
        fault.steps());
  }

  @Test
  void whatIsPrintedIsNotWhatIsLearned() {
    Fault fault = fault("printed-is-not-learned");
    Fault learned = fault("sum-for-mean");
    assertEquals(
        "The gradient is that of mean-squared-error, written down once; the printed loss is binary-cross-entropy.",
        fault.what());
    for (Fault.Line line : fault.gradients()) {
      Optional<Fault.Line> same =
          learned.gradients().stream()
              .filter(other -> other.right().symbol().equals(line.right().symbol()))
              .findFirst();
      assertEquals(same.orElseThrow().right().byChainRule(), line.faulty(), TOLERANCE);
    }
  }

  @Test
  void aLossWhoseOwnGradientIsWrongIsNotPraised() {
    Fault fault =
        Samples.explainer(Samples.numbers(SEED), new WrongSlope(), Samples.dense(1, new Sigmoid()))
            .faults(List.of(), 2)
            .get(1);
    assertTrue(fault.seen().startsWith("Even the right gradient is not what"), fault.seen());
  }

  @Test
  void whereAFaultCannotBeSeenThatIsSaid() {
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 0}});
    List<Fault> faults =
        Samples.explainer(table, new MeanSquaredError(), Samples.plain(2)).faults(List.of(), 1);
    assertFalse(faults.get(0).isCaught());
    assertEquals(
        "The network has one layer, which carries nothing back: there is nothing to be seen.",
        faults.get(0).seen());
    assertFalse(faults.get(1).isCaught());
    assertEquals(
        "There is one example, whose sum is its mean: there is nothing to be seen.",
        faults.get(1).seen());
  }
}
