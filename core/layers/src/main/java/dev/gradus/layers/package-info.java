/** The layers that ship with Gradus, one per file. */
@SameBits
package dev.gradus.layers;

import dev.gradus.spi.SameBits;
