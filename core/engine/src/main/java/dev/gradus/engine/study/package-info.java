/**
 * What there is to be seen of training: a network from inside while it learns, and several beside
 * each other that differ in one thing.
 *
 * <p>It answers how the choice of a loss changes what a network learns. A {@link
 * dev.gradus.engine.study.Comparison} holds a {@link dev.gradus.engine.study.Variant} for each
 * loss, all from the same weights and on the same batches, and the numbers of each under every
 * loss; a {@link dev.gradus.engine.study.Study} is all that there is to be seen of one.
 */
package dev.gradus.engine.study;
