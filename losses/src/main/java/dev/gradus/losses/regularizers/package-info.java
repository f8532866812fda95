/** The regularizers that ship with Gradus, one per file. */
@SameBits
package dev.gradus.losses.regularizers;

import dev.gradus.spi.SameBits;
