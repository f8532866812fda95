package dev.gradus.engine.search;

import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.Warnings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A search: the state of its rounds, and the trials so far. */
final class TuningRun {

  private final Variations variations;
  private final SearchTrials trials;
  private final TrialRuns runs;
  private final Warnings warnings;
  private final TuningListener listener;
  private final Ranking ranking;
  private boolean stopped;

  /**
   * Begins a search.
   *
   * @param variations a document with a section {@code tune}
   * @param trials of the document
   * @param runs does them
   * @param warnings of all trials
   */
  TuningRun(
      Variations variations,
      SearchTrials trials,
      TrialRuns runs,
      Warnings warnings,
      TuningListener listener) {
    this.variations = variations;
    this.trials = trials;
    this.runs = runs;
    this.warnings = warnings;
    this.listener = listener;
    this.ranking = new Ranking(isHigherBetter());
  }

  private boolean isHigherBetter() {
    return MetricNames.of(variations.base()).higherIsBetter(variations.spec().metric());
  }

  Tuning tune() {
    List<Search.Round> rounds = trials.rounds();
    listener.started(rounds);
    for (int round = 0; round < rounds.size() && !stopped; round++) {
      run(round);
    }
    List<Trial> ranked = ranking.all();
    Optional<Configuration> best =
        ranked.stream()
            .findFirst()
            .filter(trial -> trial.refusal().isEmpty())
            .map(trial -> variations.with(trial.values()));
    return new Tuning(
        variations.spec().metric(), isHigherBetter(), ranked, best, !stopped, warnings.list());
  }

  private void run(int round) {
    List<Integer> numbers = candidates(round);
    Map<Integer, ScoredTrial> scored = new TreeMap<>();
    runs.run(
        numbers,
        round,
        () -> listener.wantsToStop() || CancelledException.isWanted(),
        trial -> {
          scored.put(trial.number(), trial);
          Trial ranked = ranked(trial);
          ranking.add(round, ranked);
          listener.trialDone(round + 1, scored.size(), ranked);
        });
    // Trials arrive in any order; warnings come in that of the trials.
    scored.values().forEach(trial -> trial.warnings().forEach(warnings));
    stopped = scored.size() < numbers.size();
  }

  private Trial ranked(ScoredTrial trial) {
    return new Trial(
        trial.number(),
        trials.draws().get(trial.number() - 1),
        trial.epochs(),
        trial.folds(),
        trial.measures(),
        trial.duration(),
        trial.refusal());
  }

  private List<Integer> candidates(int round) {
    return round == 0
        ? IntStream.rangeClosed(1, trials.draws().size()).boxed().toList()
        : ranking.best(round - 1, trials.rounds().get(round).trials()).stream()
            .map(Trial::number)
            .sorted()
            .toList();
  }
}
