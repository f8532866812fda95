package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configurations that a search tries, and the metric that it optimises: the section {@code
 * tune}. Training ignores it.
 *
 * @param space the domain of each value, by its path in the form of a setting
 * @param search the search strategy
 * @param trials the number of configurations that are drawn
 * @param folds the folds of the cross-validation that scores each
 * @param metric {@code loss}, or the name of a metric or of one of its values
 * @param seed the seed of the draws
 */
public record TuneSpec(
    @Option(
            value = "the values to try, by path, such as optimizer.adam.learning-rate",
            formerly = "over")
        Map<String, Domain> space,
    @Option("the search strategy") Search search,
    @Option(value = "the number of configurations that are drawn", min = 1, max = 100_000)
        int trials,
    @Option(value = "the number of folds of the cross-validation that scores each trial", min = 2)
        int folds,
    @Option(
            value =
                "the metric that trials are compared by: loss, the name of one of the metrics, "
                    + "or of one of its values",
            formerly = "score")
        String metric,
    @Option("the seed of the draws; the same seed draws the same values") long seed) {

  /** The name of the loss, the default metric. */
  public static final String LOSS = "loss";

  /** 30 random trials, 3 folds, scored by the loss. */
  public TuneSpec(Map<String, Domain> space) {
    this(space, new RandomSearch(), 30, 3, LOSS, 0);
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException with a sentence, if there are no values to try, or a number is
   *     out of bounds
   */
  public TuneSpec {
    space = Collections.unmodifiableMap(new LinkedHashMap<>(space));
    Options.check(TuneSpec.class, space, search, trials, folds, metric, seed);
    if (space.isEmpty()) {
      throw new IllegalArgumentException(
          "space must name at least one path, such as optimizer.adam.learning-rate");
    }
  }

  /**
   * The section {@code tune} of a configuration.
   *
   * @throws ConfigurationException if there is none
   */
  public static TuneSpec of(Configuration configuration) {
    requireNonNull(configuration, "configuration must not be null");
    return configuration
        .tune()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    Problem.of(
                        "tune is missing: the configuration does not name values to try; write tune: {space: {optimizer.adam.learning-rate: {log-range: [0.0001, 0.1]}}}, for instance")));
  }

  /** Sets the search strategy. */
  public TuneSpec search(Search search) {
    return Changed.with(this, "search", requireNonNull(search, "search must not be null"));
  }

  /** Sets the number of configurations that are drawn. */
  public TuneSpec trials(int trials) {
    return Changed.with(this, "trials", trials);
  }

  /** Sets the number of folds that score each configuration. */
  public TuneSpec folds(int folds) {
    return Changed.with(this, "folds", folds);
  }

  /** Sets the metric: {@code loss}, or the name of a metric. */
  public TuneSpec metric(String metric) {
    return Changed.with(this, "metric", requireNonNull(metric, "metric must not be null"));
  }

  /** Sets the seed of the draws. */
  public TuneSpec seed(long seed) {
    return Changed.with(this, "seed", seed);
  }
}
