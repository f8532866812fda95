package dev.gradus.engine.explain;

/**
 * The gradients of a layer in the backward pass.
 *
 * @param outputs dL/da
 * @param preActivations dL/dz = dL/da da/dz
 * @param weights dL/dW = x dL/dz, row by row
 * @param biases dL/db = dL/dz; none if the layer has no biases
 */
public record LayerGradients(
    Derivatives outputs, Derivatives preActivations, Derivatives weights, Derivatives biases) {}
