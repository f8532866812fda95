package dev.gradus.check;

import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Plugin;
import java.util.List;

/** Optimizers with one bug each. */
final class WrongOptimizers {

  private WrongOptimizers() {}

  /** The velocity is stored in the optimizer, where no checkpoint sees it. */
  @Plugin(name = "hidden", summary = "Momentum with a velocity of its own.")
  public static final class HiddenState implements Optimizer {
    private float[] velocity = new float[0];

    @Override
    public double learningRate() {
      return 0.01;
    }

    @Override
    public synchronized void update(float[] weights, float[] gradient, float[][] state, Step step) {
      if (step.number() == 1 || velocity.length != weights.length) {
        velocity = new float[weights.length];
      }
      for (int i = 0; i < weights.length; i++) {
        velocity[i] = (float) (0.9 * velocity[i] + gradient[i]);
        weights[i] = (float) (weights[i] - step.learningRate() * velocity[i]);
      }
    }
  }

  /** It climbs, with its own rate instead of that of the step. */
  @Plugin(name = "climbs", summary = "Climbs at a rate of its own.")
  public record Climbs() implements Optimizer {
    @Override
    public double learningRate() {
      return 0.01;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (weights[i] + learningRate() * gradient[i]);
      }
    }
  }

  /** It clips in place, from the second step on. */
  @Plugin(name = "clipping", summary = "A test.")
  public record ClippingOptimizer() implements Optimizer {
    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        gradient[i] = step.number() > 1 ? Math.min(gradient[i], 1e-3f) : gradient[i];
        weights[i] -= (float) (step.learningRate() * gradient[i]);
      }
    }
  }

  @Plugin(name = "null-state", summary = "A test.")
  public record NullState() implements Optimizer {
    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    @SuppressWarnings("NullAway")
    public List<State> state() {
      return null;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {}
  }

  /** It predicts with other weights without declaring it, so they would never be used. */
  @Plugin(name = "hides-its-mean", summary = "A test.")
  public record HidesItsMean() implements Optimizer {
    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] -= (float) (step.learningRate() * gradient[i]);
      }
    }

    @Override
    public void predictionWeights(float[] weights, float[][] state, float[] into) {
      for (int i = 0; i < into.length; i++) {
        into[i] = weights[i] / 2;
      }
    }
  }

  /** Gradient descent that sees all tensors first, as a base for wrong ones. */
  interface SeesAll extends JointOptimizer {
    @Override
    default double learningRate() {
      return 0.01;
    }

    @Override
    default void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {}

    @Override
    default void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (weights[i] - step.learningRate() * gradient[i]);
      }
    }
  }

  /** Plain gradient descent. */
  private record Descent(double learningRate) implements Optimizer {
    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (weights[i] - step.learningRate() * gradient[i]);
      }
    }
  }

  /** It has a mover, but halves the steps itself. */
  @Plugin(name = "halves", summary = "A test.")
  public static final class HalvesTheSteps implements SeesAll {
    @Override
    public Optimizer mover() {
      return new Descent(0.01);
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (weights[i] - step.learningRate() / 2 * gradient[i]);
      }
    }
  }

  /** The number for all tensors is stored in the optimizer, where no checkpoint sees it. */
  @Plugin(name = "hidden-number", summary = "A test.")
  public static final class HiddenNumber implements SeesAll {
    private double squares;

    @Override
    public synchronized void prepare(
        List<? extends Part> parts, double[] scalars, SecondGradient second) {
      squares = parts.get(0).number() == 1 ? 0 : squares;
      for (float g : parts.get(0).gradient()) {
        squares += (double) g * g;
      }
    }

    @Override
    public synchronized void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (weights[i] - step.learningRate() / Math.sqrt(squares) * gradient[i]);
      }
    }
  }

  /** A number for all tensors has the name of a state. */
  @Plugin(name = "two-of-one-name", summary = "A test.")
  public record TwoOfOneName() implements SeesAll {
    @Override
    public List<State> state() {
      return List.of(new State("velocity"));
    }

    @Override
    public List<Scalar> scalars() {
      return List.of(new Scalar("velocity", 0));
    }
  }

  @Plugin(name = "null-scalars", summary = "A test.")
  public record NullScalars() implements SeesAll {
    @Override
    @SuppressWarnings("NullAway")
    public List<Scalar> scalars() {
      return null;
    }
  }

  /** It climbs, and forgets to go back, because it never asks for the gradient. */
  @Plugin(name = "stays-there", summary = "A test.")
  public record StaysThere() implements SeesAll {
    @Override
    public void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {
      for (Part part : parts) {
        for (int i = 0; i < part.weights().length; i++) {
          part.weights()[i] += 0.1f * part.gradient()[i];
        }
      }
    }
  }

  /** It clips gradients over all tensors in place. */
  @Plugin(name = "clips-all", summary = "A test.")
  public record ClipsAll() implements SeesAll {
    @Override
    public void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {
      for (Part part : parts) {
        for (int i = 0; i < part.gradient().length; i++) {
          part.gradient()[i] /= 2;
        }
      }
    }
  }

  /** It takes a second gradient, although the engine has not kept the batches. */
  @Plugin(name = "takes-silently", summary = "A test.")
  public record TakesSilently() implements SeesAll {
    @Override
    public void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {
      second.take();
    }
  }

  /** The engine keeps all batches of a step for nothing. */
  @Plugin(name = "never-takes", summary = "A test.")
  public record NeverTakes() implements SeesAll {
    @Override
    public boolean needsSecondGradient() {
      return true;
    }
  }

  /** All weights as one vector, and one tensor after the other. */
  @Plugin(name = "both-ways", summary = "A test.")
  public record BothWays() implements SeesAll {
    @Override
    public boolean isFullBatch() {
      return true;
    }
  }
}
