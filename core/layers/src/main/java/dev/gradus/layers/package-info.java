/** The layers that ship with Gradus, one a file. */
@SameBits
package dev.gradus.layers;

import dev.gradus.spi.SameBits;
