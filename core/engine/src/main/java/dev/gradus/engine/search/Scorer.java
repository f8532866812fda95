package dev.gradus.engine.search;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Fold;
import dev.gradus.engine.training.HeldOutFit;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Scores a configuration by cross-validation. */
final class Scorer {

  private final ExperimentBuilder experiments;
  private final Trainer trainer;
  private final BiFunction<Experiment, Examples, Map<String, Double>> measuring;
  private final ConfiguredData data;
  private final TuneSpec spec;
  private final long seed;

  /**
   * Creates a scorer.
   *
   * @param measuring what is measured of a trained experiment, by name
   * @param spec the metric and the number of folds
   * @param seed of the folds, which are the same for every configuration on the same rows
   * @param warnings receives the warnings of all training runs
   */
  Scorer(
      ExperimentBuilder experiments,
      Trainer trainer,
      BiFunction<Experiment, Examples, Map<String, Double>> measuring,
      ConfiguredData data,
      TuneSpec spec,
      long seed,
      Consumer<Warning> warnings) {
    this.experiments = experiments.warning(warnings);
    this.trainer = trainer;
    this.measuring = measuring;
    this.data = data;
    this.spec = spec;
    this.seed = seed;
  }

  /**
   * What is measured on a fold.
   *
   * @param score by the metric that trials are compared by
   * @param all everything, by name
   */
  record FoldScores(double score, Map<String, Double> all) {}

  /**
   * What is measured on each fold, of a network that was not trained on it.
   *
   * @param stop whether to stop; called after every step
   * @return empty if it was stopped
   * @throws dev.gradus.runtime.problem.GradusException if the configuration cannot be trained on
   *     these data, or a score is not a number
   */
  Optional<List<FoldScores>> score(Configuration configuration, BooleanSupplier stop) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public boolean wantsToStop() {
            return stop.getAsBoolean();
          }
        };
    ConfiguredData.Tables tables = data.of(configuration);
    List<FoldScores> scores = new ArrayList<>();
    for (Fold fold :
        experiments.folds(configuration, tables.table(), tables.validation(), spec.folds(), seed)) {
      trainer.trainOrKeepBest(fold.experiment(), listener, CheckpointStore.NONE);
      if (stop.getAsBoolean()) {
        return Optional.empty();
      }
      scores.add(measure(fold, scores.size() + 1));
    }
    return Optional.of(scores);
  }

  private FoldScores measure(Fold fold, int number) {
    Map<String, Double> measured = measuring.apply(HeldOutFit.of(fold.experiment()), fold.test());
    String metric = MetricNames.of(fold.experiment().configuration()).find(spec.metric());
    if (!measured.containsKey(metric)) {
      throw new TrainingException(
          "tune.metric: '%s' is not evaluated; available: %s"
              .formatted(spec.metric(), String.join(", ", measured.keySet())));
    }
    double score = measured.get(metric);
    if (!Double.isFinite(score)) {
      throw new TrainingException(
          "%s is %s on fold %s, so there is no mean".formatted(metric, score, number));
    }
    return new FoldScores(score, measured);
  }
}
