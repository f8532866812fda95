/**
 * Explains the gradients of a loss: one example through a network with all its numbers, and the
 * effects of common mistakes in hand-written backpropagation.
 *
 * <p>Everything here is computed in {@code double}, separately from the training arithmetic in
 * {@code float}, so that derivatives agree with finite differences to many digits. An {@link
 * dev.gradus.engine.explain.Explainer} returns records.
 */
package dev.gradus.engine.explain;
