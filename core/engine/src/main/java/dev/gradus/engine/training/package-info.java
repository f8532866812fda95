/**
 * How a network learns: the loop over epochs and batches, and what is measured on the way.
 *
 * <p>One step is a {@link dev.gradus.engine.training.GradientDescent}: forward, loss, all
 * gradients, and only then all updates. The loop around it is a {@link
 * dev.gradus.engine.training.Trainer}; whoever wants to watch gives it a {@link
 * dev.gradus.engine.event.TrainingListener}.
 */
package dev.gradus.engine.training;
