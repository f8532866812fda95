package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds initial models. */
@FunctionalInterface
public interface Starts {

  /**
   * The initial model of a configuration.
   *
   * @return empty if it starts from fresh weights
   * @throws dev.gradus.runtime.problem.GradusException if it cannot be read
   */
  Optional<Start> of(Configuration configuration);

  /** One model for every configuration; none may name another one. */
  static Starts with(Start start) {
    return configuration -> {
      configuration
          .training()
          .start()
          .ifPresent(
              file -> {
                throw new TrainingException(
                    "training.start names %s, but the run has an initial model already; remove one of them"
                        .formatted(file));
              });
      return Optional.of(start);
    };
  }

  /** The same, but each file is read only once; for one thread, and the runs of one comparison. */
  default Starts remembered() {
    Map<Optional<Path>, Optional<Start>> known = new HashMap<>();
    return configuration -> {
      Optional<Path> file = configuration.training().start();
      Optional<Start> start = known.get(file);
      if (start == null) {
        start = of(configuration);
        known.put(file, start);
      }
      return start;
    };
  }
}
