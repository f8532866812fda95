package dev.gradus.engine.config;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;

/**
 * A loss that is reported as a metric, whether or not it is the training loss.
 *
 * <p>Its value is the mean over the examples, in the unit of the data for a numeric target; the
 * value of a {@link BatchLoss} is that of a training batch, with weight 1 for each example. In the
 * YAML it has the name and the options of the loss.
 *
 * @param loss the reported loss
 */
public record LossAsMetric(Loss loss) implements Metric {

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    int examples = predictions.length;
    if (loss instanceof BatchLoss batchLoss) {
      double[] weights = new double[examples];
      Arrays.fill(weights, 1);
      double[][] gradients = new double[examples][predictions[0].length];
      return batchLoss.evaluateBatch(predictions, targets, weights, gradients);
    }
    double[] gradient = new double[predictions[0].length];
    double sum = 0;
    for (int i = 0; i < examples; i++) {
      sum += loss.evaluate(predictions[i], targets[i], gradient);
    }
    return sum / examples;
  }

  @Override
  public List<AuxiliaryColumn> columns() {
    return loss.columns();
  }

  /** False: the best loss is the smallest. */
  @Override
  public boolean higherIsBetter() {
    return false;
  }

  /** The form of the loss for that target, as a metric. */
  @Override
  public Metric forTarget(Target target) {
    if (loss.outputsPerTarget() > 1) {
      throw new IllegalArgumentException(
          "%s takes %s outputs for each target, which only a network trained with it has; report it as the loss"
              .formatted(PluginType.nameOf(loss), loss.outputsPerTarget()));
    }
    return new LossAsMetric(loss.forTarget(target.inUnitOfData()));
  }
}
