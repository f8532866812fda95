/**
 * Runs forward and backward passes of examples in {@code double}, and creates the records of {@link
 * dev.gradus.engine.explain}.
 */
package dev.gradus.engine.explaining;
