/**
 * The results of training: the model, its file, and the predictor with its predictions.
 *
 * <p>A {@link dev.gradus.engine.model.Model} is a trained network with the preparation of its data
 * and the configuration that made it. A {@link dev.gradus.engine.model.ModelFiles} writes and reads
 * it as one safetensors file.
 */
package dev.gradus.engine.model;
