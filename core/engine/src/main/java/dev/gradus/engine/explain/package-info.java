/**
 * Shows how a loss teaches: one example through a network with all its numbers, and what common
 * mistakes of hand-written learning do.
 *
 * <p>Everything here is computed in {@code double}, apart from the arithmetic in {@code float} that
 * trains, so that slopes can be compared with finite differences to many digits. An {@link
 * dev.gradus.engine.explain.Explainer} is asked; what it answers are records.
 */
package dev.gradus.engine.explain;
