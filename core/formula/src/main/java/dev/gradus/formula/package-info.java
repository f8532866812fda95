/**
 * The few expressions of numpy in which losses and activations write down their derivatives: parsed
 * from text, simplified while they are built, evaluated, and printed as numpy again.
 *
 * <p>{@link dev.gradus.formula.Expression#parse} reads one. Everything is immutable. The algebra is
 * what a chain rule by hand needs: products cancel equal factors, numbers are multiplied, equal
 * terms are added, and a sum over the outputs of a row lets constants out. Nothing else is
 * rearranged, so that a formula is printed in the order in which its author wrote it.
 */
package dev.gradus.formula;
