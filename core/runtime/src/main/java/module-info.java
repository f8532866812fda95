/**
 * Prediction: reads a model file, prepares values, and predicts. It depends only on the plugin
 * interfaces; the engine, which trains, depends on it.
 */
// The engine depends on this module, so it does not exist yet when this module is compiled.
@SuppressWarnings("module")
module dev.gradus.runtime {
  requires transitive dev.gradus.spi;

  exports dev.gradus.runtime;
  exports dev.gradus.runtime.column;
  exports dev.gradus.runtime.problem;
  exports dev.gradus.runtime.file to
      dev.gradus.cli,
      dev.gradus.engine,
      dev.gradus.importing,
      dev.gradus.onnx,
      dev.gradus.report,
      dev.gradus.serve;
  exports dev.gradus.runtime.linear to
      dev.gradus.engine;
  exports dev.gradus.runtime.network to
      dev.gradus.engine,
      dev.gradus.importing,
      dev.gradus.onnx;
  exports dev.gradus.runtime.object to
      dev.gradus.engine;

  // An export takes a model apart.
  opens dev.gradus.runtime to
      dev.gradus.onnx;

  uses dev.gradus.spi.Activation;
  uses dev.gradus.spi.Layer;
  uses dev.gradus.spi.Loss;
}
