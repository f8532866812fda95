/**
 * The baseline that a network has to beat: a linear model of the same inputs, fitted to the same
 * examples.
 *
 * <p>A {@link dev.gradus.engine.baseline.LinearFit} fits one, a model file stores it with its
 * network, and evaluations of the network evaluate it on the same rows with the same metrics.
 */
package dev.gradus.engine.baseline;
