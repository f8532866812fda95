package dev.gradus.spark;

import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/**
 * Writes a model as a folder: Spark's metadata, with the parameters, the model file, and the
 * summary if there is one.
 */
final class ModelWriter extends MLWriter {

  /** The name of the model file in the folder. */
  static final String FILE = "model.safetensors";

  private final GradusModel model;

  ModelWriter(GradusModel model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    byte[] file = model.bytes();
    DefaultParamsWriter.saveMetadata(model, path, sparkSession());
    Files.write(path + "/" + FILE, file, sparkSession());
    if (model.hasSummary()) {
      Files.write(
          path + "/" + SummaryFile.NAME,
          out -> out.write(SummaryFile.of(model.summary())),
          sparkSession());
    }
  }
}
