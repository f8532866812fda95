/**
 * The metrics that ship with Gradus, one a file. Every loss can be reported as a metric besides.
 */
package dev.gradus.losses.metrics;
