/**
 * The optimizers that ship with Gradus, one per file.
 *
 * <p>Weights and state are {@code float}, the arithmetic of a step is in {@code double}. If
 * libraries define an optimizer differently, PyTorch's form is used.
 */
@SameBits
package dev.gradus.optimizers;

import dev.gradus.spi.SameBits;
