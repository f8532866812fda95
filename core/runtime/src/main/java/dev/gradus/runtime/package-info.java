/**
 * What a service needs to predict: {@link dev.gradus.runtime.SavedModel} reads a model file, and a
 * {@link dev.gradus.runtime.RowPredictor} makes a {@link dev.gradus.runtime.Prediction} of a map, a
 * record, a bean or an array.
 */
package dev.gradus.runtime;
