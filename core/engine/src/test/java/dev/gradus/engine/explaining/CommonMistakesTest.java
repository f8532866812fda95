package dev.gradus.engine.explaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.engine.explain.Mistake;
import dev.gradus.engine.table.Table;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The common mistakes of handwritten training code are made as described, and caught. */
class CommonMistakesTest {

  private static final int SEED = 5;
  private static final double TOLERANCE = 1e-12;

  private static List<Mistake> mistakes() {
    return Samples.explainer(
            Samples.numbers(SEED),
            new MeanSquaredError(),
            Samples.dense(3, new Sigmoid()),
            Samples.dense(1, new Sigmoid()))
        .mistakes(List.of(new BinaryCrossEntropy()), 6);
  }

  private static Mistake mistake(String name) {
    return mistakes().stream()
        .filter(mistake -> mistake.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyFaultIsCaughtAndTheRightGradientIsNot() {
    List<Mistake> mistakes = mistakes();
    assertEquals(
        List.of("update-before-use", "sum-for-mean", "printed-is-not-learned"),
        mistakes.stream().map(Mistake::name).toList());
    for (Mistake mistake : mistakes) {
      assertTrue(mistake.isCaught(), mistake.name() + ", seed " + SEED);
      assertEquals(6, mistake.gradients().size());
      for (Mistake.Line line : mistake.gradients()) {
        assertTrue(line.right().agrees(), line + ", seed " + SEED);
      }
    }
  }

  @Test
  void updatingBeforeUseGoesWrongInHandComputedNumbers() {
    // x = 1, W1 = 2, W2 = 3 without biases or activations, y = 0: p = 6, dL/dp = 12, dL/dW2 = 24,
    // dL/dW1 = 12 * 3 = 36; with W2 moved first to 3 - 0.5 * 24 = -9: 12 * -9 = -108.
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 0}});
    Mistake mistake =
        Samples.explainer(table, new MeanSquaredError(), Samples.plain(2), Samples.plain(3))
            .mistakes(List.of(), 1)
            .get(0);
    assertEquals(36, mistake.gradients().get(0).right().byChainRule(), TOLERANCE);
    assertEquals(-108, mistake.gradients().get(0).faulty(), TOLERANCE);
    assertEquals(36, mistake.gradients().get(0).right().measured(), 1e-6);
    assertTrue(mistake.seen().contains("learning rate, which is 0.5 here"), mistake.seen());
  }

  @Test
  void theStepOfASumGrowsWithTheBatch() {
    Mistake mistake = mistake("sum-for-mean");
    assertEquals(
        List.of(1, 2, 4, 8, 12),
        mistake.steps().stream().map(Mistake.StepLength::examples).toList());
    for (Mistake.StepLength step : mistake.steps()) {
      assertEquals(step.examples() * step.right(), step.faulty(), TOLERANCE);
    }
    for (Mistake.Line line : mistake.gradients()) {
      assertEquals(12 * line.right().byChainRule(), line.faulty(), TOLERANCE);
    }
    assertTrue(mistake.seen().contains("12 times as large"), mistake.seen());
  }

  @Test
  void equalExamplesMakeAStepOfTheMeanThatDoesNotDependOnTheirNumber() {
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}});
    Mistake mistake =
        Samples.explainer(table, new MeanSquaredError(), Samples.plain(2))
            .mistakes(List.of(), 1)
            .get(1);
    // dL/dW = 2 * 2 * 1, rate 0.5
    assertEquals(
        List.of(
            new Mistake.StepLength(1, 2, 2),
            new Mistake.StepLength(2, 2, 4),
            new Mistake.StepLength(4, 2, 8)),
        mistake.steps());
  }

  @Test
  void whatIsPrintedIsNotWhatIsLearned() {
    Mistake mistake = mistake("printed-is-not-learned");
    Mistake learned = mistake("sum-for-mean");
    assertEquals(
        "The gradient is that of mean-squared-error, written down once; the printed loss is binary-cross-entropy.",
        mistake.what());
    for (Mistake.Line line : mistake.gradients()) {
      Optional<Mistake.Line> same =
          learned.gradients().stream()
              .filter(other -> other.right().symbol().equals(line.right().symbol()))
              .findFirst();
      assertEquals(same.orElseThrow().right().byChainRule(), line.faulty(), TOLERANCE);
    }
  }

  @Test
  void aLossWhoseOwnGradientIsWrongIsNotPraised() {
    Mistake mistake =
        Samples.explainer(Samples.numbers(SEED), new WrongSlope(), Samples.dense(1, new Sigmoid()))
            .mistakes(List.of(), 2)
            .get(1);
    assertTrue(mistake.seen().startsWith("Even the right gradient is not what"), mistake.seen());
  }

  @Test
  void whereAFaultCannotBeSeenThatIsSaid() {
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 0}});
    List<Mistake> mistakes =
        Samples.explainer(table, new MeanSquaredError(), Samples.plain(2)).mistakes(List.of(), 1);
    assertFalse(mistakes.get(0).isCaught() || mistakes.get(0).shows());
    assertEquals(
        "The network has one layer, which carries nothing back; with two layers it shows.",
        mistakes.get(0).seen());
    assertFalse(mistakes.get(1).isCaught() || mistakes.get(1).shows());
    assertTrue(mistakes.get(2).shows(), "what is printed is not learned, whatever the network");
    assertEquals(
        "There is one example, whose sum is its mean; with two examples it shows.",
        mistakes.get(1).seen());
  }
}
