package dev.gradus.spark;

import java.io.IOException;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/** Reads a model: a folder of {@link ModelWriter}, or a model file. */
final class ModelReader extends MLReader<GradusModel> {

  @Override
  public GradusModel load(String path) {
    if (Files.isFile(path, sparkSession())) {
      GradusModel model =
          new GradusModel(
              Identifiable$.MODULE$.randomUID("gradus"), Files.read(path, sparkSession()));
      model.inputCols();
      return model;
    }
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(
            path, sparkSession(), GradusModel.class.getName());
    GradusModel model =
        new GradusModel(metadata.uid(), Files.read(path + "/" + ModelWriter.FILE, sparkSession()));
    metadata.getAndSetParams(model, metadata.getAndSetParams$default$2());
    model.inputCols();
    String summary = path + "/" + SummaryFile.NAME;
    return Files.isFile(summary, sparkSession()) ? model.setSummary(summary(summary)) : model;
  }

  private GradusSummary summary(String path) {
    try {
      return SummaryFile.read(Files.read(path, sparkSession()));
    } catch (IOException e) {
      throw Files.unusable("read", path, e);
    }
  }
}
