package dev.gradus.engine.study;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingListener;
import java.util.List;

/**
 * What is to be compared.
 *
 * @param path what differs, as a path in the configuration: {@code loss}
 * @param variants what takes part, at least one
 * @param seeds of the runs, at least one
 */
public record ComparisonPlan(String path, List<Entry> variants, List<Long> seeds) {

  public ComparisonPlan {
    variants = List.copyOf(variants);
    seeds = List.copyOf(seeds);
  }

  /**
   * One that takes part.
   *
   * @param name what sets it apart
   * @param configurations one for each seed
   */
  public record Entry(String name, List<Configuration> configurations) {

    public Entry {
      configurations = List.copyOf(configurations);
    }
  }

  /** Watches a comparison. */
  public interface ComparisonListener {

    /** A listener that ignores everything. */
    ComparisonListener NOBODY = new ComparisonListener() {};

    /** A listener for the run of a variant with a seed. */
    default TrainingListener watch(String variant, long seed) {
      return TrainingListener.NONE;
    }

    /** Whether to stop; what was finished until then is compared. */
    default boolean wantsToStop() {
      return false;
    }
  }
}
