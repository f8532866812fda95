package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.runtime.file.SafetensorsContent;
import java.nio.file.Path;
import java.util.List;

/**
 * A run as stored in a checkpoint.
 *
 * @param file the file that it was read from
 * @param content the whole content of the file
 * @param configuration of the run
 * @param reports the report of every epoch, at least one
 * @param steps the number of steps that the optimizer had made
 * @param batches the number of batches that were processed
 * @param examples the hash of the examples
 */
record StoredRun(
    Path file,
    SafetensorsContent content,
    Configuration configuration,
    List<EpochReport> reports,
    long steps,
    long batches,
    String examples) {

  /** The version of Gradus that wrote it. */
  String version() {
    return content.metadata().getOrDefault(ModelMetadata.VERSION, "of unknown version");
  }

  /** The plugins that it was trained with, one per line, with their versions. */
  String plugins() {
    return content.metadata().getOrDefault(ModelMetadata.PLUGINS, "");
  }
}
