/**
 * The subset of numpy in which losses and activations state their derivatives: parsed from text,
 * simplified while they are built, evaluated, and printed as numpy again.
 *
 * <p>{@link dev.gradus.formula.Expression#parse} reads one. Everything is immutable. The algebra is
 * what the chain rule by hand needs: products cancel equal factors, numbers are multiplied, equal
 * terms are added, and constants are moved out of a sum over the outputs of a row. Nothing else is
 * rearranged, so that a formula is printed in the order in which its author wrote it.
 */
package dev.gradus.formula;
