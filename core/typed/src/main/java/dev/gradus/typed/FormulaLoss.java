package dev.gradus.typed;

import dev.gradus.formula.typed.TypedPlugin;
import dev.gradus.spi.ColumnwiseLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Map;
import java.util.Optional;

/**
 * A loss that is typed as a formula of the prediction {@code p} and the target {@code y}, such as
 * {@code log(1 + (p - y)^2)}; the loss of an example is the mean over its outputs.
 *
 * <p>The derivative is derived from the formula, and so are the ranges of predictions and targets
 * and the kinks. At an end of its range where the formula is not defined, as {@code log(p)} at 0, p
 * counts as 1e-30 from there at 0, as for the built-in losses, and elsewhere as the next number; a
 * derivative is at most 1e36.
 *
 * <p>After an activation that {@link Logits} knows, a formula that is not defined everywhere is
 * rewritten as one of the pre-activation, if it is finite everywhere then: {@code -(y * log(p) + (1
 * - y) * log(1 - p))} after a sigmoid is exact, and its derivative is {@code p - y}.
 *
 * <p>{@code z} is the output of a network for a numeric target, whose last layer must then have no
 * activation; for two classes or labels it is the pre-activation of the sigmoid that predicts them.
 *
 * <p>A numeric target that the network sees scaled: a formula of the error {@code p - y} alone is
 * evaluated with the scaled numbers, so with {@code scale: standard} its numbers are in standard
 * deviations; any other formula is evaluated in the unit of the data.
 */
@Plugin(
    name = "formula",
    summary =
        "A loss that is typed: a formula of the prediction p and the target y. Gradus derives its derivative.",
    formula = "L = 1/K sum_k f(p_k, y_k), f = formula")
public record FormulaLoss(
    @Option(
            "the loss of one output: p is the prediction, y the target, z the pre-activation of the output")
        String formula,
    @Option("the named constants of the formula") Map<String, Double> numbers)
    implements ColumnwiseLoss, TypedPlugin {

  /** Creates the squared error. */
  public FormulaLoss() {
    this("(p - y)^2", Map.of());
  }

  /** Creates a loss without named constants. */
  public FormulaLoss(String formula) {
    this(formula, Map.of());
  }

  /**
   * Reads the formula.
   *
   * @throws IllegalArgumentException with a sentence that begins with the name of the option, and
   *     says in which column of the formula what is wrong
   */
  public FormulaLoss {
    numbers = NumbersWithForm.of(numbers, named -> LossForm.of(formula, named));
  }

  /** What was compiled from the formula, which a record has no other place for. */
  private LossForm form() {
    return NumbersWithForm.compiled(numbers, LossForm.class);
  }

  @Override
  public double value(double prediction, double target) {
    return form().value(prediction, target);
  }

  @Override
  public double derivative(double prediction, double target) {
    return form().derivative(prediction, target);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    return form().evaluate(prediction, target, gradient);
  }

  @Override
  public void evaluate(
      double[] predictions, double[] targets, double[] values, double[] derivatives, int count) {
    form().evaluate(predictions, targets, values, derivatives, count);
  }

  @Override
  public double[] kinks(double target) {
    return form().kinks(target);
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    return form().isSmoothAround(prediction, target, radius);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return form().derivativeInNumpy();
  }

  @Override
  public Interval predictions() {
    return form().predictions();
  }

  @Override
  public Interval targets() {
    return form().targets();
  }

  @Override
  public Outputs outputs() {
    return form().outputs();
  }

  @Override
  public Optional<Loss> onLogits(String outputActivation) {
    return form().onLogits(outputActivation);
  }

  @Override
  public Loss forTarget(Target target) {
    return form().forTarget(target);
  }
}
