package dev.gradus.engine.study;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingListener;
import java.util.List;

/**
 * What is to be compared.
 *
 * @param path what differs, as a path in the configuration: {@code loss}
 * @param entrants what takes part, at least one
 * @param seeds of the runs, at least one
 */
public record Contest(String path, List<Entrant> entrants, List<Long> seeds) {

  /** Keeps copies. */
  public Contest {
    entrants = List.copyOf(entrants);
    seeds = List.copyOf(seeds);
  }

  /**
   * One that takes part.
   *
   * @param name what sets it apart
   * @param configurations one for each seed
   */
  public record Entrant(String name, List<Configuration> configurations) {

    /** Keeps a copy. */
    public Entrant {
      configurations = List.copyOf(configurations);
    }
  }

  /** Who watches. */
  public interface Audience {

    /** One that does not look. */
    Audience NOBODY = new Audience() {};

    /** A listener for the run of an entrant with a seed. */
    default TrainingListener watch(String entrant, long seed) {
      return TrainingListener.NONE;
    }

    /** Whether to stop; what was finished until then is compared. */
    default boolean wantsToStop() {
      return false;
    }
  }
}
