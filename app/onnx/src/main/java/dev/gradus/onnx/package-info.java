/**
 * Exports models to ONNX: {@link dev.gradus.onnx.Onnx} writes one graph that holds the preparation
 * of the columns, the network, and the way from its outputs to predictions.
 */
package dev.gradus.onnx;
