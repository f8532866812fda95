/**
 * What there is to be seen of training: a network from inside, a comparison of several that differ
 * in one thing.
 *
 * <p>It answers how the choice of a loss changes what a network learns: a {@link
 * dev.gradus.engine.study.Comparison} holds a {@link dev.gradus.engine.study.Contender} for each
 * loss, all from the same weights and on the same batches, and every number of each under every
 * loss.
 */
package dev.gradus.engine.study;
