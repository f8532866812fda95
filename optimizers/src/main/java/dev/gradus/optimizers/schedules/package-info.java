/** The learning-rate schedules that ship with Gradus, one per file. */
@SameBits
package dev.gradus.optimizers.schedules;

import dev.gradus.spi.SameBits;
