package dev.gradus.losses;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Optional;

/**
 * A loss times the weight of the true class: L = loss sum_k t_k w_k.
 *
 * <p>{@link WeightedSum} needs it when one of its losses, from a plugin, has class weights built
 * in: the others are then weighted like this, as the engine would do.
 */
final class OfTrueClass implements Loss {

  private final Loss loss;
  private final double[] weights;

  /**
   * Weights a loss.
   *
   * @param weights one for each class; with a single output, for 0 and for 1
   */
  OfTrueClass(Loss loss, double[] weights) {
    this.loss = loss;
    this.weights = weights;
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double weight = weightOf(target);
    double value = weight * loss.evaluate(prediction, target, gradient);
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] *= weight;
    }
    return value;
  }

  private double weightOf(double[] target) {
    if (target.length - loss.columns().size() == 1) {
      return weights[0] * (1 - target[0]) + weights[1] * target[0];
    }
    double weight = 0;
    for (int k = 0; k < weights.length; k++) {
      weight += weights[k] * target[k];
    }
    return weight;
  }

  @Override
  public Optional<Loss> onLogits(String outputActivation) {
    return loss.onLogits(outputActivation).map(onLogits -> new OfTrueClass(onLogits, weights));
  }

  @Override
  public List<AuxiliaryColumn> columns() {
    return loss.columns();
  }

  @Override
  public int outputCount(Target target) {
    return loss.outputCount(target);
  }

  @Override
  public Optional<Decoder> decoder() {
    return loss.decoder();
  }

  @Override
  public List<Double> quantiles() {
    return loss.quantiles();
  }

  @Override
  public double quantile(double[] outputs, int target, int index) {
    return loss.quantile(outputs, target, index);
  }

  @Override
  public int outputsPerTarget() {
    return loss.outputsPerTarget();
  }

  @Override
  public double deviation(double[] outputs, int target) {
    return loss.deviation(outputs, target);
  }

  @Override
  public Interval predictions() {
    return loss.predictions();
  }

  @Override
  public Outputs outputs() {
    return loss.outputs();
  }

  @Override
  public Interval targets() {
    return loss.targets();
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    return loss.isSmoothAround(prediction, target, radius);
  }
}
