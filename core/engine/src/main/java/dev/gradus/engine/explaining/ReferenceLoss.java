package dev.gradus.engine.explaining;

import dev.gradus.engine.explain.ExplanationException;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.network.DoubleActivation;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;

/**
 * A loss at the end of a network: from logits to L and back to dL/dz, in the form that training
 * uses.
 */
final class ReferenceLoss {

  private final FittedLoss fitted;
  private final DoubleActivation last;

  /**
   * Combines a loss with an output activation.
   *
   * @throws ExplanationException if a single example has no loss
   */
  ReferenceLoss(FittedLoss fitted, DoubleActivation last) {
    if (fitted.plain().onOutputs() instanceof BatchLoss) {
      throw new ExplanationException(
          "loss: %s relates the examples of a batch to each other, so one example alone has no gradient; explain another loss"
              .formatted(fitted.name()));
    }
    if (!fitted.loss().columns().isEmpty()) {
      throw new ExplanationException(
          "loss: %s uses auxiliary columns, which are not shown here; explain another loss"
              .formatted(fitted.name()));
    }
    this.fitted = fitted;
    this.last = last;
  }

  String name() {
    return fitted.name();
  }

  FittedLoss fitted() {
    return fitted;
  }

  /** Whether training takes dL/dz from z itself, not from the outputs. */
  boolean isOnLogits() {
    return fitted.plain().onLogits().isPresent();
  }

  /** The range of the outputs on which the loss is defined. */
  Interval predictions() {
    return fitted.plain().onOutputs().predictions();
  }

  /** L for the logits of the network. */
  double ofLogits(double[] z, double[] target) {
    return fitted.evaluate(last, z, target, new double[z.length]);
  }

  /** L for the outputs of the network. */
  double ofOutputs(double[] a, double[] target) {
    return evaluate(a, target, new double[a.length]);
  }

  /** dL/da. */
  double[] outputGradient(double[] a, double[] target) {
    double[] gradient = new double[a.length];
    evaluate(a, target, gradient);
    return gradient;
  }

  /** dL/dz as the product of dL/da and da/dz. */
  double[] product(double[] z, double[] target) {
    double[] a = last.forward(z);
    return last.backward(z, a, outputGradient(a, target));
  }

  /** dL/dz as training computes it. */
  double[] logitGradient(double[] z, double[] target) {
    double[] gradient = new double[z.length];
    fitted.evaluate(last, z, target, gradient);
    return gradient;
  }

  private double evaluate(double[] a, double[] target, double[] gradient) {
    return fitted.plain().onOutputs().evaluate(a.clone(), target.clone(), gradient);
  }
}
