package dev.gradus.check;

import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Plugin;
import java.util.List;

/** Optimizers with one bug each. */
final class WrongOptimizers {

  private WrongOptimizers() {}

  /** The velocity is kept in the optimizer, where no checkpoint sees it. */
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

  /** It predicts with other weights, and does not say so: nobody would ask for them. */
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
}
