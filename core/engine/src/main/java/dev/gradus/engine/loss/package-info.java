/**
 * How a loss fits a network: the heart of the house.
 *
 * <p>A {@link dev.gradus.engine.loss.LossGuard} fits a loss to a network and a target. What comes
 * of it is a {@link dev.gradus.engine.loss.FittedLoss}, which everything that learns, measures,
 * draws or explains a loss takes from then on, or a {@link dev.gradus.engine.loss.Refusal}.
 */
package dev.gradus.engine.loss;
