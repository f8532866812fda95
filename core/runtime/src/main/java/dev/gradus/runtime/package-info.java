/**
 * Prediction in a service: {@link dev.gradus.runtime.SavedModel} reads a model file, and a {@link
 * dev.gradus.runtime.RowPredictor} turns a map, a record, a bean or an array into a {@link
 * dev.gradus.runtime.Prediction}.
 */
package dev.gradus.runtime;
