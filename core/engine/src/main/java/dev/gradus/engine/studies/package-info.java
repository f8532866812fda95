/**
 * Trains networks and studies them: creates the records of {@link dev.gradus.engine.study}, with
 * one class for each kind of study.
 */
package dev.gradus.engine.studies;
