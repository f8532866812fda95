/**
 * The loss and the activation that are typed as a formula, {@link dev.gradus.typed.FormulaLoss} and
 * {@link dev.gradus.typed.FormulaActivation}.
 *
 * <p>{@link dev.gradus.formula.typed} reads and differentiates a formula. Here it is compiled to a
 * list of instructions, each of which computes a whole column of numbers, so that there is no call
 * through an interface for each number.
 */
@SameBits
package dev.gradus.typed;

import dev.gradus.spi.SameBits;
