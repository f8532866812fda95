/**
 * What a network has to beat: a linear model of the same inputs, fitted to the same examples.
 *
 * <p>A {@link dev.gradus.engine.baseline.LinearFit} finds one, a model file keeps it beside its
 * network, and whoever measures the network measures it on the same rows by the same measures.
 */
package dev.gradus.engine.baseline;
