/** The data sources that ship with Gradus, one a file. */
@SameBits
package dev.gradus.sources;

import dev.gradus.spi.SameBits;
