package dev.gradus.optimizers;

import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Sharpness-aware minimisation: a base optimizer updates the weights with the gradient at the worst
 * point nearby.
 *
 * <p>It moves up along the gradient by rho, computes the gradient for the same examples there, and
 * returns. This prefers weights whose whole neighbourhood has a low loss. A step costs two
 * gradients. The default of rho is the paper's; PyTorch and Keras have no such optimizer, optax has
 * it in its contributions with 0.05 too.
 *
 * <p>The norm is that over all tensors, and the gradients are those of the loss with the penalties
 * of regularizers; the weight decay of the base optimizer does not affect the climb. Learning rate,
 * schedule and state are those of the base optimizer.
 */
@Plugin(
    name = "sam",
    summary =
        "Wraps another optimizer, which uses the gradient at the worst point nearby. For flat minima; a step costs twice as much.",
    formula = "e = rho g(w)/|g(w)|; g = g(w + e); the base optimizer updates w with g",
    reference =
        "P. Foret, A. Kleiner, H. Mobahi, B. Neyshabur, Sharpness-Aware Minimization for Efficiently Improving Generalization, 2021")
public record Sam(
    @Option(value = "the distance that it moves up, as a norm over all weights", above = 0)
        double rho,
    @Option(value = "the optimizer that updates the weights; not a full-batch one", formerly = "of")
        Optimizer baseOptimizer)
    implements JointOptimizer {

  /** Creates an instance with rho 0.05 and gradient descent with momentum 0.9. */
  public Sam() {
    this(0.05, new Sgd(0.01, 0.9, 0, false, 0));
  }

  public Sam {
    Options.check(Sam.class, rho, baseOptimizer);
    if (baseOptimizer.isFullBatch()) {
      throw new IllegalArgumentException(
          "base-optimizer must take a step for every batch; a full-batch optimizer such as lbfgs compares losses along a line, which sam would distort; use adam, for example");
    }
  }

  @Override
  public double learningRate() {
    return baseOptimizer.learningRate();
  }

  @Override
  public List<State> state() {
    return baseOptimizer.state();
  }

  @Override
  public List<Scalar> scalars() {
    return baseOptimizer instanceof JointOptimizer joint ? joint.scalars() : List.of();
  }

  @Override
  public boolean needsSecondGradient() {
    return true;
  }

  @Override
  public void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {
    double squares = 0;
    for (int k = 0; k < parts.size(); k++) {
      for (float g : parts.get(k).gradient()) {
        squares += (double) g * g;
      }
    }
    // With a zero gradient there is no direction to move up.
    double factor = squares > 0 ? rho / Math.sqrt(squares) : 0;
    for (int k = 0; k < parts.size(); k++) {
      climb(parts.get(k).weights(), parts.get(k).gradient(), factor);
    }
    second.take();
    if (baseOptimizer instanceof JointOptimizer joint) {
      joint.prepare(parts, scalars, second);
    }
  }

  private static void climb(float[] weights, float[] gradient, double factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] + factor * gradient[i]);
    }
  }

  @Override
  public Optimizer mover() {
    return baseOptimizer instanceof JointOptimizer joint ? joint.mover() : baseOptimizer;
  }

  @Override
  public void update(float[] weights, float[] gradient, float[][] state, Step step) {
    baseOptimizer.update(weights, gradient, state, step);
  }

  @Override
  public boolean predictsWithOtherWeights() {
    return baseOptimizer.predictsWithOtherWeights();
  }

  @Override
  public void predictionWeights(float[] weights, float[][] state, float[] into) {
    baseOptimizer.predictionWeights(weights, state, into);
  }
}
