/**
 * The details of training: the internals of a network during training, and the comparison of
 * several variants.
 *
 * <p>It shows how the choice of a loss changes what a network learns. A {@link
 * dev.gradus.engine.study.Comparison} holds a {@link dev.gradus.engine.study.Variant} for each
 * loss, all trained from the same weights and on the same batches, with the values of every loss; a
 * {@link dev.gradus.engine.study.Study} has the details of one run.
 */
package dev.gradus.engine.study;
