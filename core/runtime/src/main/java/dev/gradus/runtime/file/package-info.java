/**
 * The model file: tensors and texts in the safetensors format, and what the texts say of the
 * columns and of the network.
 */
package dev.gradus.runtime.file;
