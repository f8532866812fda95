package dev.gradus.optimizers;

import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A quasi-Newton method: it estimates the curvature of the loss from the last few steps, and finds
 * a good length for each step by a line search.
 *
 * <p>It needs the loss over all examples in every step, so it is for small data sets, on which it
 * gets closest to the minimum. One step is one iteration. The first goes along -g, not longer than
 * the learning rate; later ones use the stored pairs of steps s and gradient changes y, which are
 * those with s·y above 1e-10, or above 1e-10 |y|/|s| if that is less. PyTorch's optimizer does the
 * same with {@code max_iter=1}, with 1e-10 for every pair; its defaults are no search and a history
 * of 100. If a first step along -g is too short to change any weight as a float, the search starts
 * from the learning rate instead.
 */
@Plugin(
    name = "lbfgs",
    summary =
        "Quasi-Newton: curvature from the last steps, and a line search. For small data sets, "
            + "with all examples in every step.",
    formula =
        "d = -H g, H from the last history pairs (s, y) by two loops, starting from s·y/y·y; w <- w + t d with t by the strong Wolfe conditions (1e-4, 0.9), first tried learning-rate",
    reference =
        "D. C. Liu, J. Nocedal, On the Limited Memory BFGS Method for Large Scale Optimization, 1989; J. Nocedal, S. J. Wright, Numerical Optimization, 2006, algorithms 3.5, 3.6 and 7.4")
public record Lbfgs(
    @Option(value = "the first step length to try; 1 is a Newton step", above = 0)
        double learningRate,
    @Option(value = "the number of stored pairs of steps and gradient changes", min = 1, max = 1000)
        int history,
    @Option("the line search that finds the step length") LineSearch lineSearch)
    implements Optimizer {

  /** The curvature below which a pair is discarded; less if the loss itself is flat. */
  private static final double LEAST_CURVATURE = 1e-10;

  /** How the length of a step is determined. */
  public enum LineSearch {
    /**
     * A step length that satisfies the strong Wolfe conditions: enough decrease, and a small enough
     * derivative.
     */
    STRONG_WOLFE,
    /** The learning rate, without a search. */
    NONE
  }

  /** Creates an instance with learning rate 1. */
  public Lbfgs() {
    this(1);
  }

  /** Creates an instance with a history of 10, and a search. */
  public Lbfgs(double learningRate) {
    this(learningRate, 10, LineSearch.STRONG_WOLFE);
  }

  public Lbfgs {
    Options.check(Lbfgs.class, learningRate, history, lineSearch);
  }

  @Override
  public boolean isFullBatch() {
    return true;
  }

  /**
   * The last gradient and the last step; then the steps and the gradient changes, the newest first.
   */
  @Override
  public List<State> state() {
    List<State> state = new ArrayList<>(List.of(new State("gradient"), new State("last-step")));
    for (int i = 0; i < history; i++) {
      state.add(new State("step-" + (i + 1)));
    }
    for (int i = 0; i < history; i++) {
      state.add(new State("change-" + (i + 1)));
    }
    return List.copyOf(state);
  }

  @Override
  public void update(float[] weights, float[] gradient, float[][] state, Step step) {
    float[] lastGradient = state[0];
    float[] lastStep = state[1];
    if (step.number() > 1) {
      remember(lastStep, gradient, state);
    }
    System.arraycopy(gradient, 0, lastGradient, 0, gradient.length);
    double[] direction = direction(gradient, state);
    double slope = dot(direction, gradient);
    if (!(slope < 0)) {
      // The history does not give a descent direction: discard it.
      forget(state);
      direction = direction(gradient, state);
      slope = dot(direction, gradient);
    }
    double first = step.learningRate();
    if (isFirst(state)) {
      double size = sumOfSizes(gradient);
      double usual = Math.min(1, 1 / size);
      boolean isLost = slope < 0 && !changesAny(weights, direction, first * usual);
      first *= isLost && lineSearch == LineSearch.STRONG_WOLFE ? 1 / size : usual;
    }
    double length =
        lineSearch == LineSearch.NONE || slope == 0 || first == 0
            ? first
            : new StrongWolfeSearch(weights, direction, step).length(step.loss(), slope, first);
    for (int i = 0; i < weights.length; i++) {
      float moved = (float) (weights[i] + length * direction[i]);
      lastStep[i] = moved - weights[i];
      weights[i] = moved;
    }
  }

  /**
   * Stores the last step and the change of the gradient over it, if their curvature is positive.
   */
  private void remember(float[] lastStep, float[] gradient, float[][] state) {
    float[] lastGradient = state[0];
    double curvature = 0;
    double steps = 0;
    double changes = 0;
    for (int i = 0; i < gradient.length; i++) {
      double change = (double) gradient[i] - lastGradient[i];
      curvature += lastStep[i] * change;
      steps += (double) lastStep[i] * lastStep[i];
      changes += change * change;
    }
    if (!(curvature > LEAST_CURVATURE * Math.min(1, Math.sqrt(changes / steps)))) {
      return;
    }
    for (int k = history - 1; k > 0; k--) {
      System.arraycopy(steps(state, k - 1), 0, steps(state, k), 0, gradient.length);
      System.arraycopy(changes(state, k - 1), 0, changes(state, k), 0, gradient.length);
    }
    System.arraycopy(lastStep, 0, steps(state, 0), 0, gradient.length);
    for (int i = 0; i < gradient.length; i++) {
      changes(state, 0)[i] = gradient[i] - lastGradient[i];
    }
  }

  /** Whether a step of the given length changes any weight as a float. */
  private static boolean changesAny(float[] weights, double[] direction, double length) {
    for (int i = 0; i < weights.length; i++) {
      if ((float) (weights[i] + length * direction[i]) != weights[i]) {
        return true;
      }
    }
    return false;
  }

  private static float[] steps(float[][] state, int k) {
    return state[2 + k];
  }

  private float[] changes(float[][] state, int k) {
    return state[2 + history + k];
  }

  private static void forget(float[][] state) {
    for (int k = 2; k < state.length; k++) {
      Arrays.fill(state[k], 0);
    }
  }

  private boolean isFirst(float[][] state) {
    return !isKept(state, 0);
  }

  /** Whether a pair is stored; otherwise its place holds zeros. */
  private boolean isKept(float[][] state, int k) {
    return dot(steps(state, k), changes(state, k)) > 0;
  }

  /** -H g, by two loops over the pairs (Nocedal and Wright, algorithm 7.4). */
  private double[] direction(float[] gradient, float[][] state) {
    double[] d = new double[gradient.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = -(double) gradient[i];
    }
    int kept = 0;
    while (kept < history && isKept(state, kept)) {
      kept++;
    }
    double[] shares = new double[kept];
    for (int k = 0; k < kept; k++) {
      shares[k] = dot(d, steps(state, k)) / dot(steps(state, k), changes(state, k));
      add(d, -shares[k], changes(state, k));
    }
    if (kept > 0) {
      double scale =
          dot(steps(state, 0), changes(state, 0)) / dot(changes(state, 0), changes(state, 0));
      for (int i = 0; i < d.length; i++) {
        d[i] *= scale;
      }
    }
    for (int k = kept - 1; k >= 0; k--) {
      double share = dot(d, changes(state, k)) / dot(steps(state, k), changes(state, k));
      add(d, shares[k] - share, steps(state, k));
    }
    return d;
  }

  private static void add(double[] sum, double factor, float[] term) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * term[i];
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  static double dot(double[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double sumOfSizes(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    return sum;
  }
}
