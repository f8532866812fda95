package dev.gradus.engine.event;

/**
 * A layer at a moment of training.
 *
 * @param name its place and kind, such as {@code 1 dense 16 tanh}
 * @param saturated the share, in [0, 1], of its units, over a sample of the training examples,
 *     where the slope of the activation is below a twentieth of its steepest slope: hardly any
 *     gradient passes there; 0 without an activation
 * @param slope the mean |da/dz| over the same; 1 without an activation
 * @param gradientNorm the Euclidean length of the gradient of its parameters in the last step; NaN
 *     before the first step, and for a layer without parameters
 * @param updateRatio the length of what the last step has changed of its parameters, divided by
 *     their own length; NaN as above
 * @param weights of all its parameters
 * @param activations of its outputs, over the sample
 */
public record LayerSnapshot(
    String name,
    double saturated,
    double slope,
    double gradientNorm,
    double updateRatio,
    Histogram weights,
    Histogram activations) {}
