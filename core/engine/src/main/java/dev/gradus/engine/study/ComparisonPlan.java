package dev.gradus.engine.study;

import dev.gradus.engine.config.Configuration;
import java.util.List;

/**
 * The plan of a comparison.
 *
 * @param path the value that differs, as a path in the configuration: {@code loss}
 * @param variants at least one
 * @param seeds of the runs, at least one
 */
public record ComparisonPlan(String path, List<Entry> variants, List<Long> seeds) {

  public ComparisonPlan {
    variants = List.copyOf(variants);
    seeds = List.copyOf(seeds);
  }

  /**
   * A variant.
   *
   * @param name that distinguishes it
   * @param configurations one for each seed
   */
  public record Entry(String name, List<Configuration> configurations) {

    public Entry {
      configurations = List.copyOf(configurations);
    }
  }
}
