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
 * Which configurations a search tries, and what it looks for: the section {@code tune}. Training
 * pays no attention to it.
 *
 * @param space what each value is drawn from, by its path, which is written as in a setting
 * @param search how is searched
 * @param trials how many configurations are drawn
 * @param folds the folds of the cross-validation that gives each its score
 * @param metric {@code loss}, or the name of a metric or of one of its values
 * @param seed what the draws are derived from
 */
public record TuneSpec(
    @Option(
            value = "the values to try, by path, such as optimizer.adam.learning-rate",
            formerly = "over")
        Map<String, Domain> space,
    @Option("how the configurations are searched through") Search search,
    @Option(value = "how many configurations are drawn", min = 1, max = 100_000) int trials,
    @Option(
            value = "each trial is trained this many times, and measured on the rows left out",
            min = 2)
        int folds,
    @Option(
            value =
                "what trials are compared by: loss, the name of one of the metrics, or of one of its values",
            formerly = "score")
        String metric,
    @Option("what the draws are derived from; the same seed draws the same") long seed) {

  /** The score that is there without any metric. */
  public static final String LOSS = "loss";

  /** 30 trials at random, 3 folds, the loss. */
  public TuneSpec(Map<String, Domain> space) {
    this(space, new RandomSearch(), 30, 3, LOSS, 0);
  }

  /**
   * Checks that there is something to tune.
   *
   * @throws IllegalArgumentException with a sentence, if there is not, or a number is out of bounds
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
   * What a configuration says of the values to try.
   *
   * @throws ConfigurationException if it says nothing
   */
  public static TuneSpec of(Configuration configuration) {
    requireNonNull(configuration, "configuration must not be null");
    return configuration
        .tune()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    Problem.of(
                        "tune is missing: the configuration does not say which values to try; write tune: {space: {optimizer.adam.learning-rate: {log-range: [0.0001, 0.1]}}}, for instance")));
  }

  /** Sets how is searched. */
  public TuneSpec search(Search search) {
    return Changed.with(this, "search", requireNonNull(search, "search must not be null"));
  }

  /** Sets how many configurations are drawn. */
  public TuneSpec trials(int trials) {
    return Changed.with(this, "trials", trials);
  }

  /** Sets how many folds give each configuration its score. */
  public TuneSpec folds(int folds) {
    return Changed.with(this, "folds", folds);
  }

  /** Looks at {@code loss}, or the metric of this name. */
  public TuneSpec metric(String metric) {
    return Changed.with(this, "metric", requireNonNull(metric, "metric must not be null"));
  }

  /** Sets what the draws are derived from. */
  public TuneSpec seed(long seed) {
    return Changed.with(this, "seed", seed);
  }
}
