package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.study.LossLandscape;
import dev.gradus.engine.study.Sharpness;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The path of the weights, and the loss over its plane. */
class LossLandscapeTest {

  private static final double FLOAT = 1e-5;

  private static Configuration.Builder configuration(int epochs) {
    return Configuration.builder()
        .data(DataSpec.of("t").split(0.25))
        .layer(Dense.of(6, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Sgd(0.1))
        .batchSize(10)
        .epochs(epochs);
  }

  /** So wide that threads share a batch. */
  private static Configuration.Builder wide() {
    return Configuration.builder()
        .data(configuration(1).build().data().orElseThrow())
        .layer(Dense.of(80, new Tanh()))
        .layer(Dense.of(80, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Sgd(0.1))
        .batchSize(90)
        .epochs(1);
  }

  private static Experiment experiment(Configuration.Builder configuration) {
    Random random = new Random(2);
    double[][] rows = new double[120][3];
    for (double[] row : rows) {
      row[0] = random.nextGaussian();
      row[1] = random.nextGaussian();
      row[2] = Math.sin(2 * row[0]) + row[0] * row[1] + 0.1 * random.nextGaussian();
    }
    return new ExperimentBuilder(new NetworkBuilder(Catalogue.ofInstalled()))
        .build(configuration.build(), Table.ofRows(List.of("x", "y", "t"), rows));
  }

  private static Study study(Experiment experiment, TrainingListener listener) {
    return new Studies(new Trainer(), unused -> {})
        .of(experiment, listener, CheckpointStore.NONE, unused -> Baseline.NONE);
  }

  private static LossLandscape landscape(Experiment experiment) {
    return study(experiment, TrainingListener.NONE).landscape().orElseThrow();
  }

  private static List<Integer> epochs(LossLandscape landscape) {
    return landscape.path().orElseThrow().points().stream()
        .map(LossLandscape.Point::epoch)
        .toList();
  }

  @Test
  void aShortWayIsShownWhole() {
    LossLandscape landscape = landscape(experiment(configuration(5)));
    assertEquals(List.of(0, 1, 2, 3, 4, 5), epochs(landscape));
    LossLandscape.Path path = landscape.path().orElseThrow();
    assertEquals(0, path.points().get(5).x(), FLOAT, "the learned weights are in the middle");
    assertEquals(0, path.points().get(5).y(), FLOAT);
    assertTrue(path.firstShare() > path.secondShare() && path.secondShare() > 0, path.toString());
    assertTrue(path.firstShare() + path.secondShare() <= 1 + FLOAT, path.toString());
    assertEquals("", landscape.reason());
  }

  @Test
  void aLongWayIsThinnedEvenlyAndKeepsItsEnd() {
    List<Integer> epochs = epochs(landscape(experiment(configuration(150))));
    List<Integer> expected = new ArrayList<>();
    for (int epoch = 0; epoch <= 144; epoch += 8) {
      expected.add(epoch);
    }
    expected.add(150);
    assertEquals(expected, epochs);
  }

  @Test
  void atMostThirtyThreePointsAreKept() {
    Experiment experiment = experiment(configuration(1));
    for (int last : new int[] {30, 31, 32, 33, 62, 63, 64, 65, 1000}) {
      WeightPath path = new WeightPath(experiment.network());
      path.start(0);
      for (int epoch = 1; epoch <= last; epoch++) {
        path.add(epoch);
      }
      List<Integer> epochs = path.epochs();
      assertTrue(epochs.size() <= 33 && epochs.size() >= 16, last + ": " + epochs);
      assertEquals(0, epochs.get(0));
      assertEquals(last, epochs.get(epochs.size() - 1));
      assertEquals(epochs.size(), path.weights().size());
    }
  }

  @Test
  void theWholePictureHoldsTheWay() {
    LossLandscape landscape = landscape(experiment(configuration(40)));
    for (LossLandscape.Point point : landscape.path().orElseThrow().points()) {
      assertTrue(landscape.x().get(0) < point.x() && point.x() < landscape.x().get(16));
      assertTrue(landscape.y().get(0) < point.y() && point.y() < landscape.y().get(16));
    }
    assertEquals(17, landscape.losses().size());
    assertEquals(17, landscape.losses().get(0).size());
  }

  @Test
  void theLossAtZeroIsThatOfWhatWasLearned() {
    Study study = study(experiment(configuration(12)), TrainingListener.NONE);
    LossLandscape landscape = study.landscape().orElseThrow();
    // All of the 90 training examples are in the sample.
    assertEquals(
        study
            .training()
            .metrics()
            .getOrDefault(Training.TRAINING_PART, Map.of())
            .getOrDefault("loss", Double.NaN),
        landscape.losses().get(landscape.y().indexOf(0.0)).get(landscape.x().indexOf(0.0)),
        1e-9);
  }

  @Test
  void theLossAtAnotherPlaceIsThatOfTheWeightsThere() {
    // Two epochs and the start are three points, so the plane holds all weights between them.
    Experiment experiment = experiment(configuration(2));
    List<float[]> seen = new ArrayList<>();
    LossLandscape landscape =
        study(experiment, collecting(experiment, seen)).landscape().orElseThrow();
    List<LossLandscape.Point> points = landscape.path().orElseThrow().points();
    float[] learned = seen.get(2);
    // A point of the grid is a sum of the two steps from the end: a and b solve that.
    double x = landscape.x().get(3);
    double y = landscape.y().get(12);
    LossLandscape.Point p = points.get(0);
    LossLandscape.Point q = points.get(1);
    double determinant = p.x() * q.y() - q.x() * p.y();
    double a = (x * q.y() - q.x() * y) / determinant;
    double b = (p.x() * y - x * p.y()) / determinant;
    float[] there = new float[learned.length];
    for (int i = 0; i < there.length; i++) {
      there[i] =
          (float)
              (learned[i]
                  + a * (seen.get(0)[i] - (double) learned[i])
                  + b * (seen.get(1)[i] - (double) learned[i]));
    }
    Weights.put(there, experiment.network());
    double loss = Evaluator.loss(experiment, experiment.training());
    assertEquals(loss, landscape.losses().get(12).get(3), 1e-3 * loss);
  }

  private static TrainingListener collecting(Experiment experiment, List<float[]> seen) {
    return new TrainingListener() {
      @Override
      public void started(TrainingPlan plan) {
        seen.add(Weights.of(experiment.network()));
      }

      @Override
      public void epochDone(EpochReport report) {
        seen.add(Weights.of(experiment.network()));
      }
    };
  }

  @Test
  void theDistancesOfThePointsAreThoseOfTheWeights() {
    // Two epochs and the start are three points: they lie in their plane.
    Experiment experiment = experiment(configuration(2));
    List<float[]> seen = new ArrayList<>();
    LossLandscape landscape =
        study(experiment, collecting(experiment, seen)).landscape().orElseThrow();
    LossLandscape.Path path = landscape.path().orElseThrow();
    assertEquals(1, path.firstShare() + path.secondShare(), FLOAT);
    for (int k = 0; k < 3; k++) {
      LossLandscape.Point point = path.points().get(k);
      double squares = 0;
      for (int i = 0; i < seen.get(k).length; i++) {
        double moved = (double) seen.get(k)[i] - seen.get(2)[i];
        squares += moved * moved;
      }
      assertEquals(Math.sqrt(squares), Math.hypot(point.x(), point.y()), FLOAT);
    }
  }

  @Test
  void whereTheBestEpochIsPutBackTheWayGoesOnBehindIt() {
    Experiment experiment =
        experiment(
            configuration(60)
                .optimizer(new Sgd(0.5))
                .training(t -> t.earlyStopping(new EarlyStopping(EpochReport.LOSS, 8, 0, true))));
    Study study = study(experiment, TrainingListener.NONE);
    LossLandscape.Path path = study.landscape().orElseThrow().path().orElseThrow();
    LossLandscape.Point last = path.points().get(path.points().size() - 1);
    assertEquals(study.training().history().size(), last.epoch());
    assertTrue(Math.hypot(last.x(), last.y()) > FLOAT, "the end is not what was learned");
  }

  @Test
  void aSingleStepHasNoPlane() {
    LossLandscape landscape = landscape(experiment(configuration(1)));
    assertEquals(Optional.empty(), landscape.path());
    assertTrue(landscape.reason().contains("along a single line"), landscape.reason());
    assertEquals(0, landscape.x().get(8), FLOAT);
    assertEquals(1, landscape.x().get(16), FLOAT);
  }

  @Test
  void aRunThatTrainsNothingHasNoPathAndSaysSo() {
    Experiment experiment = experiment(configuration(2));
    WeightPath path = new WeightPath(experiment.network());
    path.start(3);
    assertEquals(
        "No epoch was trained in this run, so the weights did not move.", reason(experiment, path));
    path.add(4);
    path.add(5);
    assertEquals(
        "Training did not change the weights, so there is no path to show.",
        reason(experiment, path));
  }

  @Test
  void aPathThatIsNotFiniteSaysSo() {
    Experiment experiment = experiment(configuration(2));
    float[] weights = Weights.of(experiment.network());
    WeightPath path = new WeightPath(experiment.network());
    path.start(0);
    for (int epoch = 1; epoch <= 3; epoch++) {
      float[] moved = weights.clone();
      moved[epoch] = epoch == 2 ? Float.POSITIVE_INFINITY : 3;
      Weights.put(moved, experiment.network());
      path.add(epoch);
    }
    Weights.put(weights, experiment.network());
    assertEquals(
        "The weights were not finite after every epoch, so their path shows no plane.",
        reason(experiment, path));
  }

  private static String reason(Experiment experiment, WeightPath path) {
    LossLandscape landscape =
        LandscapeSampler.of(new Trainer(), experiment, Optional.of(path), "").orElseThrow();
    assertEquals(Optional.empty(), landscape.path());
    return landscape.reason();
  }

  private static StudyRecorder watching(Experiment experiment, long parameters, long bytes) {
    StudyRecorder watcher = new StudyRecorder(TrainingListener.NONE, experiment.network());
    watcher.started(
        new TrainingPlan(90, 30, 0, 2, 1, parameters, 0, 2, 9, 18, 1, bytes, List.of()));
    return watcher;
  }

  @Test
  void ofSoManyWeightsThatTheyTakeMuchMemoryTheWayIsNotKept() {
    Experiment experiment = experiment(configuration(2));
    StudyRecorder few = watching(experiment, 500_000, 1_000_000);
    assertTrue(few.path().isPresent());
    assertEquals("", few.whyNoPath());
    StudyRecorder many = watching(experiment, 600_000, 1_000_000);
    assertTrue(many.path().isEmpty());
    assertTrue(many.whyNoPath().contains("too many weights"), many.whyNoPath());
    long heap = Runtime.getRuntime().maxMemory();
    StudyRecorder full = watching(experiment, 500_000, heap - heap / 8);
    assertTrue(full.path().isEmpty(), "nothing is left of it");
    assertTrue(full.whyNoPath().contains("no room"), full.whyNoPath());
    LossLandscape landscape =
        LandscapeSampler.of(new Trainer(), experiment, Optional.empty(), full.whyNoPath())
            .orElseThrow();
    assertEquals(Optional.empty(), landscape.path());
    assertEquals(full.whyNoPath(), landscape.reason());
  }

  @Test
  void theWayOfARunThatGoesOnBeginsWhereItGoesOn() {
    Experiment experiment = experiment(configuration(2));
    StudyRecorder watcher = new StudyRecorder(TrainingListener.NONE, experiment.network());
    watcher.started(new Trainer().plan(experiment));
    EpochReport report = new EpochReport(1, 9, 0.5, 0, 0.1, Map.of());
    watcher.resumed(List.of(report, report, report), "");
    watcher.epochDone(new EpochReport(4, 9, 0.5, 0, 0.1, Map.of()));
    assertEquals(List.of(3, 4), watcher.path().orElseThrow().epochs());
  }

  @Test
  void whatIsKeptIsInThePlan() {
    Experiment experiment = experiment(configuration(2));
    long planned = new Trainer().plan(experiment).bytes();
    Study study = study(experiment, TrainingListener.NONE);
    assertEquals(planned + WeightPath.bytes(experiment.network().size()), study.plan().bytes());
  }

  @Test
  void theSameBitsComeOfAnyNumberOfThreads() {
    assertEquals(ofWide(1), ofWide(3));
    Study one =
        study(experiment(configuration(6).training(t -> t.threads(1))), TrainingListener.NONE);
    Study three =
        study(experiment(configuration(6).training(t -> t.threads(3))), TrainingListener.NONE);
    assertEquals(one.landscape(), three.landscape());
    assertEquals(Fingerprint.of(Models.networkOf(one.model())), one.finalWeights());
    assertTrue(one.sharpness().largestRate().isPresent(), one.sharpness().toString());
  }

  private static Sharpness ofWide(int threads) {
    Experiment experiment = experiment(wide().training(t -> t.threads(threads)));
    TrainingPlan plan = new Trainer().plan(experiment);
    new Trainer().train(experiment, TrainingListener.NONE);
    return Curvature.of(experiment, plan);
  }
}
