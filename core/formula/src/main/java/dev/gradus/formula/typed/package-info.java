/**
 * Formulas as people type them: losses such as {@code log(1 + (p - y)^2)} and activations such as
 * {@code x * sigmoid(x)}.
 *
 * <p>{@link dev.gradus.formula.typed.TermParser} reads a {@link dev.gradus.formula.typed.Term}, or
 * says in which column it cannot. {@link dev.gradus.formula.typed.Derivative} differentiates it,
 * {@link dev.gradus.formula.typed.Ranges} finds the numbers for which it is defined, {@link
 * dev.gradus.formula.typed.Kinks} where it has no derivative, and {@link
 * dev.gradus.formula.typed.Notation} writes it as a formula, as numpy and as Java. Everything is
 * immutable.
 *
 * <p>A term is simplified while it is built, and rewritten where the text would lose digits or
 * overflow: {@code log(1 + u)} becomes log1p, {@code exp(u) - 1} expm1, {@code log(sigmoid(u))}
 * minus softplus(-u). A rewritten term has the same value wherever the original one has any.
 */
package dev.gradus.formula.typed;
