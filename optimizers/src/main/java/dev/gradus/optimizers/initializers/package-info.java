/**
 * The initializers that ship with Gradus, one per file.
 *
 * <p>They live next to the activations because the activation determines the default: see {@link
 * dev.gradus.spi.Activation#initializer()}.
 */
@SameBits
package dev.gradus.optimizers.initializers;

import dev.gradus.spi.SameBits;
