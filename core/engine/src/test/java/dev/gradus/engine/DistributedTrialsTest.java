package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialResult;
import dev.gradus.engine.distributed.TrialSource;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.GradusException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Trials and runs that other processes do have the results of those that are done here. */
class DistributedTrialsTest {

  private static final Gradus GRADUS = Gradus.create();

  private static final String YAML =
      """
      data: {target: species, split: {validation: 0.2, calibration: 0.1}}
      network: [dense: {units: 5, activation: tanh}, dense: {activation: softmax}]
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.01}}
      metrics: [accuracy]
      training:
        {epochs: 6, batch-size: 16, seed: 7, early-stopping: {patience: 4}, conformal: {coverage: 0.8}}
      tune:
        trials: 7
        folds: 3
        metric: accuracy
        search: {successive-halving: {first-epochs: 2}}
        space:
          optimizer.adam.learning-rate: {log-range: [0.001, 0.1]}
          network[0].dense.units: {choice: [3, 5]}
          loss: {choice: [cross-entropy, mean-absolute-error]}
      """;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Table table() {
    return GRADUS.readTable(Path.of("..", "..", "app", "examples", "iris.csv"));
  }

  private static Job job(String yaml) {
    return GRADUS.job(yaml, "iris.yaml", List.of()).on(table());
  }

  /** Processes with a job of their own, which do the pieces in another order each time. */
  private static final class Processes implements TrialSource {

    private final String yaml;
    private final Random random = new Random(5);
    private final List<TrialRequest> seen = new ArrayList<>();
    private final List<Integer> only;
    private int most = Integer.MAX_VALUE;

    Processes(String yaml) {
      this(yaml, List.of());
    }

    /** Processes that do some pieces only, and then stop on their own. */
    Processes(String yaml, List<Integer> only) {
      this.yaml = yaml;
      this.only = only;
    }

