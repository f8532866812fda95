/**
 * The optimizers that ship with Gradus, one per file.
 *
 * <p>Weights and state are {@code float}, the arithmetic of a step is in {@code double}. Where
 * forms differ, they are those of PyTorch.
 */
@SameBits
package dev.gradus.optimizers;

import dev.gradus.spi.SameBits;
