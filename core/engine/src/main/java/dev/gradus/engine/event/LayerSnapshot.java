package dev.gradus.engine.event;

/**
 * A layer at a moment of training.
 *
 * @param name its place and kind, such as {@code 1 dense 16 tanh}
 * @param saturated the share, in [0, 1], of its units, over a sample of the training examples,
 *     where the derivative of the activation is below a twentieth of its largest derivative: almost
 *     no gradient passes there; 0 without an activation
 * @param slope the mean |da/dz| over the same sample; 1 without an activation
 * @param gradientNorm the Euclidean norm of the gradient of its parameters in the last step; NaN
 *     before the first step, and for a layer without parameters
 * @param updateRatio the norm of the last update of its parameters, divided by the norm of the
 *     parameters; NaN as above
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
