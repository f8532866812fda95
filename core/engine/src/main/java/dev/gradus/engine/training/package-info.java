/**
 * Training: the loop over epochs and batches, and the evaluation after each epoch.
 *
 * <p>{@link dev.gradus.engine.training.Trainer} checks a run and starts the loop; {@link
 * dev.gradus.engine.training.update.GradientDescent} makes the steps: forward pass, loss, all
 * gradients, and only then all updates. A {@link dev.gradus.engine.event.TrainingListener} observes
 * the run.
 */
package dev.gradus.engine.training;
