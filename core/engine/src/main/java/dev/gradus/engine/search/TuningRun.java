package dev.gradus.engine.search;

import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Measures;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A search: the state of its rounds, and the trials so far. */
final class TuningRun {

  private static final String EPOCHS = "training.epochs";

  private final Variations variations;
  private final Scorer scorer;
  private final Consumer<Configuration> verifier;
  private final TuningListener listener;
  private final List<Map<String, YamlValue>> draws;
  private final List<Search.Round> rounds;
  private final Ranking ranking;
  private boolean stopped;

  /**
   * Plans the rounds.
   *
   * @param variations a document with a section {@code tune}
   * @param draws the values of each trial, by path
   * @param verifier refuses configurations with wrong plugins
   */
  TuningRun(
      Variations variations,
      List<Map<String, YamlValue>> draws,
      Scorer scorer,
      Consumer<Configuration> verifier,
      TuningListener listener) {
    this.variations = variations;
    this.scorer = scorer;
    this.verifier = verifier;
    this.listener = listener;
    TuneSpec spec = variations.spec();
    this.draws = draws;
    TrainingSpec training = variations.base().training();
    this.rounds = spec.search().rounds(draws.size(), epochs(training));
    if (rounds.size() > 1 && training.steps().isPresent()) {
      throw new TrainingException(
          "tune.search: the rounds of %s count epochs, but the length of training is set by training.steps; set training.epochs instead, or search: random"
              .formatted(PluginType.nameOf(spec.search())));
    }
    this.ranking = new Ranking(isHigherBetter());
  }

  private static int epochs(TrainingSpec training) {
    return training.epochs().orElse(TrainingSpec.DEFAULT_EPOCHS);
  }

  private boolean isHigherBetter() {
    return Measures.of(variations.base()).higherIsBetter(variations.spec().metric());
  }

  Tuning tune() {
    listener.started(rounds);
    for (int round = 0; round < rounds.size() && !stopped; round++) {
      run(round);
    }
    List<Trial> trials = ranking.all();
    Optional<Configuration> best =
        trials.stream()
            .findFirst()
            .filter(trial -> trial.refusal().isEmpty())
            .map(trial -> variations.with(trial.values()));
    return new Tuning(
        variations.spec().metric(), isHigherBetter(), trials, best, !stopped, scorer.warnings());
  }

  private void run(int round) {
    int done = 0;
    for (int number : candidates(round)) {
      Optional<Trial> trial = trial(number, round);
      if (trial.isEmpty()) {
        stopped = true;
        return;
      }
      ranking.add(round, trial.get());
      listener.trialDone(round + 1, ++done, trial.get());
    }
  }

  private List<Integer> candidates(int round) {
    return round == 0
        ? IntStream.rangeClosed(1, draws.size()).boxed().toList()
        : ranking.best(round - 1, rounds.get(round).trials()).stream()
            .map(Trial::number)
            .sorted()
            .toList();
  }

  /** Trains a trial; empty if it was stopped. */
  private Optional<Trial> trial(int number, int round) {
    long start = System.nanoTime();
    Map<String, YamlValue> values = draws.get(number - 1);
    int epochs = rounds.get(round).epochs();
    List<Scorer.Measured> measured = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    try {
      Configuration configuration = variations.with(inRound(values, round));
      epochs = epochs(configuration.training());
      verifier.accept(configuration);
      Optional<List<Scorer.Measured>> found =
          scorer.score(
              configuration, () -> listener.wantsToStop() || CancelledException.isWanted());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      measured.addAll(found.get());
    } catch (CancelledException e) {
      return Optional.empty();
    } catch (GradusException e) {
      refusal = Optional.of(e.problems().get(0).toString());
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    return Optional.of(
        new Trial(
            number,
            values,
            epochs,
            measured.stream().map(Scorer.Measured::score).toList(),
            measured.stream().map(Scorer.Measured::all).toList(),
            duration,
            refusal));
  }

  /** In the last round a trial is trained exactly as the best configuration would be. */
  private Map<String, YamlValue> inRound(Map<String, YamlValue> values, int round) {
    Map<String, YamlValue> all = new LinkedHashMap<>(values);
    if (round < rounds.size() - 1) {
      all.put(EPOCHS, YamlValue.of(Integer.toString(rounds.get(round).epochs())));
    }
    return all;
  }
}
