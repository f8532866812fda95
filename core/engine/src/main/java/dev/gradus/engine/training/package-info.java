/**
 * Training: the loop over epochs and batches, and the evaluation after each epoch.
 *
 * <p>{@link dev.gradus.engine.training.GradientDescent} makes the steps: forward pass, loss, all
 * gradients, and only then all updates. {@link dev.gradus.engine.training.Trainer} checks a run and
 * starts the loop; a {@link dev.gradus.engine.event.TrainingListener} observes it.
 */
package dev.gradus.engine.training;
