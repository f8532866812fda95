/**
 * The initializers that ship with Gradus, one a file.
 *
 * <p>They lie beside the activations because the activation decides which one suits: see {@link
 * dev.gradus.spi.Activation#initializer()}.
 */
@SameBits
package dev.gradus.activations.initializers;

import dev.gradus.spi.SameBits;
