/**
 * Trains networks and looks closely: makes the records of {@link dev.gradus.engine.study}, one
 * class for each kind of look.
 */
package dev.gradus.engine.studies;
