/**
 * The metrics that ship with Gradus, one per file. Every loss can be reported as a metric besides.
 */
@SameBits
package dev.gradus.losses.metrics;

import dev.gradus.spi.SameBits;
