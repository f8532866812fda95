/**
 * The losses that ship with Gradus, one a file.
 *
 * <p>Each is for one example, and gives value and gradient together; the engine takes the mean over
 * the examples. Regression losses are means over the outputs, categorical ones sums over the
 * classes.
 */
package dev.gradus.losses;
