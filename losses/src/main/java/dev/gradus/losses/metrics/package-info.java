/** The metrics that ship with Gradus, one per file. Every loss can also be reported as a metric. */
@SameBits
package dev.gradus.losses.metrics;

import dev.gradus.spi.SameBits;
