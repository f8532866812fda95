package dev.gradus.engine.explaining;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.explain.Derivative;
import dev.gradus.engine.explain.Mistake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One correct step of plain gradient descent, and the same step with each of the common mistakes in
 * handwritten code.
 */
final class CommonMistakes {

  /** The maximum number of examples; more would not show more. */
  private static final int MOST_EXAMPLES = 256;

  private final ReferenceNetwork network;
  private final Batch batch;
  private final double rate;
  private final int most;

  /**
   * Uses the first of the given examples.
   *
   * @param rate the learning rate
   * @param most the maximum number of derivatives that are shown for each mistake
   */
  CommonMistakes(ReferenceNetwork network, Examples examples, double rate, int most) {
    List<double[]> inputs = new ArrayList<>();
    List<double[]> targets = new ArrayList<>();
    for (int n = 0; n < Math.min(examples.rows(), MOST_EXAMPLES); n++) {
      inputs.add(ReferenceNetwork.row(examples.inputs().inMemory(), n));
      targets.add(ReferenceNetwork.row(examples.targets().inMemory(), n));
    }
    this.network = network;
    this.batch = new Batch(network, inputs, targets);
    this.rate = rate;
    this.most = most;
  }

  /**
   * Makes each mistake.
   *
   * @param losses the training loss, followed by the printed loss, if there are two
   */
  List<Mistake> of(List<ReferenceLoss> losses) {
    List<Mistake> mistakes = new ArrayList<>();
    mistakes.add(updateBeforeUse(losses.get(0)));
    mistakes.add(sumForMean(losses.get(0)));
    if (losses.size() > 1) {
      mistakes.add(printedIsNotLearned(losses.get(0), losses.get(1)));
    }
    return mistakes;
  }

  private Mistake updateBeforeUse(ReferenceLoss loss) {
    String what =
        "Each layer is moved down its gradient before its old weights have carried dL/dz back to the layer before it.";
    if (network.layers().size() == 1) {
      return new Mistake(
          "update-before-use",
          what,
          List.of(),
          List.of(),
          "The network has one layer, which carries nothing back; with two layers it shows.");
    }
    List<Mistake.Line> lines = lines(loss, batch.gradients(loss), batch.gradients(loss, rate));
    return new Mistake(
        "update-before-use",
        what,
        lines,
        List.of(),
        verdict(lines)
            + " How far it is off grows with the learning rate, which is %s here."
                .formatted(ShortNumbers.text(rate)));
  }

  private Mistake sumForMean(ReferenceLoss loss) {
    String what = "The printed loss is the mean over the examples, the gradient their sum.";
    MeanGradients right = batch.gradients(loss);
    int n = batch.size();
    if (n == 1) {
      return new Mistake(
          "sum-for-mean",
          what,
          List.of(),
          List.of(),
          "There is one example, whose sum is its mean; with two examples it shows.");
    }
    List<Mistake.Line> lines = lines(loss, right, i -> n * right.ofFirst(i));
    List<Mistake.StepLength> steps = new ArrayList<>();
    for (int size = 1; size < n; size *= 2) {
      steps.add(step(size, batch.first(size).gradients(loss).length()));
    }
    steps.add(step(n, right.length()));
    Mistake.StepLength least = steps.get(0);
    Mistake.StepLength all = steps.get(steps.size() - 1);
    return new Mistake(
        "sum-for-mean",
        what,
        lines,
        steps,
        "%s It is %s times as large as the slope of what is printed. From a batch of 1 to a batch of %s the step of the mean goes from %s to %s, that of the sum from %s to %s: a learning rate that suits one batch is too large for a larger one."
            .formatted(
                verdict(lines),
                n,
                n,
                ShortNumbers.text(least.right()),
                ShortNumbers.text(all.right()),
                ShortNumbers.text(least.faulty()),
                ShortNumbers.text(all.faulty())));
  }

  private Mistake.StepLength step(int size, double length) {
    return new Mistake.StepLength(size, rate * length, rate * length * size);
  }

  private Mistake printedIsNotLearned(ReferenceLoss learned, ReferenceLoss printed) {
    List<Mistake.Line> lines = lines(printed, batch.gradients(printed), batch.gradients(learned));
    return new Mistake(
        "printed-is-not-learned",
        "The gradient is that of %s, written down once; the printed loss is %s."
            .formatted(learned.name(), printed.name()),
        lines,
        List.of(),
        verdict(lines)
            + " Printing %s does not change what is learned: the weights still follow the gradient of %s."
                .formatted(printed.name(), learned.name()));
  }

  private static String verdict(List<Mistake.Line> lines) {
    if (!lines.stream().allMatch(line -> line.right().agrees())) {
      return "Even the right gradient is not what the finite difference says: the gradient of the loss is not the slope of its value, or an activation has a kink here.";
    }
    double off = lines.stream().mapToDouble(Mistake.Line::off).max().orElse(0);
    return lines.stream().anyMatch(Mistake.Line::isCaught)
        ? "The finite difference agrees with the right gradient and catches the mistake: the gradients of layer 1 differ by up to %s %% of the larger one."
            .formatted(ShortNumbers.times(100 * off))
        : "With these weights and examples both gradients are the same, and nothing is caught.";
  }

  private List<Mistake.Line> lines(
      ReferenceLoss printed, MeanGradients right, MeanGradients faulty) {
    return lines(printed, right, faulty::ofFirst);
  }

  /** The largest derivatives by weights of the first layer, in the order of the weights. */
  private List<Mistake.Line> lines(
      ReferenceLoss printed, MeanGradients right, IntToDoubleFunction faulty) {
    ReferenceLayer first = network.layers().get(0);
    int units = first.units();
    return IntStream.range(0, first.inputs() * units)
        .boxed()
        .sorted(Comparator.comparingDouble(at -> -Math.abs(right.ofFirst(at))))
        .limit(most)
        .sorted()
        .map(
            at ->
                new Mistake.Line(
                    measured(printed, at / units, at % units, right.ofFirst(at)),
                    faulty.applyAsDouble(at)))
        .toList();
  }

  private Derivative measured(ReferenceLoss printed, int i, int j, double right) {
    ReferenceLayer first = network.layers().get(0);
    return FiniteDifference.of(
            weight -> batch.meanLoss(network.with(0, first.with(i, j, weight)), printed),
            first.weights()[i][j],
            FiniteDifference.STEP / Math.max(1, batch.largest(i)))
        .comparedWith("dL/dW[%s,%s]".formatted(i + 1, j + 1), right);
  }
}
