/**
 * Takes examples through a network in {@code double}, forward and back: makes the records of {@link
 * dev.gradus.engine.explain}.
 */
package dev.gradus.engine.explaining;
