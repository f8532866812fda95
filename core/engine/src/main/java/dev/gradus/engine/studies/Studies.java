package dev.gradus.engine.studies;

import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.study.GradientCurve;
import dev.gradus.engine.study.ImageExamples;
import dev.gradus.engine.study.LossLandscape;
import dev.gradus.engine.study.Outcome;
import dev.gradus.engine.study.RegressionScores;
import dev.gradus.engine.study.Sharpness;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.HeldOutFit;
import dev.gradus.engine.training.Sample;
import dev.gradus.engine.training.Trained;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.InputPlane;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Trains networks and studies them. */
public final class Studies {

  /** The maximum number of examples of an outcome. */
  private static final int SAMPLE = 2000;

  private final Trainer trainer;
  private final Consumer<Warning> outlet;

  /**
   * Creates it from the parts of an engine.
   *
   * @param outlet receives warnings for users of the models
   */
  public Studies(Trainer trainer, Consumer<Warning> outlet) {
    this.trainer = trainer;
    this.outlet = outlet;
  }

  /** The same with fewer threads; the results are the same. */
  Studies withThreads(int most) {
    return new Studies(trainer.withThreads(most), outlet);
  }

  /**
   * Trains the network of an experiment and studies it.
   *
   * @param untrained its network is trained
   * @param listener sees every step, and every snapshot
   * @param store saves the run, and restores a saved one
   * @param baselines fits the linear baseline of the trained network
   */
  public Study of(
      Experiment untrained,
      TrainingListener listener,
      CheckpointStore store,
      Function<Experiment, Baseline> baselines) {
    String starting = Fingerprint.of(untrained.network());
    StudyRecorder watcher = new StudyRecorder(listener, untrained.network());
    long start = System.nanoTime();
    Trained trained = trainer.trainOrKeepBest(untrained, watcher, store);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    Experiment experiment = HeldOutFit.of(untrained);
    return Verifier.naming(
        experiment.configuration(),
        "after the last epoch",
        () -> {
          Baseline baseline = baselines.apply(experiment);
          // The warnings come last: evaluations and studies may add some.
          Map<String, Map<String, Double>> metrics = metrics(experiment);
          GradientCurve curve = Curves.of(experiment.loss(), experiment.network());
          Outcome outcome = outcome(experiment);
          List<ExampleGradient> contributions =
              CancelledException.isWanted() ? List.of() : contributions(experiment);
          Optional<LossLandscape> landscape =
              landscape(experiment, watcher.path(), watcher.whyNoPath());
          Sharpness sharpness = sharpness(experiment, watcher.plan());
          Training training =
              new Training(
                  Models.of(experiment, outlet, baseline.model(), metrics),
                  trained.history(),
                  trained.epoch(),
                  metrics,
                  duration,
                  experiment.warnings().list(),
                  trained.failure(),
                  baseline.numbers());
          return new Study(
              training,
              watcher.plan(),
              watcher.snapshots(),
              curve,
              outcome,
              contributions,
              landscape,
              sharpness,
              images(experiment, contributions, outcome),
              regression(experiment),
              starting,
              Fingerprint.of(experiment.network()));
        });
  }

  private static List<ExampleGradient> contributions(Experiment experiment) {
    return orElse(
        experiment, "the pull of the examples", () -> HardestExamples.of(experiment), List.of());
  }

  private Optional<LossLandscape> landscape(
      Experiment experiment, Optional<WeightPath> path, String whyNoPath) {
    return orElse(
        experiment,
        "the landscape of the loss",
        () -> LandscapeSampler.of(trainer, experiment, path, whyNoPath),
        Optional.empty());
  }

  private static Sharpness sharpness(Experiment experiment, TrainingPlan plan) {
    return orElse(
        experiment,
        "the sharpness of the loss",
        () -> Curvature.of(experiment, plan),
        Sharpness.unknown("It could not be computed; a warning says why."));
  }

  private static Optional<ImageExamples> images(
      Experiment experiment, List<ExampleGradient> hardest, Outcome outcome) {
    return orElse(
        experiment,
        "the images of the examples",
        () -> ImageSampler.of(experiment, hardest, outcome),
        Optional.empty());
  }

  private static Map<String, List<RegressionScores>> regression(Experiment experiment) {
    if (experiment.preparation().target().kind() != Target.Kind.NUMERIC
        || CancelledException.isWanted()) {
      return Map.of();
    }
    return orElse(
        experiment,
        "the errors in the unit of the data",
        () -> {
          Map<String, List<RegressionScores>> scores = new LinkedHashMap<>();
          scores.put(Training.TRAINING_PART, regression(experiment, experiment.training()));
          experiment
              .validation()
              .ifPresent(
                  part -> scores.put(Training.VALIDATION_PART, regression(experiment, part)));
          experiment
              .test()
              .ifPresent(part -> scores.put(Training.TEST_PART, regression(experiment, part)));
          return scores;
        },
        Map.of());
  }

