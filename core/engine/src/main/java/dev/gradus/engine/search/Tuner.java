package dev.gradus.engine.search;

import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
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
   * @param elsewhere does the trials; empty if they are done here
   * @param listener sees every trial, on this thread
   * @throws dev.gradus.runtime.problem.GradusException if there is nothing to tune, or the data of
   *     the document cannot be read
   */
  public Tuning tune(
      Variations variations,
      ConfiguredData data,
      Optional<TrialRuns> elsewhere,
      TuningListener listener) {
    SearchTrials trials = new SearchTrials(variations);
    // Reports errors once, not for every trial.
    data.of(variations.base());
    Warnings warnings = new Warnings(experiments.outlet());
    TrialRuns runs = elsewhere.orElseGet(() -> here(variations, trials, data, warnings));
    return new TuningRun(variations, trials, runs, warnings, listener).tune();
  }

  /** Trials one after the other, since the training of one uses all processors already. */
  private TrialRuns here(
      Variations variations, SearchTrials trials, ConfiguredData data, Consumer<Warning> warnings) {
    Scorer scorer = scorer(variations, trials, data, warnings);
    return (numbers, round, stop, done) -> {
      for (int number : numbers) {
        Optional<ScoredTrial> trial = trials.trial(number, round, scorer, verifier, stop);
        if (trial.isEmpty()) {
          return;
        }
        done.accept(trial.get());
      }
    };
  }

  /**
   * Does one trial of a search, for another process.
   *
   * @param number of the trial, from 1
   * @param round from 0
   * @throws CancelledException if the thread is interrupted
   * @throws GradusException if the search has no such trial or round
   */
  public ScoredTrial trial(Variations variations, ConfiguredData data, int number, int round) {
    SearchTrials trials = new SearchTrials(variations);
    Pieces.check("search", "trial", number, 1, trials.draws().size());
    Pieces.check("search", "round", round, 0, trials.rounds().size());
    Warnings warnings = new Warnings(experiments.outlet());
    BooleanSupplier stop = CancelledException::isWanted;
    Optional<ScoredTrial> trial =
        trials.trial(number, round, scorer(variations, trials, data, warnings), verifier, stop);
    if (trial.isEmpty()) {
      CancelledException.check("a trial was trained");
    }
    return trial.orElseThrow().with(warnings.list());
  }

  private Scorer scorer(
      Variations variations, SearchTrials trials, ConfiguredData data, Consumer<Warning> warnings) {
    return new Scorer(
        experiments.withAuxiliary(trials.auxiliaryColumns()),
        trainer,
        measuring,
        data,
        variations.spec(),
        variations.base().training().seed(),
        warnings);
  }
}
