package dev.gradus.spark;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.binding.Setting;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A job that is sent to executors: its configuration as text, and its rows. Each executor reads it
 * once, and its tasks share it.
 */
final class SharedJob implements Serializable {

  private static final long serialVersionUID = 1;

  private final String config;
  private final List<List<String>> settings;
  private final SharedRows rows;

  /** The model file that training starts from; empty for none. */
  private final byte[] start;

  @SuppressWarnings("NullAway.Init") // null in a process that has just received it
  private transient Job job;

  /**
   * A job.
   *
   * @param config the YAML
   * @param settings override its values
   * @param start the model file that training starts from; not modified
   */
  SharedJob(String config, List<Setting> settings, SharedRows rows, Optional<byte[]> start) {
    this.config = config;
    this.settings = settings.stream().map(each -> List.of(each.path(), each.value())).toList();
    this.rows = rows;
    this.start = start.orElseGet(() -> new byte[0]);
  }

  /** The job of this process. */
  synchronized Job job() {
    if (job == null) {
      job = of(Engines.forTrials());
    }
    return job;
  }

  /** The job in an engine. */
  Job of(Gradus gradus) {
    Job read =
        gradus
            .job(
                config,
                GradusEstimator.CONFIG,
                settings.stream().map(each -> new Setting(each.get(0), each.get(1))).toList())
            .on(gradus.readTable(rows, TrainingColumns.ORIGIN));
    return start.length == 0 ? read : read.from(gradus.load(start));
  }
}
