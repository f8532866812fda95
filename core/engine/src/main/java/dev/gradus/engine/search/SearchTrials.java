package dev.gradus.engine.search;

import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.yaml.PathSteps;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.AuxiliaryColumn;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The trials of a search, in all rounds. They follow from the document alone, so every process that
 * has it knows them.
 */
final class SearchTrials {

  private static final String EPOCHS = "training.epochs";

  private final Variations variations;
  private final List<Map<String, YamlValue>> draws;
  private final List<Search.Round> rounds;

  /**
   * Draws the trials and plans the rounds.
   *
   * @param variations a document with a section {@code tune}
   */
  SearchTrials(Variations variations) {
    this.variations = variations;
    this.draws = TrialSampler.of(variations.spec());
    TrainingSpec training = variations.base().training();
    Search search = variations.spec().search();
    this.rounds = search.rounds(draws.size(), epochs(training));
    if (rounds.size() > 1 && training.steps().isPresent()) {
      throw new TrainingException(
          "tune.search: the rounds of %s count epochs, but the length of training is set by training.steps; set training.epochs instead, or search: random"
              .formatted(PluginType.nameOf(search)));
    }
  }

  private static int epochs(TrainingSpec training) {
    return training.epochs().orElse(TrainingSpec.DEFAULT_EPOCHS);
  }

  /** The values of each trial, by path. */
  List<Map<String, YamlValue>> draws() {
    return draws;
  }

  /** The planned rounds. */
  List<Search.Round> rounds() {
    return rounds;
  }

  /** The auxiliary columns of any trial, which are not inputs of any. */
  List<AuxiliaryColumn> auxiliaryColumns() {
    Set<AuxiliaryColumn> columns = new LinkedHashSet<>(variations.base().auxiliaryColumns());
    columns.addAll(auxiliaryColumns(draws, variations::with));
    return List.copyOf(columns);
  }

  /**
   * The auxiliary columns of some trials. Only losses and metrics have any, so of the trials that
   * have the same, one that fits is enough.
   *
   * @param binding the configuration with some values; throws {@link GradusException} if they do
   *     not fit
   */
  static Set<AuxiliaryColumn> auxiliaryColumns(
      List<Map<String, YamlValue>> draws, Function<Map<String, YamlValue>, Configuration> binding) {
    Set<AuxiliaryColumn> columns = new LinkedHashSet<>();
    Set<Map<String, YamlValue>> bound = new HashSet<>();
    for (Map<String, YamlValue> values : draws) {
      Map<String, YamlValue> own = new LinkedHashMap<>(values);
      own.keySet().removeIf(path -> !hasColumns(path));
      if (!own.isEmpty() && !bound.contains(own)) {
        try {
          columns.addAll(binding.apply(values).auxiliaryColumns());
          bound.add(own);
        } catch (GradusException e) {
          // Its trial reports that, and has no columns.
        }
      }
    }
    return columns;
  }

  /** Whether a value at a path may have auxiliary columns. */
  private static boolean hasColumns(String path) {
    return PathSteps.of(path).get(0) instanceof PathSteps.Key key
        && (key.name().equals("loss") || key.name().equals("metrics"));
  }

  /**
   * Does a trial.
   *
   * @param number of the trial, from 1
   * @param round from 0
   * @param verifier refuses configurations with wrong plugins
   * @return empty if it was stopped
   */
  Optional<ScoredTrial> trial(
      int number,
      int round,
      Scorer scorer,
      Consumer<Configuration> verifier,
      BooleanSupplier stop) {
    long start = System.nanoTime();
    int epochs = rounds.get(round).epochs();
    List<Scorer.FoldScores> measured = List.of();
    Optional<String> refusal = Optional.empty();
    try {
      Configuration configuration = variations.with(inRound(draws.get(number - 1), round));
      epochs = epochs(configuration.training());
      verifier.accept(configuration);
      Optional<List<Scorer.FoldScores>> found = scorer.score(configuration, stop);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      measured = found.get();
    } catch (CancelledException e) {
      return Optional.empty();
    } catch (GradusException e) {
      refusal = Optional.of(e.problems().get(0).toString());
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    return Optional.of(
        new ScoredTrial(
            number,
            epochs,
            measured.stream().map(Scorer.FoldScores::score).toList(),
            measured.stream().map(Scorer.FoldScores::all).toList(),
            duration,
            refusal,
            List.of()));
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
