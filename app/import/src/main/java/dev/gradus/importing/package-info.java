/**
 * Imports networks that other libraries have trained: {@link dev.gradus.importing.Import} reads an
 * ONNX file, a Keras file, or PyTorch weights, and makes a model of it that predicts and can be
 * trained further.
 */
package dev.gradus.importing;
