package dev.gradus.check;

import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Runs an optimizer on one tensor, as the engine does: holds its state and makes steps, for every
 * kind of optimizer.
 */
public final class OptimizerTrial {

  private final Optimizer optimizer;
  private final float[][] state;
  private final double[] scalars;
  private int taken;
  private boolean movesTooEarly;
  private boolean writesGradient;

  /** A function of weights that writes its gradient. */
  @FunctionalInterface
  public interface Function {

    /**
     * Evaluates it.
     *
     * @param weights not modified
     * @param gradient of the same length; overwritten
     * @return its value
     */
    double evaluate(float[] weights, float[] gradient);
  }

  /**
   * Before the first step.
   *
   * @param size the number of weights
   */
  public OptimizerTrial(Optimizer optimizer, int size) {
    this.optimizer = optimizer;
    List<Optimizer.State> remembered = Claims.answer(optimizer, "state", optimizer.state());
    state = new float[remembered.size()][size];
    for (int i = 0; i < state.length; i++) {
      Arrays.fill(state[i], remembered.get(i).initial());
    }
    scalars = scalarsOf(optimizer).stream().mapToDouble(JointOptimizer.Scalar::initial).toArray();
  }

  private OptimizerTrial(OptimizerTrial other) {
    optimizer = other.optimizer;
    state = Arrays.stream(other.state).map(float[]::clone).toArray(float[][]::new);
    scalars = other.scalars.clone();
  }

  /** The state that an optimizer shares between all tensors; most have none. */
  static List<JointOptimizer.Scalar> scalarsOf(Optimizer optimizer) {
    return optimizer instanceof JointOptimizer joint
        ? Claims.answer(optimizer, "scalars", joint.scalars())
        : List.of();
  }

  /** Another trial with the same state. */
  OptimizerTrial copy() {
    return new OptimizerTrial(this);
  }

  /** Whether another trial has the same state. */
  boolean isLike(OptimizerTrial other) {
    return Arrays.deepEquals(state, other.state) && Arrays.equals(scalars, other.scalars);
  }

  /** The state of each weight, shared. */
  public float[][] state() {
    return state;
  }

  /** The number of second gradients it has taken. */
  int taken() {
    return taken;
  }

  /** Whether the optimizer changed weights outside the slice it was given. */
  boolean movesTooEarly() {
    return movesTooEarly;
  }

  /** Whether it has written gradients itself. */
  boolean writesGradient() {
    return writesGradient;
  }

  /**
   * One step on a function.
   *
   * @param weights modified
   * @param number of the step, from 1
   * @param rows of the tensor
   */
  public void descend(float[] weights, long number, double rate, int rows, Function function) {
    float[] gradient = new float[weights.length];
    double loss = function.evaluate(weights, gradient);
    step(weights, gradient, new TrialStep(weights, gradient, number, rate, rows, loss, function));
  }

  /**
   * One step with a given gradient.
   *
   * @param weights modified
   * @param gradient not modified, unless the optimizer does so
   * @param number of the step, from 1
   * @param rows of the tensor
   * @param elsewhere computes the gradient at other weights, for an optimizer that needs it
   */
  public void move(
      float[] weights, float[] gradient, long number, double rate, int rows, Function elsewhere) {
    step(weights, gradient, new TrialStep(weights, gradient, number, rate, rows, 0, elsewhere));
  }

  private void step(float[] weights, float[] gradient, TrialStep step) {
    prepare(step);
    float[] before = gradient.clone();
    optimizer.update(weights, gradient, state, step);
    writesGradient |= !Arrays.equals(before, gradient);
  }

  /** The first part of a step, for an optimizer that sees all tensors. */
  Optimizer.Step prepared(
      float[] weights, float[] gradient, long number, double rate, int rows, Function elsewhere) {
    TrialStep step = new TrialStep(weights, gradient, number, rate, rows, 0, elsewhere);
    prepare(step);
    return step;
  }

  private void prepare(TrialStep step) {
    if (optimizer instanceof JointOptimizer joint) {
      float[] start = step.weights.clone();
      step.expected = step.gradient.clone();
      joint.prepare(List.of(step), scalars, step);
      movesTooEarly |= !Arrays.equals(start, step.weights);
      writesGradient |= !Arrays.equals(step.expected, step.gradient);
    }
  }

  /** A step that knows the function. */
  private final class TrialStep implements JointOptimizer.Part, JointOptimizer.SecondGradient {

    private final float[] weights;
    private final float[] gradient;
    private final float[] start;
    private final long number;
    private final double rate;
    private final int rows;
    private final double loss;
    private final Function function;
    private float[] expected = {};

    TrialStep(
        float[] weights,
        float[] gradient,
        long number,
        double rate,
        int rows,
        double loss,
        Function function) {
      this.weights = weights;
      this.gradient = gradient;
      this.start = weights.clone();
      this.number = number;
      this.rate = rate;
      this.rows = rows;
      this.loss = loss;
      this.function = function;
    }

    @Override
    public double take() {
      taken++;
      double there = function.evaluate(weights, gradient);
      System.arraycopy(start, 0, weights, 0, start.length);
      expected = gradient.clone();
      return there;
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
    public double scalar(int index) {
      return scalars[index];
    }

    @Override
    public Tensor tensor() {
      return new Tensor("tensor", Tensor.Role.WEIGHT, rows, columns(), weights);
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public double learningRate() {
      return rate;
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public int columns() {
      return weights.length / rows;
    }

    @Override
    public double loss() {
      return loss;
    }

    @Override
    public double evaluate(float[] at, float[] into) {
      return function.evaluate(at, into);
    }
  }
}
