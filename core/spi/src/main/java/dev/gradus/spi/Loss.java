package dev.gradus.spi;

import java.util.List;
import java.util.Optional;

/**
 * How wrong a prediction is, and the gradient that improves it.
 *
 * <p>A network learns from the gradient alone; the value is for people. Both come from one call
 * here, so the printed value always matches the gradient.
 *
 * <p>A loss is for one example. The engine averages over the examples of a batch and applies the
 * weights of examples and classes. Everything is computed in {@code double}.
 *
 * <p>Most losses treat all outputs alike and independently: they implement {@link PointwiseLoss}. A
 * loss that must see the whole batch implements {@link BatchLoss}.
 */
public interface Loss {

  /**
   * Returns the loss of one example and writes its gradient.
   *
   * @param prediction the outputs of the network, within {@link #predictions()}; not modified
   * @param target the true values, within {@link #targets()}, followed by those of the {@link
   *     #columns}, if there are any; not modified
   * @param gradient of the same length as {@code prediction}; overwritten with dL/dprediction
   * @return the loss L, finite wherever prediction and target are in range
   */
  double evaluate(double[] prediction, double[] target, double[] gradient);

  /**
   * Further columns of the data that the loss needs, such as an exposure or the group of an
   * example; none unless overridden.
   *
   * <p>Their values follow those of the target, in this order, wherever a method takes a target:
   * with one value to predict and one such column, {@code target[1]} is the value of the column.
   * They are available in training and evaluation, not in prediction. All forms of a loss name the
   * same columns.
   *
   * @since 1.2
   */
  default List<AuxiliaryColumn> columns() {
    return List.of();
  }

  /**
   * The number of network outputs for each number of the target; 1 unless overridden.
   *
   * <p>With several, the first outputs, one for each target value, are the predictions, unless a
   * {@link #decoder} says otherwise; then come the second ones, such as the variance of each mean.
   */
  default int outputsPerTarget() {
    return 1;
  }

  /**
   * The number of network outputs for a target, if it is not a multiple of its values: one less
   * than the number of classes, for example.
   *
   * @return at least 1; {@link #outputsPerTarget} for each number of the target unless overridden
   * @since 1.2
   */
  default int outputCount(Target target) {
    return target.width() * outputsPerTarget();
  }

  /**
   * Decodes the outputs of the network, if they are not the predictions themselves.
   *
   * <p>The engine calls it on the loss that {@link #forTarget} returned. Predictions and metrics
   * use the decoded values.
   *
   * @return empty unless overridden: the first outputs are the predictions
   * @since 1.2
   */
  default Optional<Decoder> decoder() {
    return Optional.empty();
  }

  /** Turns the outputs of a network into predictions. @since 1.2 */
  @FunctionalInterface
  interface Decoder {

    /**
     * Decodes the outputs of a row.
     *
     * @param outputs {@link Loss#outputCount} numbers; not modified
     * @param prediction one for each number of the target; overwritten: a quantity as the network
     *     sees the target, or the probability of each class or label
     */
    void decode(double[] outputs, double[] prediction);
  }

  /**
   * Which quantiles the outputs of a row predict for each target value; none unless overridden.
   *
   * @return shares of the targets that lie below, ascending, between 0 and 1
   * @since 1.2
   */
  default List<Double> quantiles() {
    return List.of();
  }

  /**
   * A quantile of a target, as the network predicts it.
   *
   * @param outputs of a row; not modified
   * @param target the index of the number of the target, from 0
   * @param index of the {@link #quantiles}, from 0; the result must not decrease with it
   * @return in the unit that the network sees
   * @since 1.2
   */
  default double quantile(double[] outputs, int target, int index) {
    return Double.NaN;
  }

  /**
   * The standard deviation of a target around its prediction, if the network predicts one.
   *
   * @param outputs of a row; not modified
   * @param target the index of the number of the target, from 0
   * @return the standard deviation, in the unit that the network sees; NaN unless overridden
   */
  default double deviation(double[] outputs, int target) {
    return Double.NaN;
  }

  /** The range that predictions must lie in; all finite numbers unless overridden. */
  default Interval predictions() {
    return Interval.REAL;
  }