    @Override
    public boolean compute(
        List<TrialRequest> requests, ObjIntConsumer<TrialResult> done, BooleanSupplier stop) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, requests.size()).boxed().toList());
      Collections.shuffle(order, random);
      if (!only.isEmpty()) {
        order = only;
      }
      try (Gradus other = Gradus.create()) {
        Job there = other.job(yaml, "iris.yaml", List.of()).on(table());
        for (int index : order) {
          if (stop.getAsBoolean() || seen.size() == most) {
            return false;
          }
          seen.add(requests.get(index));
          done.accept(there.trial(requests.get(index), 1), index);
        }
      }
      return order.size() == requests.size();
    }
  }

  private static List<Object> outcome(Tuning tuning) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                tuning.score(),
                tuning.higherIsBetter(),
                tuning.best().map(Configuration::toString),
                tuning.complete(),
                tuning.warnings()));
    for (Trial trial : tuning.trials()) {
      all.addAll(
          List.of(
              trial.number(),
              trial.values(),
              trial.epochs(),
              trial.folds(),
              trial.measures(),
              trial.refusal()));
    }
    return all;
  }

  @Test
  void aSearchElsewhereMakesTheSameDecisionsRoundByRound() {
    Processes processes = new Processes(YAML);
    List<Integer> arrivals = new ArrayList<>();
    Tuning there =
        job(YAML)
            .trials(processes)
            .tune(
                new TuningListener() {
                  @Override
                  public void trialDone(int round, int done, Trial trial) {
                    arrivals.add(done);
                  }
                });
    assertEquals(outcome(job(YAML).tune()), outcome(there));
    assertEquals(processes.seen.size(), arrivals.size());
    assertTrue(
        processes.seen.stream().anyMatch(each -> ((TrialRequest.OfSearch) each).round() > 0),
        "there are several rounds");
    assertTrue(
        there.trials().stream().map(Trial::number).distinct().count() == 7, "all trials are there");
  }

  @Test
  void aTrialThatCannotBeTrainedHasTheSameReasonThere() {
    String yaml = YAML.replace("[cross-entropy, mean-absolute-error]", "[cross-entropy, hinge]");
    Tuning here = job(yaml).tune();
    assertTrue(here.trials().stream().anyMatch(trial -> trial.refusal().isPresent()));
    assertEquals(outcome(here), outcome(job(yaml).trials(new Processes(yaml)).tune()));
  }

  @Test
  void aSearchThatIsStoppedKeepsWhatHasArrived() {
    Processes processes = new Processes(YAML);
    processes.most = 3;
    Tuning stopped = job(YAML).trials(processes).tune();
    assertFalse(stopped.complete());
    assertEquals(3, stopped.trials().size());
  }

  @Test
  void aComparisonElsewhereHasTheSameStudiesAndScores() {
    Comparison there =
        compared(YAML, "loss", List.of("cross-entropy", "mean-squared-error", "hinge"));
    assertFalse(there.coverages().isEmpty(), "the variants make sets");
    compared(YAML, "loss", List.of("mean-squared-error", "cross-entropy"));
  }

  @Test
  void aVariantThatDivergesHasTheSameReasonThere() {
    Comparison there =
        compared(
            YAML.replace("tanh", "relu"),
            "optimizer",
            List.of("{sgd: {learning-rate: 1.0e+35}}", "adam"));
    assertEquals(1, there.trained().size());
  }

  private static Comparison compared(String yaml, String path, List<String> values) {
    Comparison here = job(yaml).compare(path, values, 2);
    Comparison there = job(yaml).trials(new Processes(yaml)).compare(path, values, 2);
    assertEquals(here.path(), there.path());
    assertEquals(here.start(), there.start());
    assertEquals(here.part(), there.part());
    assertEquals(here.seeds(), there.seeds());
    assertEquals(here.controlRun(), there.controlRun());
    assertEquals(here.seedsAgree(), there.seedsAgree());
    assertEquals(here.variants().size(), there.variants().size());
    for (int i = 0; i < values.size(); i++) {
      assertSame(here.variants().get(i), there.variants().get(i));
    }
    return there;
  }

  private static void assertSame(Variant here, Variant there) {
    assertEquals(here.name(), there.name());
    assertEquals(here.loss(), there.loss());
    assertEquals(here.notes(), there.notes());
    assertEquals(
        here.refusal().map(Throwable::getMessage), there.refusal().map(Throwable::getMessage));
    assertEquals(here.scores(), there.scores());
    assertEquals(here.coverage(), there.coverage());
    assertEquals(here.warnings(), there.warnings());
    assertEquals(here.curves(), there.curves());
    assertEquals(here.tookPart(), there.tookPart());
    if (here.tookPart()) {
      assertSame(here.study().orElseThrow(), there.study().orElseThrow());
    }
  }

  private static void assertSame(Study here, Study there) {
    assertEquals(here.snapshots(), there.snapshots());
    assertEquals(here.curve(), there.curve());
    assertEquals(here.outcome(), there.outcome());
    assertEquals(here.contributions(), there.contributions());
    assertEquals(here.landscape(), there.landscape());
    assertEquals(here.sharpness(), there.sharpness());
    assertEquals(here.images(), there.images());
    assertEquals(here.regression(), there.regression());
    assertEquals(here.startingWeights(), there.startingWeights());
    assertEquals(here.finalWeights(), there.finalWeights());
    assertEquals(here.training().history(), there.training().history());
    assertEquals(here.training().epoch(), there.training().epoch());
    assertEquals(here.training().metrics(), there.training().metrics());
    assertEquals(here.training().warnings(), there.training().warnings());
    assertArrayEquals(fileOf(here.model()), fileOf(there.model()));
    assertEquals(here.configuration(), there.configuration());
  }

  private static byte[] fileOf(Model model) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    GRADUS.save(model, file);
    return file.toByteArray();
  }

  @Test
  void aComparisonThatIsStoppedComparesTheSeedsThatAllHave() {
    Processes processes = new Processes(YAML);
    ComparisonListener stopping =
        new ComparisonListener() {
          @Override
          public boolean wantsToStop() {
            return processes.seen.size() == 4;
          }
        };
    Comparison stopped =
        job(YAML).trials(processes).compare("loss", List.of("cross-entropy"), 4, stopping);
    assertTrue(stopped.seeds().size() < 4, () -> stopped.seeds().toString());
    assertTrue(stopped.controlRun().isEmpty());
  }

  @Test
  void aComparisonThatIsStoppedGivesEachSeedItsOwnScores() {
    List<String> values = List.of("cross-entropy", "mean-squared-error");
    Comparison whole = job(YAML).compare("loss", values, 3);
    // Both variants with the first seed, then one with the second and the other with the third.
    Comparison stopped =
        job(YAML).trials(new Processes(YAML, List.of(0, 1, 5, 2))).compare("loss", values, 3);
    assertEquals(whole.seeds().subList(0, 1), stopped.seeds());
    for (int i = 0; i < values.size(); i++) {
      assertEquals(
          whole.variants().get(i).scores().subList(0, 1), stopped.variants().get(i).scores());
    }
    assertTrue(stopped.controlRun().isEmpty());
    assertFalse(stopped.seedsAgree());
  }

  @Test
  void aVariantWithoutItsFirstSeedCountsAsStopped() {
    List<String> values = List.of("cross-entropy", "mean-squared-error");
    Comparison stopped =
        job(YAML).trials(new Processes(YAML, List.of(0, 2, 3))).compare("loss", values, 2);
    assertEquals(2, stopped.seeds().size());
    Variant late = stopped.variants().get(1);
    assertEquals(List.of(), late.scores());
    assertEquals(
        "it was stopped before its run was over", late.refusal().orElseThrow().getMessage());
  }

  @Test
  void aPieceThatDoesNotExistIsRefusedWithASentence() {
    assertRefused(
        "there is no trial 0; the search has trials 1 to 7", new TrialRequest.OfSearch(0, 0));
    assertRefused(
        "there is no trial 8; the search has trials 1 to 7", new TrialRequest.OfSearch(8, 0));
    assertRefused(
        "there is no round -1; the search has rounds 0 to ", new TrialRequest.OfSearch(1, -1));
    assertRefused(
        "there is no round 9; the search has rounds 0 to ", new TrialRequest.OfSearch(1, 9));
    for (TrialRequest.Piece piece : TrialRequest.Piece.values()) {
      assertRefused(
          "there is no variant -1; the comparison has variants 0 to 1", piece(piece, -1, 0));
      assertRefused(
          "there is no variant 2; the comparison has variants 0 to 1", piece(piece, 2, 0));
      assertRefused("there is no seed 3; the comparison has seeds 0 to 2", piece(piece, 0, 3));
      assertRefused("there is no seed -1; the comparison has seeds 0 to 2", piece(piece, 0, -1));
    }
  }

  private static TrialRequest piece(TrialRequest.Piece piece, int variant, int seed) {
    return new TrialRequest.OfComparison(
        "loss", List.of("cross-entropy", "mean-squared-error"), 3, piece, variant, seed);
  }

  private static void assertRefused(String sentence, TrialRequest request) {
    Job job = job(YAML);
    String found = assertThrows(GradusException.class, () -> job.trial(request, 1)).getMessage();
    assertTrue(found.startsWith(sentence), found);
    assertTrue(found.endsWith("; use the same configuration in all processes"), found);
  }

  @Test
  void aTrialNeedsAThread() {
    Job job = job(YAML);
    TrialRequest request = new TrialRequest.OfSearch(1, 0);
    GradusException e = assertThrows(GradusException.class, () -> job.trial(request, 0));
    assertEquals("a trial cannot be done with 0 threads; use at least 1", e.getMessage());
  }
}
