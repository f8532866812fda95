/**
 * Shows how a loss teaches: one example through a network with all its numbers, what common faults
 * of hand-written learning do, a network from inside while it learns, and several beside each other
 * that differ in one thing.
 *
 * <p>It answers how the choice of a loss changes what a network learns. A {@link
 * dev.gradus.engine.study.Comparison} holds a {@link dev.gradus.engine.study.Contender} for each
 * loss, all from the same weights and on the same batches, and the numbers of each under every
 * loss. An {@link dev.gradus.engine.study.Explainer} shows one example; what it answers is computed
 * in {@code double}, apart from the arithmetic in {@code float} that trains, so that slopes can be
 * compared with finite differences to many digits.
 */
package dev.gradus.engine.study;
