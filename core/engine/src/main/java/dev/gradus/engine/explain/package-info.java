/**
 * Explains the gradients of a loss: one example through a network with all its numbers, and the
 * effects of common mistakes in hand-written backpropagation.
 *
 * <p>Everything here is computed in {@code double}, apart from the arithmetic in {@code float} that
 * trains, so that slopes can be compared with finite differences to many digits. An {@link
 * dev.gradus.engine.explain.Explainer} is asked; what it answers are records.
 */
package dev.gradus.engine.explain;
