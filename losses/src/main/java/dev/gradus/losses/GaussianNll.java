package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The negative log-likelihood of a target around its predicted mean, without the constant log(2
 * pi)/2; the variance is given, or predicted along with the mean.
 *
 * <p>With a given variance its gradient is that of {@link MeanSquaredError} times 1/(2 variance);
 * its value can be compared with other likelihoods. That variance is in the squared unit of the
 * target, whatever its scale, so targets with large values need a large variance. With a predicted
 * one, the network has a second output s for each target, and learns its own uncertainty: sigma^2 =
 * variance (softplus(s) + 1e-6), as in Lakshminarayanan, Pritzel and Blundell. PyTorch takes the
 * variance as an input. In that case the option is the unit of the predicted variance, as the
 * network sees the target: 1 is the variance of a standardised target.
 *
 * @param variance of targets around their mean, in the squared unit of the target; or the unit of
 *     the predicted variance, as the network sees the target
 * @param predictVariance whether there is a second output for it
 */
@Plugin(
    name = "gaussian-nll",
    summary =
        "Gaussian negative log-likelihood; with predict-variance the network also predicts its uncertainty.",
    formula =
        "L = 1/K sum_k (log sigma_k^2 + (p_k - t_k)^2/sigma_k^2)/2, sigma^2 = variance, or variance (softplus(s_k) + 1e-6)",
    reference =
        "D. A. Nix, A. S. Weigend, Estimating the Mean and Variance of the Target Probability Distribution, 1994; B. Lakshminarayanan, A. Pritzel, C. Blundell, Simple and Scalable Predictive Uncertainty Estimation Using Deep Ensembles, 2017")
public record GaussianNll(
    @Option(
            value =
                "the variance of targets around their mean, in the squared unit of the target; "
                    + "with predict-variance, the unit of the predicted variance, as the network "
                    + "sees the target",
            above = 0)
        double variance,
    @Option("whether the network predicts it, in a second output for each target")
        boolean predictVariance)
    implements Loss {

  /** The minimum of a predicted variance, in its unit. */
  private static final double LEAST = 1e-6;

  /** Creates an instance with variance 1. */
  public GaussianNll() {
    this(1);
  }

  /** Creates a loss with a given variance. */
  public GaussianNll(double variance) {
    this(variance, false);
  }

  /** Checks that the variance is above 0. */
  public GaussianNll {
    Options.check(GaussianNll.class, variance, predictVariance);
  }

  @Override
  public Loss forTarget(Target target) {
    if (predictVariance && target.kind() != Target.Kind.NUMERIC) {
      throw new IllegalArgumentException(
          "gaussian-nll with predict-variance is for numeric targets, but the target '%s' is %s; use cross-entropy"
              .formatted(String.join(", ", target.outputs()), target.kind()));
    }
    return predictVariance ? this : target.onData(this);
  }

  @Override
  public int outputsPerTarget() {
    return predictVariance ? 2 : 1;
  }

  /** Softplus turns an output of any size into the predicted variance. */
  @Override
  public Outputs outputs() {
    return predictVariance ? Outputs.UNBOUNDED : Outputs.ANY;
  }

  @Override
  public double deviation(double[] outputs, int target) {
    return predictVariance
        ? Math.sqrt(variance(outputs[outputs.length / 2 + target]))
        : Math.sqrt(variance);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    int count = target.length;
    double sum = 0;
    for (int k = 0; k < count; k++) {
      double s = predictVariance ? prediction[count + k] : 0;
      double sigmaSquared = predictVariance ? variance(s) : variance;
      double error = prediction[k] - target[k];
      // (log σ² + e²/σ²)/2
      sum += (DoubleMath.log(sigmaSquared) + error * error / sigmaSquared) / 2;
      gradient[k] = error / sigmaSquared / count;
      if (predictVariance) {
        // (1/σ² - e²/σ⁴)/2 dσ²/ds
        double bySigma = (1 - error * error / sigmaSquared) / sigmaSquared / 2;
        gradient[count + k] = bySigma * variance * sigmoid(s) / count;
      }
    }
    return sum / count;
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return predictVariance
        ? NumpyExpression.none("a second output is the variance, and has a line of its own")
        : NumpyExpression.of("(a - y) / variance / K").where("variance", variance);
  }

  private double variance(double s) {
    return variance * (Math.max(s, 0) + StrictMath.log1p(DoubleMath.exp(-Math.abs(s))) + LEAST);
  }

  private static double sigmoid(double s) {
    return s >= 0 ? 1 / (1 + DoubleMath.exp(-s)) : DoubleMath.exp(s) / (1 + DoubleMath.exp(s));
  }
}
