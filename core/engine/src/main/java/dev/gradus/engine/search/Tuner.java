package dev.gradus.engine.search;

import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Searches for better configurations. */
public final class Tuner {

  private final ExperimentBuilder experiments;
  private final Trainer trainer;
  private final Consumer<Configuration> verifier;
  private final BiFunction<Experiment, Examples, Map<String, Double>> measuring;

  /**
   * Creates a tuner.
   *
   * @param experiments creates the folds
   * @param trainer trains on each
   * @param verifier refuses configurations with wrong plugins
   * @param measuring the loss, the metrics, and what sets and intervals cover, by name, of a
   *     trained experiment on the examples of a fold
   */
  public Tuner(
      ExperimentBuilder experiments,
      Trainer trainer,
      Consumer<Configuration> verifier,
      BiFunction<Experiment, Examples, Map<String, Double>> measuring) {
    this.experiments = experiments;
    this.trainer = trainer;
    this.verifier = verifier;
    this.measuring = measuring;
  }

  /**
   * Searches.
   *
   * @param variations a document with a section {@code tune}
   * @param data of the configurations
   * @param listener sees every trial, on this thread
   * @throws dev.gradus.runtime.problem.GradusException if there is nothing to tune, or the data of
   *     the document cannot be read
   */
  public Tuning tune(Variations variations, ConfiguredData data, TuningListener listener) {
    Configuration base = variations.base();
    List<Map<String, YamlValue>> draws = TrialSampler.of(variations.spec());
    Scorer scorer =
        new Scorer(
            experiments.beside(columns(variations, draws)),
            trainer,
            measuring,
            data,
            variations.spec(),
            base.training().seed());
    // Reports errors once, not for every trial.
    data.of(base);
    return new TuningRun(variations, draws, scorer, verifier, listener).tune();
  }

  /** The auxiliary columns of any trial, which are not inputs of any. */
  private static List<AuxiliaryColumn> columns(
      Variations variations, List<Map<String, YamlValue>> draws) {
    Set<AuxiliaryColumn> columns = new LinkedHashSet<>(variations.base().auxiliaryColumns());
    for (Map<String, YamlValue> values : draws) {
      columns.addAll(columns(variations, values));
    }
    return List.copyOf(columns);
  }

  private static List<AuxiliaryColumn> columns(
      Variations variations, Map<String, YamlValue> values) {
    try {
      return variations.with(values).auxiliaryColumns();
    } catch (GradusException e) {
      // Its trial reports that.
      return List.of();
    }
  }
}
