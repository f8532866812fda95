/**
 * The details of training: the internals of a network during training, and the comparison of
 * several variants.
 *
 * <p>It answers how the choice of a loss changes what a network learns. A {@link
 * dev.gradus.engine.study.Comparison} holds a {@link dev.gradus.engine.study.Variant} for each
 * loss, all from the same weights and on the same batches, and the numbers of each under every
 * loss; a {@link dev.gradus.engine.study.Study} is all that there is to be seen of one.
 */
package dev.gradus.engine.study;
