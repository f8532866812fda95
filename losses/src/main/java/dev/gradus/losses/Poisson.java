package dev.gradus.losses;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Optional;

/**
 * The negative log-likelihood of counts whose mean is predicted, without the term that only depends
 * on the target.
 *
 * <p>The prediction is the mean itself, not its logarithm: the last layer ends with {@code
 * exponential} or {@code softplus}, and the target is not scaled. A mean below 1e-15 counts as
 * 1e-15. Keras adds 1e-7 to the mean; PyTorch takes its logarithm by default.
 *
 * <p>If the counts refer to different periods or populations, a column gives the exposure of each
 * example. Then the prediction is the rate, that is, the mean for an exposure of 1, and the mean is
 * the rate times the exposure; generalised linear models use the logarithm of the exposure as an
 * offset.
 *
 * @param exposure the column; empty if all have the same exposure
 */
@Plugin(
    name = "poisson",
    summary = "Negative log-likelihood of counts, given their predicted mean.",
    formula = "L = 1/K sum_k (e p_k - t_k log(e p_k)), e = exposure or 1",
    reference =
        "J. A. Nelder, R. W. M. Wedderburn, Generalized Linear Models, Journal of the Royal Statistical Society A 135, 1972")
public record Poisson(
    @Option(
            "the column with the exposure of each count, such as years; then the rate for an exposure of 1 is predicted")
        Optional<String> exposure)
    implements PointwiseLoss {

  /** The smallest mean that is distinguished from 0; the gradient there still fits a float. */
  private static final double TINY = 1e-15;

  /** Creates a loss with the same exposure for all. */
  public Poisson() {
    this(Optional.empty());
  }

  /** Checks the name of the column. */
  public Poisson {
    exposure.ifPresent(AuxiliaryColumn::number);
  }

  @Override
  public List<AuxiliaryColumn> columns() {
    return exposure.map(name -> AuxiliaryColumn.number(name, Interval.above(0))).stream().toList();
  }

  @Override
  public Loss forTarget(Target target) {
    return target.onData(this);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    int outputs = prediction.length;
    double exposed = exposure.isPresent() ? target[outputs] : 1;
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      sum += value(exposed * prediction[k], target[k]);
      gradient[k] = exposed * derivative(exposed * prediction[k], target[k]) / outputs;
    }
    return sum / outputs;
  }

  @Override
  public double value(double prediction, double target) {
    // p - t log p
    return prediction - target * DoubleMath.log(Math.max(prediction, TINY));
  }

  @Override
  public double derivative(double prediction, double target) {
    // 1 - t/p
    return 1 - target / Math.max(prediction, TINY);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return exposure.isPresent()
        ? NumpyExpression.none("it multiplies by an auxiliary column, the exposure")
        : NumpyExpression.of("1 - y / a");
  }

  @Override
  public Interval predictions() {
    return Interval.atLeast(0);
  }

  @Override
  public Interval targets() {
    return Interval.atLeast(0);
  }
}
