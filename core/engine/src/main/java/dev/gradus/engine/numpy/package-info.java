/**
 * Backpropagation as written by hand in numpy: the line that a loss stands for after an activation,
 * and the lines of the other layers, which are the same for every loss.
 *
 * <p>The lines are derived from the derivatives that losses and activations state, {@link
 * dev.gradus.spi.Loss#gradientInNumpy} and {@link dev.gradus.spi.Activation#derivativeInNumpy}.
 *
 * <p>The names are numbered by layer: {@code a_2} are the outputs of layer 2, {@code Z2} its
 * pre-activations, {@code W2} and {@code b2} its weights and biases, and {@code d_Z2} the
 * derivative of the loss by {@code Z2}. All arrays have a row for each of the m examples of a
 * batch. A row of {@code d_Z2} is the gradient of that example alone: {@code / m} in {@code d_W2}
 * and {@code d_b2} turns it into that of the mean over the batch, which Gradus uses in training.
 */
package dev.gradus.engine.numpy;
