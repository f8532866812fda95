/**
 * The model file: tensors and metadata in the safetensors format, and the descriptions of the
 * columns and of the network in its metadata.
 */
package dev.gradus.runtime.file;
