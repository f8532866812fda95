/**
 * From the gradients of a step to the next weights.
 *
 * <p>{@link dev.gradus.engine.training.update.GradientDescent} makes a step: the gradients of its
 * batches are added ({@code Accumulation}), penalties are added to them, they are clipped, and the
 * optimizer updates each tensor ({@code Update}) with the learning rate of the step. Schedules
 * change that rate, the weight decay and options of layers.
 */
package dev.gradus.engine.training.update;