  private static List<RegressionScores> regression(Experiment experiment, Examples examples) {
    Matrix outputs = Matrix.zeros(examples.rows(), experiment.network().outputs());
    experiment.network().predict(examples.inputs(), outputs);
    Decoding decoding = experiment.decoding();
    TargetColumns targets = experiment.preparation().targets();
    float[] row = new float[examples.targets().columns()];
    List<String> names = targets.names();
    double[][] predictions = new double[names.size()][examples.rows()];
    double[][] truths = new double[names.size()][examples.rows()];
    for (int i = 0; i < examples.rows(); i++) {
      double[] predicted = decoding.restored(outputs.values(), i, outputs.columns());
      examples.targets().copyRow(i, row, 0);
      List<Double> truth = targets.restored(row, 0);
      for (int k = 0; k < predictions.length; k++) {
        predictions[k][i] = predicted[k];
        truths[k][i] = truth.get(k);
      }
    }
    return IntStream.range(0, names.size())
        .mapToObj(k -> RegressionScores.of(names.get(k), predictions[k], truths[k]))
        .toList();
  }

  /** The predictions of the network for examples, in the unit of the data. */
  private static List<List<Double>> predictions(Experiment experiment, Examples examples) {
    Matrix outputs = Matrix.zeros(examples.rows(), experiment.network().outputs());
    experiment.network().predict(examples.inputs(), outputs);
    Decoding decoding = experiment.decoding();
    return IntStream.range(0, examples.rows())
        .mapToObj(
            i ->
                Arrays.stream(decoding.restored(outputs.values(), i, outputs.columns()))
                    .boxed()
                    .toList())
        .toList();
  }

  /** The targets of examples, in the unit of the data. */
  private static List<List<Double>> truths(Experiment experiment, Examples examples) {
    TargetColumns targets = experiment.preparation().targets();
    Matrix all = examples.targets().inMemory();
    return IntStream.range(0, examples.rows())
        .mapToObj(i -> targets.restored(all.values(), i * all.columns()))
        .toList();
  }

  /** A study that fails must not lose the trained network, so it is left out. */
  static <T> T orElse(Experiment experiment, String what, Supplier<T> work, T otherwise) {
    try {
      return Verifier.naming(experiment.configuration(), "after the last epoch", work);
    } catch (CancelledException e) {
      return otherwise;
    } catch (RuntimeException | OutOfMemoryError e) {
      String why = e instanceof GradusException ? e.getMessage() : e.toString();
      experiment.warnings().accept(Warning.of("%s could not be computed: %s".formatted(what, why)));
      return otherwise;
    }
  }

  /**
   * The loss and the metrics of a trained network: by split, then by name; empty if the thread is
   * interrupted.
   */
  public Map<String, Map<String, Double>> metrics(Experiment experiment) {
    try {
      return Verifier.naming(
          experiment.configuration(), "after the last epoch", () -> measured(experiment));
    } catch (CancelledException e) {
      return Map.of();
    }
  }

  private Map<String, Map<String, Double>> measured(Experiment experiment) {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    measure(experiment, Training.TRAINING_PART, experiment.training(), metrics);
    experiment
        .validation()
        .ifPresent(part -> measure(experiment, Training.VALIDATION_PART, part, metrics));
    experiment.test().ifPresent(part -> measure(experiment, Training.TEST_PART, part, metrics));
    return metrics;
  }

  /** A failed evaluation loses its numbers, but not the trained network. */
  private void measure(
      Experiment experiment,
      String part,
      Examples examples,
      Map<String, Map<String, Double>> metrics) {
    try {
      metrics.put(part, trainer.evaluate(experiment, examples));
    } catch (CancelledException e) {
      throw e;
    } catch (GradusException e) {
      experiment
          .warnings()
          .accept(
              Warning.of(
                  "the %s split could not be evaluated: %s".formatted(part, e.getMessage())));
    }
  }

  private static Outcome outcome(Experiment experiment) {
    boolean apart = experiment.validation().isPresent();
    Examples examples = experiment.validation().orElse(experiment.training());
    int[] rows = Sample.rows(examples.rows(), CancelledException.isWanted() ? 0 : SAMPLE);
    Examples sample = examples.select(rows);
    List<Integer> lines =
        Arrays.stream(rows)
            .mapToObj((apart ? experiment.validationLines() : experiment.trainingLines())::of)
            .toList();
    return new Outcome(
        apart ? Training.VALIDATION_PART : Training.TRAINING_PART,
        examples.rows(),
        lines,
        predictions(experiment, sample),
        truths(experiment, sample),
        points(experiment, sample.inputs().inMemory()));
  }

  /** The two inputs of each example, if there are two numeric inputs. */
  private static List<List<Double>> points(Experiment experiment, Matrix inputs) {
    Optional<InputPlane> plane = experiment.preparation().plane();
    if (plane.isEmpty()) {
      return List.of();
    }
    float[] points = plane.get().points(inputs.values());
    List<List<Double>> inUnit = new ArrayList<>();
    for (int i = 0; i < points.length; i += 2) {
      double x = plane.get().inUnit(0, points[i]);
      inUnit.add(List.of(x, plane.get().inUnit(1, points[i + 1])));
    }
    return inUnit;
  }
}
