/** Writes a model as an ONNX graph that takes the columns as they are in a table. */
module dev.gradus.onnx {
  requires transitive dev.gradus.runtime;
  requires transitive dev.gradus.spi;
  requires dev.gradus.activations;
  requires dev.gradus.layers;
  requires dev.gradus.typed;

  exports dev.gradus.onnx;
}
