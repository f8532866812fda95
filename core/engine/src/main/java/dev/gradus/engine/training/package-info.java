/**
 * Training: the loop over epochs and batches, and the evaluation on the way.
 *
 * <p>One step is a {@link dev.gradus.engine.training.GradientDescent}: forward, loss, all
 * gradients, and only then all updates. The loop around it is a {@link
 * dev.gradus.engine.training.Trainer}; a {@link dev.gradus.engine.event.TrainingListener} observes
 * it.
 */
package dev.gradus.engine.training;
