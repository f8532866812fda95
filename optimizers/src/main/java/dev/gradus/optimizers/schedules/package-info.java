/** The learning-rate schedules that ship with Gradus, one a file. */
@SameBits
package dev.gradus.optimizers.schedules;

import dev.gradus.spi.SameBits;
