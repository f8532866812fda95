/** The regularizers that ship with Gradus, one a file. */
@SameBits
package dev.gradus.losses.regularizers;

import dev.gradus.spi.SameBits;
