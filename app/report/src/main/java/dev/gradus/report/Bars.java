package dev.gradus.report;

import dev.gradus.engine.event.Histogram;

/**
 * One histogram.
 *
 * @param x what is counted, with its unit
 * @param y what the bars are: {@code examples}
 */
record Bars(String x, String y, Histogram histogram) {}
