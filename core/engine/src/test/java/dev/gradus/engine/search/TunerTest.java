package dev.gradus.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.CrossValidation;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search finds the best values, the same every time, and survives failing trials. */
class TunerTest {

  private static final Path IRIS =
      Path.of("..", "..", "app", "examples", "iris.csv").toAbsolutePath().normalize();

  private static final String BASE =
      """
      data: {csv: "%s", target: species}
      network: [dense: {units: 8, activation: tanh}, dense: {activation: softmax}]
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.01}}
      metrics: [accuracy]
      training: {epochs: 9, batch-size: 16, seed: 7}
      """
          .formatted(IRIS);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("tune.yaml");
  }

  private Tuning tune(String section, String... settings) throws IOException {
    return tune(section, TuningListener.NONE, settings);
  }

  private Tuning tune(String section, TuningListener listener, String... settings)
      throws IOException {
    Files.writeString(file, BASE + "tune:\n" + section.indent(2));
    Setting[] parsed =
        java.util.Arrays.stream(settings).map(Setting::parse).toArray(Setting[]::new);
    try (Gradus gradus = Gradus.create()) {
      return gradus.job(file, parsed).tune(listener);
    }
  }

  /** All that must not depend on anything but the seed. */
  private static List<Object> outcome(Tuning tuning) {
    List<Object> outcome = new ArrayList<>(List.of(tuning.best().map(Configuration::optimizer)));
    tuning
        .trials()
        .forEach(
            trial ->
                outcome.add(
                    List.of(trial.number(), trial.values(), trial.epochs(), trial.folds())));
    return outcome;
  }

  private static final String RATES =
      """
      trials: 6
      metric: accuracy
      space:
        optimizer.adam.learning-rate: {log-range: [0.0001, 0.3]}
        loss: {choice: [cross-entropy, mean-squared-error]}
      """;

  @Test
  void theBestTrialIsTheFirstAndItsConfigurationIsLeft() throws IOException {
    Tuning tuning = tune(RATES);
    assertEquals(6, tuning.trials().size());
    assertTrue(tuning.complete() && tuning.higherIsBetter());
    for (int i = 1; i < tuning.trials().size(); i++) {
      assertTrue(tuning.trials().get(i - 1).mean() >= tuning.trials().get(i).mean());
    }
    Trial best = tuning.trials().get(0);
    assertEquals(3, best.folds().size());
    assertTrue(best.mean() > 0.8, best.toString());
    Configuration configuration = tuning.best().orElseThrow();
    assertEquals(Optional.empty(), configuration.tune());
    assertTrue(
        configuration
            .optimizer()
            .toString()
            .contains(String.valueOf(best.values().get("optimizer.adam.learning-rate"))),
        configuration.optimizer().toString());
  }

  @Test
  void theSameSeedFindsTheSameWithAnyNumberOfThreads() throws IOException {
    List<Object> first = outcome(tune(RATES, "training.threads=1"));
    assertEquals(first, outcome(tune(RATES, "training.threads=3")));
    assertFalse(first.equals(outcome(tune(RATES, "tune.seed=8"))), "another seed, the same");
  }

  @Test
  void halvingTrainsTheBestForLonger() throws IOException {
    List<Search.Round> planned = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    TuningListener listener =
        new TuningListener() {
          @Override
          public void started(List<Search.Round> rounds) {
            planned.addAll(rounds);
          }

          @Override
          public void trialDone(int round, int done, Trial trial) {
            seen.add(round + "/" + done + " " + trial.epochs());
          }
        };
    Tuning tuning = tune(RATES, listener, "tune.search=successive-halving");
    assertEquals(List.of(new Search.Round(6, 3), new Search.Round(2, 9)), planned);
    assertEquals(
        List.of("1/1 3", "1/2 3", "1/3 3", "1/4 3", "1/5 3", "1/6 3", "2/1 9", "2/2 9"), seen);
    assertEquals(List.of(9, 9, 3, 3, 3, 3), tuning.trials().stream().map(Trial::epochs).toList());
    assertEquals(Optional.of(9), tuning.best().orElseThrow().training().epochs());
    // The last round is what a search without rounds would have found of these trials.
    Map<Integer, List<Double>> inFull = new java.util.HashMap<>();
    tune(RATES).trials().forEach(trial -> inFull.put(trial.number(), trial.folds()));
    for (Trial trial : tuning.trials().subList(0, 2)) {
      assertEquals(inFull.get(trial.number()), trial.folds());
    }
  }

  @Test
  void aScoreIsThatOfCrossValidation() throws IOException {
    Tuning tuning = tune("{folds: 4, space: {training.epochs: {choice: 5}}}");
    try (Gradus gradus = Gradus.create()) {
      Configuration configuration = gradus.read(file, Setting.parse("training.epochs=5"));
      CrossValidation same = gradus.job(configuration).crossValidate(4);
      assertEquals(
          same.folds().stream().map(fold -> fold.getOrDefault("loss", Double.NaN)).toList(),
          tuning.trials().get(0).folds());
    }
  }

  @Test
  void noTwoTrialsAreAlikeAndThereAreNoMoreThanThereCanBe() throws IOException {
    Tuning tuning =
        tune(
            "{trials: 50, space: {training.seed: {choice: [1, 2]}, training.epochs: {range: [1, 2]}}}");
    assertEquals(4, tuning.trials().stream().map(Trial::values).distinct().count());
    assertEquals(4, tuning.trials().size());
  }

  @Test
  void aTrialThatDoesNotFitStandsLastWithItsReason() throws IOException {
    Tuning tuning =
        tune(
            """
            trials: 30
            metric: accuracy
            space:
              optimizer: {choice: [sgd, adam]}
              optimizer.adam.learning-rate: {choice: 0.01}
              loss: {choice: [cross-entropy, hinge]}
            """,
            "training.epochs=2");
    assertEquals(4, tuning.trials().size());
    assertEquals(Optional.empty(), tuning.trials().get(0).refusal());
    List<String> reasons =
        tuning.trials().stream().flatMap(trial -> trial.refusal().stream()).toList();
    assertEquals(3, reasons.size(), reasons.toString());
    assertTrue(
        reasons.stream().anyMatch(reason -> reason.startsWith("tune.yaml:12:5")),
        reasons.toString());
    assertTrue(reasons.stream().anyMatch(reason -> reason.contains("hinge")), reasons.toString());
  }

  @Test
  void aTrialThatDivergesStandsLastWithItsReason() throws IOException {
    Tuning tuning =
        tune(
            """
            space:
              optimizer: {choice: [adam, {sgd: {learning-rate: 1.0e+35}}]}
            """,
            "network[0].dense.activation=relu");
    assertEquals(2, tuning.trials().size());
    assertTrue(tuning.trials().get(0).folds().size() == 3, tuning.trials().toString());
    assertTrue(
        tuning.trials().get(1).refusal().orElse("").contains("finite"), tuning.trials().toString());
  }

  @Test
  void aSearchWithoutASingleScoreHasNoBest() throws IOException {
    Tuning tuning = tune("{trials: 2, metric: accuracy, space: {loss: {choice: hinge}}}");
    assertEquals(1, tuning.trials().size());
    assertEquals(Optional.empty(), tuning.best());
    assertTrue(tuning.complete());
  }

  @Test
  void whoStopsKeepsWhatWasFound() throws IOException {
    TuningListener listener =
        new TuningListener() {
          private int done;

          @Override
          public void trialDone(int round, int of, Trial trial) {
            done++;
          }

          @Override
          public boolean wantsToStop() {
            return done == 2;
          }
        };
    Tuning tuning = tune(RATES, listener);
    assertEquals(2, tuning.trials().size());
    assertFalse(tuning.complete());
    assertTrue(tuning.best().isPresent());
  }

  @Test
  void whatIsDoneWithTheDataCanBeTuned() throws IOException {
    Tuning tuning =
        tune(
            """
            metric: accuracy
            space:
              data.scale: {choice: [standard, none]}
              data.csv: {choice: [%s, few.csv]}
            """
                .formatted(IRIS),
            few());
    assertEquals(4, tuning.trials().size());
    assertEquals(4, tuning.trials().stream().map(Trial::folds).distinct().count());
  }

  /** Writes a part of the data next to the file. */
  private String few() throws IOException {
    List<String> lines = Files.readAllLines(IRIS);
    List<String> few = new ArrayList<>(lines.subList(0, 1));
    for (int i = 1; i < lines.size(); i += 2) {
      few.add(lines.get(i));
    }
    Files.write(folder.resolve("few.csv"), few);
    return "tune.trials=30";
  }

  /** The concordance sees them in every trial, whatever its loss; no trial has them as an input. */
  @Test
  void whatADrawnLossSeesBesideTheTargetIsAnInputOfNoTrial() throws IOException {
    StringBuilder csv = new StringBuilder("x,died,time\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i % 13).append(i % 3 == 0 ? ",yes," : ",no,").append(5 + i % 13 + i % 3 * 9);
      csv.append('\n');
    }
    Files.writeString(folder.resolve("survival.csv"), csv);
    String yaml =
        """
        data: {csv: survival.csv, target: time%s}
        network: [dense: {units: 4, activation: tanh}, dense]
        loss: mean-absolute-error
        optimizer: {adam: {learning-rate: 0.01}}
        metrics: [mean-squared-error]
        training: {epochs: 5, batch-size: 60, seed: 7}
        tune:
          metric: mean-squared-error
          folds: 2
          trials: 9
          search: random
          space: {loss: {choice: [%s]}}
        """;
    try (Gradus gradus = Gradus.create()) {
      List<Trial> without =
          tune(gradus, yaml.formatted(", columns: {died: ignore}", "mean-squared-error"));
      List<Trial> trials =
          tune(gradus, yaml.formatted("", "mean-squared-error, {cox: {event: died}}"));
      assertEquals(2, trials.size());
      assertTrue(trials.stream().allMatch(trial -> trial.refusal().isEmpty()), trials::toString);
      assertTrue(
          trials.stream().anyMatch(trial -> trial.folds().equals(without.get(0).folds())),
          trials + " and " + without);
    }
  }

  private List<Trial> tune(Gradus gradus, String yaml) throws IOException {
    return gradus.job(Files.writeString(file, yaml)).tune().trials();
  }

  @Test
  void dataThatAreNotThereAreAnErrorAtOnce() {
    assertThrows(DataException.class, () -> tune(RATES, "data.csv=missing.csv"));
  }
}
