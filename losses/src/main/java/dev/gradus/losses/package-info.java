/**
 * The losses that ship with Gradus, one per file.
 *
 * <p>Each is for one example, and returns value and gradient together; the engine takes the mean
 * over the examples. Regression losses are means over the outputs, categorical ones sums over the
 * classes.
 */
@SameBits
package dev.gradus.losses;

import dev.gradus.spi.SameBits;
