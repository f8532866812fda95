/** The data sources that ship with Gradus, one per file. */
@SameBits
package dev.gradus.sources;

import dev.gradus.spi.SameBits;
