package dev.gradus.engine.event;

/**
 * A layer at a moment of training.
 *
 * @param name its place and kind, such as {@code 1 dense 16 tanh}
 * @param saturated the share, in [0, 1], of pairs of a unit and an example, over a sample of the
 *     training examples, for which the derivative of the activation is below a tenth of its largest
 *     derivative: little gradient passes there; 0 without an activation
 * @param units the number of units that were examined: those of the layer, the channels of an
 *     image, or the first 64 of an activation that relates its units
 * @param dead the number of units that are saturated for every example of the sample, and at every
 *     position of an image: no example trains them
 * @param slope the mean |da/dz| over the same sample; 1 without an activation
 * @param gradientNorm the Euclidean norm of the gradient of its parameters in the last step; NaN
 *     before the first step, and for a layer without parameters
 * @param updateRatio the norm of the last update of its parameters, divided by the norm of the
 *     parameters; NaN as above
 * @param weights the histogram of the parameters that multiply its inputs
 * @param biases the histogram of all its other parameters: biases, and scales of units
 * @param activations of its outputs, over the sample
 */
public record LayerSnapshot(
    String name,
    double saturated,
    double slope,
    int units,
    int dead,
    double gradientNorm,
    double updateRatio,
    Histogram weights,
    Histogram biases,
    Histogram activations) {}
