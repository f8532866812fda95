/** The activations that ship with Gradus, one per file. */
@SameBits
package dev.gradus.activations;

import dev.gradus.spi.SameBits;
