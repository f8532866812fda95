/**
 * Fits losses to networks. This is the core of the engine.
 *
 * <p>A {@link dev.gradus.engine.loss.LossGuard} fits a loss to a network and a target. The result
 * is a {@link dev.gradus.engine.loss.FittedLoss}, which everything that trains with, evaluates,
 * draws or explains a loss uses from then on, or a {@link dev.gradus.engine.loss.Refusal}.
 */
package dev.gradus.engine.loss;
