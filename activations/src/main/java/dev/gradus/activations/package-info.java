/** The activations that ship with Gradus, one a file. */
@SameBits
package dev.gradus.activations;

import dev.gradus.spi.SameBits;
