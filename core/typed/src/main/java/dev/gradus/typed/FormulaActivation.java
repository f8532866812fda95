package dev.gradus.typed;

import dev.gradus.formula.typed.TypedPlugin;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import java.util.Map;

/**
 * An activation that is typed as a formula of the pre-activation {@code x}, such as {@code x *
 * sigmoid(x)}.
 *
 * <p>The derivative, the range of the outputs and the kinks are derived from the formula. Training
 * computes in {@code float}, with the functions of the built-in activations, if value and
 * derivative then differ from those in {@code double} by rounding alone, which is tried for many
 * numbers when the formula is read; otherwise in {@code double}.
 */
@Plugin(
    name = "formula",
    summary =
        "An activation that is typed: a formula of the pre-activation x. Gradus derives its derivative.",
    formula = "f(x) = formula")
public record FormulaActivation(
    @Option("the output of a unit: x is its pre-activation") String formula,
    @Option("the named constants of the formula") Map<String, Double> numbers)
    implements PointwiseActivation, TypedPlugin {

  /** Creates {@code x * sigmoid(x)}. */
  public FormulaActivation() {
    this("x * sigmoid(x)", Map.of());
  }

  /** Creates an activation without named constants. */
  public FormulaActivation(String formula) {
    this(formula, Map.of());
  }

  /**
   * Reads the formula.
   *
   * @throws IllegalArgumentException with a sentence that begins with the name of the option, and
   *     says in which column of the formula what is wrong
   */
  public FormulaActivation {
    numbers = NumbersWithForm.of(numbers, named -> ActivationForm.of(formula, named));
  }

  private ActivationForm form() {
    return NumbersWithForm.compiled(numbers, ActivationForm.class);
  }

  @Override
  public double value(double x) {
    return form().value(x);
  }

  @Override
  public double derivative(double x) {
    return form().derivative(x);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    form().forward(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    form().backward(x, y, gradient, from, to);
  }

  @Override
  public double[] kinks() {
    return form().kinks();
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return form().derivativeInNumpy();
  }

  @Override
  public Interval outputs() {
    return form().outputs();
  }

  /** {@code he-uniform} for a formula that rises without bound, as relu does. */
  @Override
  public String initializer() {
    return form().initializer();
  }
}
