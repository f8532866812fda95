package dev.gradus.engine.study;

import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Tests whether the size of a gradient matters to an optimizer. It matters to gradient descent,
 * whose step is a multiple of the gradient. It does not matter to adam and other optimizers that
 * divide by the size of past gradients: with them a loss and its double train the same network.
 *
 * <p>The test makes some steps with random gradients, and the same steps with gradients that are
 * {@value #FACTOR} times as large. An optimizer that needs the loss as a function minimises a small
 * quadratic function instead, and then a steeper one.
 */
public final class GradientScale {

  private static final int STEPS = 16;

  /** Some optimizers, such as radam, divide by the size of the gradients only after some steps. */
  private static final int FIRST_COMPARED = 12;

  private static final double FACTOR = 8;

  /** The relative change of a step that the small constants in divisors may cause. */
  private static final double SAME = 0.05;

  private static final float[] START = {1, -0.7f, 0.4f, -1.2f, 0.9f, 0.5f};
  private static final float[] STEEPNESS = {1, 0.5f, 2, 0.8f, 1.5f, 0.6f};

  private GradientScale() {}

  /**
   * Runs the test.
   *
   * @return true if a larger gradient makes another step, or if the optimizer needs more
   *     information than the test provides
   */
  public static boolean matters(Optimizer optimizer) {
    double[] plain;
    double[] steep;
    try {
      plain = new Bowl(optimizer, 1).descend();
      steep = new Bowl(optimizer, FACTOR).descend();
    } catch (RuntimeException e) {
      // An optimizer that needs more than this function provides is assumed not to ignore the size.
      return true;
    }
    for (int i = FIRST_COMPARED; i < STEPS; i++) {
      boolean same = Math.abs(steep[i] - plain[i]) <= SAME * plain[i];
      if (!same || (plain[i] == 0 && !optimizer.isFullBatch())) {
        return true;
      }
    }
    return false;
  }

  /** The loss is half the sum of steepness times w², times a factor. */
  private static final class Bowl implements JointOptimizer.Part, JointOptimizer.SecondGradient {

    private final Optimizer optimizer;
    private final double factor;
    private final float[] weights = START.clone();
    private final float[] before = START.clone();
    private final Random random = new Random(1);
    private final float[] gradient = new float[START.length];
    private final float[][] state;
    private double[] scalars = {};
    private long number;

    Bowl(Optimizer optimizer, double factor) {
      this.optimizer = optimizer;
      this.factor = factor;
      List<Optimizer.State> remembered = optimizer.state();
      state = new float[remembered.size()][START.length];
      for (int i = 0; i < state.length; i++) {
        Arrays.fill(state[i], remembered.get(i).initial());
      }
      if (optimizer instanceof JointOptimizer joint) {
        scalars = joint.scalars().stream().mapToDouble(JointOptimizer.Scalar::initial).toArray();
      }
    }

    /** The size of each step. */
    double[] descend() {
      double[] distances = new double[STEPS];
      for (int i = 0; i < STEPS; i++) {
        number = i + 1L;
        System.arraycopy(weights, 0, before, 0, weights.length);
        if (optimizer.isFullBatch()) {
          evaluate(weights, gradient);
        } else {
          for (int k = 0; k < gradient.length; k++) {
            gradient[k] = (float) (factor * random.nextGaussian());
          }
        }
        Optimizer mover = optimizer;
        if (optimizer instanceof JointOptimizer joint) {
          joint.prepare(List.of(this), scalars, this);
          mover = joint.mover();
        }
        mover.update(weights, gradient, state, this);
        double squares = 0;
        for (int k = 0; k < weights.length; k++) {
          double moved = weights[k] - before[k];
          squares += moved * moved;
        }
        distances[i] = Math.sqrt(squares);
      }
      return distances;
    }

    @Override
    public double evaluate(float[] at, float[] into) {
      double loss = 0;
      for (int k = 0; k < at.length; k++) {
        into[k] = (float) (factor * STEEPNESS[k] * at[k]);
        loss += 0.5 * into[k] * at[k];
      }
      return loss;
    }

    @Override
    public double take() {
      // The gradients do not depend on the weights.
      System.arraycopy(before, 0, weights, 0, weights.length);
      return 0;
    }

    @Override
    public double loss() {
      return evaluate(weights, new float[weights.length]);
    }

    @Override
    public double scalar(int index) {
      return scalars[index];
    }

    @Override
    public float[] weights() {
      return weights;
    }

    @Override
    public float[] gradient() {
      return gradient;
    }

    @Override
    public float[][] state() {
      return state;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public double learningRate() {
      return optimizer.learningRate();
    }

    @Override
    public int rows() {
      return 2;
    }

    @Override
    public int columns() {
      return START.length / 2;
    }

    @Override
    public Tensor tensor() {
      return new Tensor("weights", Tensor.Role.WEIGHT, rows(), columns(), weights);
    }
  }
}