  /** How the outputs of a row must relate to each other; in any way unless overridden. */
  default Outputs outputs() {
    return Outputs.ANY;
  }

  /** How the outputs of a row relate to each other. */
  enum Outputs {
    /** The outputs may have any form. */
    ANY,
    /** The outputs are independent, not probabilities that add up to 1. */
    APART,
    /** The outputs are probabilities that add up to 1. */
    DISTRIBUTION,
    /**
     * The outputs are scores, which the loss itself compares or normalises; not probabilities that
     * add up to 1. Scores for a numeric target have no unit, and are predicted as they are.
     */
    SCORES,
    /**
     * The outputs are unbounded numbers, such as logits, which the loss itself transforms: to
     * probabilities, a variance, a quantile. The last layer must be able to give every number.
     *
     * @since 1.2
     */
    UNBOUNDED
  }

  /** The range that targets must lie in; all finite numbers unless overridden. */
  default Interval targets() {
    return Interval.REAL;
  }

  /**
   * This loss as a function of the pre-activations (logits) z of the output layer, if it has such a
   * form.
   *
   * <p>A probability that was rounded to 1 has lost what its logarithm needs; from z the loss is
   * exact, and finite at |z| = 1e4. The engine then trains on z and leaves out the derivative of
   * the activation: in the returned loss, {@code prediction} means z, and {@code gradient} dL/dz.
   *
   * @param outputActivation the name of the activation of the last layer, such as {@code sigmoid}
   * @return the loss on logits, or empty if this loss has no such form with that activation
   */
  default Optional<Loss> onLogits(String outputActivation) {
    return Optional.empty();
  }

  /**
   * The gradient as a line of numpy: dL/da of one example as an expression in the outputs {@code
   * a}, which are the {@code prediction} of {@link #evaluate}, and the targets {@code y}.
   *
   * <p>{@code gradus explain} multiplies it by the derivative of the last activation and shows the
   * line that one would write in handwritten training code. It is checked against {@link
   * #evaluate}. It is called on the form for the target, see {@link #forTarget}; a loss that clips
   * numbers, such as probabilities below 1e-30, omits that.
   *
   * @return unless overridden, {@link PointwiseLoss#derivativeInNumpy} divided by the number of
   *     outputs; none for a loss that is not pointwise
   * @since 1.3
   */
  default NumpyExpression gradientInNumpy() {
    // If the interfaces below overrode it, it would be one more method that may clash with another.
    if (this instanceof PointwiseLoss pointwise) {
      return pointwise.derivativeInNumpy().over("K");
    }
    return NumpyExpression.none(
        this instanceof BatchLoss
            ? "it relates the examples of a batch to each other, so no line for each example alone stands for it"
            : "it does not state its gradient as an expression");
  }

  /**
   * The loss to use for a target: this one, or a better suited form.
   *
   * <p>A network sees a numeric target scaled, as {@link Target#scales()} says. A loss such as the
   * squared error, which rescaling only multiplies by a constant, can ignore that. A loss with an
   * option in the unit of the data converts the option here. A loss that needs the original values,
   * such as a percentage, returns {@link Target#onData}. A loss that can do neither refuses the
   * target.
   *
   * @throws IllegalArgumentException with a sentence, if this loss makes no sense for such a target
   */
  default Loss forTarget(Target target) {
    return this;
  }

  /**
   * This loss with class weights built in, for a loss where they are more than a factor on each
   * example.
   *
   * <p>If the result is empty, the engine multiplies the loss of each example by the weight of its
   * class. All losses that ship with Gradus leave it to the engine; a plugin overrides this method
   * if, for instance, it weights each term of a smoothed target, as PyTorch's cross-entropy does. A
   * {@code weighted-sum} passes the weights on to the losses in it.
   *
   * @param weights one for each class, above 0, in the order of the outputs; not modified
   * @return empty unless overridden
   */
  default Optional<Loss> withClassWeights(double[] weights) {
    return Optional.empty();
  }

  /**
   * Whether the loss has a derivative everywhere within {@code radius} of a prediction, in each
   * output.
   *
   * <p>Checks of the gradient leave out points near a kink, such as prediction = target for the
   * absolute error.
   */
  default boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    return true;
  }
}
