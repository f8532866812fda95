package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Optional;

/**
 * Several quantiles of a target, two of which form an interval: the mean of {@link Quantile} over
 * the levels.
 *
 * <p>The network has an output for each level and number of the target. They never cross, by
 * construction: the output for the level closest to 1/2 is that quantile, and the other outputs
 * are, through softplus, the distances to the neighbouring quantile: q_i = q_(i-1) + softplus(o_i)
 * above the middle, q_i = q_(i+1) - softplus(o_i) below. The prediction is the middle quantile;
 * with 0.5 among the levels it is the median. The interval between the levels 0.05 and 0.95 should
 * contain nine targets in ten.
 *
 * <p>The outputs of level i, one for each number of the target, follow those of level i - 1.
 *
 * @param levels the shares of targets that lie below, ascending
 */
@Plugin(
    name = "quantiles",
    summary =
        "Several quantiles that never cross. For prediction intervals, such as one that covers 90 % of the targets.",
    formula = "L = 1/(K Q) sum_k sum_i max(tau_i e_ki, (tau_i - 1) e_ki), e_ki = t_k - q_ki",
    reference =
        "R. Koenker, G. Bassett, Regression Quantiles, Econometrica 46, 1978; A. J. Cannon, Non-crossing Nonlinear Regression Quantiles by Monotone Composite Quantile Regression Neural Network, 2018")
public record Quantiles(
    @Option(
            value = "the shares of targets that lie below each quantile, ascending",
            above = 0,
            below = 1)
        List<Double> levels)
    implements Loss {

  /** Creates a loss for the median and a 90 % interval. */
  public Quantiles() {
    this(List.of(0.05, 0.5, 0.95));
  }

  /** Checks that the levels ascend. */
  public Quantiles {
    levels = List.copyOf(levels);
    Options.check(Quantiles.class, levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("levels must name at least one share, such as 0.5");
    }
    for (int i = 1; i < levels.size(); i++) {
      if (levels.get(i) <= levels.get(i - 1)) {
        throw new IllegalArgumentException(
            "levels must ascend, but %s comes before %s"
                .formatted(levels.get(i - 1), levels.get(i)));
      }
    }
  }

  /** The level next to 1/2, the first of two. */
  private int middle() {
    int middle = 0;
    for (int i = 1; i < levels.size(); i++) {
      if (Math.abs(levels.get(i) - 0.5) < Math.abs(levels.get(middle) - 0.5)) {
        middle = i;
      }
    }
    return middle;
  }

  @Override
  public int outputsPerTarget() {
    return levels.size();
  }

  /**
   * With several levels, softplus turns outputs of any size into the distances between quantiles.
   */
  @Override
  public Outputs outputs() {
    return levels.size() > 1 ? Outputs.UNBOUNDED : Outputs.ANY;
  }

  @Override
  public List<Double> quantiles() {
    return levels;
  }

  @Override
  public double quantile(double[] outputs, int target, int index) {
    int width = outputs.length / levels.size();
    int middle = middle();
    double quantile = outputs[middle * width + target];
    for (int i = middle + 1; i <= index; i++) {
      quantile += softplus(outputs[i * width + target]);
    }
    for (int i = middle - 1; i >= index; i--) {
      quantile -= softplus(outputs[i * width + target]);
    }
    return quantile;
  }

  @Override
  public Optional<Decoder> decoder() {
    int middle = middle();
    return Optional.of(
        (outputs, prediction) ->
            System.arraycopy(
                outputs, middle * prediction.length, prediction, 0, prediction.length));
  }

  @Override
  public Loss forTarget(Target target) {
    if (target.kind() != Target.Kind.NUMERIC) {
      throw new IllegalArgumentException(
          "quantiles is for numeric targets, but the target '%s' is %s; use cross-entropy"
              .formatted(String.join(", ", target.outputs()), target.kind()));
    }
    return this;
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    int width = target.length;
    int count = width * levels.size();
    double sum = 0;
    for (int k = 0; k < width; k++) {
      for (int i = 0; i < levels.size(); i++) {
        double tau = levels.get(i);
        double error = target[k] - quantile(prediction, k, i);
        sum += Math.max(tau * error, (tau - 1) * error);
        // The derivative by the quantile itself, as in Quantile.
        gradient[i * width + k] = (error == 0 ? 0 : error > 0 ? -tau : 1 - tau) / count;
      }
      chain(prediction, k, width, gradient);
    }
    return sum / count;
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.none(
        "each output moves all quantiles beyond it, which takes more than one expression");
  }

  /**
   * Converts the gradient of the quantiles to that of the outputs: each output moves all quantiles
   * beyond it.
   */
  private void chain(double[] prediction, int k, int width, double[] gradient) {
    int middle = middle();
    double above = 0;
    for (int i = levels.size() - 1; i > middle; i--) {
      above += gradient[i * width + k];
      gradient[i * width + k] = above * sigmoid(prediction[i * width + k]);
    }
    double below = 0;
    for (int i = 0; i < middle; i++) {
      below += gradient[i * width + k];
      gradient[i * width + k] = -below * sigmoid(prediction[i * width + k]);
    }
    gradient[middle * width + k] += above + below;
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(DoubleMath.exp(-Math.abs(x)));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + DoubleMath.exp(-x));
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    for (int k = 0; k < target.length; k++) {
      for (int i = 0; i < levels.size(); i++) {
        // No output changes a quantile by more than its own change.
        if (Math.abs(target[k] - quantile(prediction, k, i)) <= radius) {
          return false;
        }
      }
    }
    return true;
  }
}
