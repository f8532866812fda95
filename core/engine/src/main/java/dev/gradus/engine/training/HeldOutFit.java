package dev.gradus.engine.training;

import dev.gradus.engine.calibration.IsotonicFit;
import dev.gradus.engine.calibration.ProbabilityScores;
import dev.gradus.engine.calibration.ScoreQuantile;
import dev.gradus.engine.calibration.TemperatureFit;
import dev.gradus.engine.config.Calibrate;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Vectors;
import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Fits what makes predictions trustworthy to held-out examples, after the last epoch: the
 * calibration of probabilities, then the scores of conformal prediction, which uses calibrated
 * probabilities.
 */
public final class HeldOutFit {

  private final Experiment experiment;
  private final HeldOutUse use;
  private final TrainingSpec spec;
  private final TargetColumns targets;
  private final Decoding plain;

  private HeldOutFit(Experiment experiment) {
    this.experiment = experiment;
    this.use = new HeldOutUse(experiment);
    this.spec = experiment.configuration().training();
    this.targets = experiment.preparation().targets();
    this.plain = experiment.plainDecoding();
  }

  /**
   * The same experiment with what its configuration asks for, fitted to the weights of its network.
   * If a prediction is not finite, nothing is fitted, with a warning.
   *
   * @param experiment its network is trained
   */
  public static Experiment of(Experiment experiment) {
    return experiment.with(new HeldOutFit(experiment).fitted());
  }

  /**
   * Whether sets or intervals are fitted to these very examples.
   *
   * @param experiment whose sets or intervals are fitted
   */
  public static boolean isFittedTo(Experiment experiment, Examples examples) {
    return new HeldOutUse(experiment).forConformal().filter(examples::equals).isPresent();
  }

  private Trust fitted() {
    try {
      Optional<Trust> calibrated =
          spec.calibrate()
              .flatMap(each -> use.forCalibration().map(rows -> calibrated(each, rows)));
      Trust trust = calibrated.orElse(Trust.NONE);
      Optional<Conformal> conformal =
          spec.conformal().flatMap(each -> use.forConformal().map(rows -> of(each, rows, trust)));
      return new Trust(trust.calibration(), trust.report(), conformal);
    } catch (DataException e) {
      experiment
          .warnings()
          .accept(
              Warning.of(
                  "the held-out rows could not be predicted, so probabilities are not calibrated, and there are no sets or intervals: "
                      + e.getMessage()));
      return Trust.NONE;
    }
  }

  private Trust calibrated(Calibrate calibrate, Examples rows) {
    double[][] truth = new DecodedTargets(targets).of(rows.targets());
    double[][] before = predictions(rows, plain);
    Calibration calibration =
        calibrate == Calibrate.TEMPERATURE
            ? temperature(before, truth)
            : IsotonicFit.of(last(before), positive(truth));
    double[][] after = predictions(rows, plain.with(Optional.of(calibration), Optional.empty()));
    boolean classes = targets instanceof ClassTarget && targets.width() > 1;
    ProbabilityScores scoresBefore = ProbabilityScores.of(before, truth, classes);
    ProbabilityScores scores = ProbabilityScores.of(after, truth, classes);
    return new Trust(
        Optional.of(calibration),
        Optional.of(
            new CalibrationReport(
                use.partOf(rows),
                rows.rows(),
                scoresBefore.logLoss(),
                scores.logLoss(),
                scoresBefore.error(),
                scores.error())),
        Optional.empty());
  }

  private Calibration temperature(double[][] probabilities, double[][] truth) {
    boolean distribution =
        experiment.network().outputActivation().filter(Activation::givesDistribution).isPresent();
    OptionalDouble fitted = TemperatureFit.of(probabilities, truth, distribution);
    if (fitted.isEmpty()) {
      experiment
          .warnings()
          .accept(
              Warning.of(
                  HeldOutChecks.CALIBRATE
                      + "all %s held-out rows are classified right, so any lower temperature seems better; it stays 1. Hold out more rows"
                          .formatted(probabilities.length)));
    }
    return new Calibration(fitted.orElse(1), distribution, List.of(), List.of());
  }

  private static double[] last(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(row -> row[row.length - 1]).toArray();
  }

  private static boolean[] positive(double[][] truth) {
    boolean[] positive = new boolean[truth.length];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = truth[i][truth[i].length - 1] >= 0.5;
    }
    return positive;
  }

  private Conformal of(ConformalSpec conformal, Examples rows, Trust trust) {
    String method = method(conformal);
    double coverage = conformal.coverage();
    List<Double> quantiles =
        targets instanceof NumericTarget
            ? ofNumbers(method, coverage, rows)
            : List.of(ofClasses(method, coverage, rows, trust));
    return new Conformal(method, coverage, rows.rows(), use.partOf(rows), quantiles);
  }

  private String method(ConformalSpec conformal) {
    if (!(targets instanceof NumericTarget)) {
      return conformal.method().orElse(ConformalSpec.Method.LAC) == ConformalSpec.Method.LAC
          ? Conformal.LAC
          : Conformal.APS;
    }
    double coverage = conformal.coverage();
    if (!plain.quantiles().isEmpty()
        && plain.level((1 - coverage) / 2) != plain.level((1 + coverage) / 2)) {
      return Conformal.QUANTILES;
    }
    return experiment.network().outputs() > targets.width()
            && Double.isFinite(
                experiment
                    .configuration()
                    .loss()
                    .deviation(new double[experiment.network().outputs()], 0))
        ? Conformal.NORMALIZED
        : Conformal.ABSOLUTE;
  }

  private double ofClasses(String method, double coverage, Examples rows, Trust trust) {
    double[][] predictions = predictions(rows, trust.in(plain));
    double[][] truth = new DecodedTargets(targets).of(rows.targets());
    // The score itself needs no quantile.
    Conformal score = new Conformal(method, coverage, rows.rows(), "", List.of(0.0));
    double[] scores = new double[predictions.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = score.score(outcomes(predictions[i]), Vectors.indexOfLargest(outcomes(truth[i])));
    }
    return ScoreQuantile.of(scores, coverage);
  }

  /** With a single output, the probabilities of both classes. */
  private static double[] outcomes(double[] row) {
    return row.length == 1 ? new double[] {1 - row[0], row[0]} : row;
  }

  private List<Double> ofNumbers(String method, double coverage, Examples rows) {
    Matrix outputs = outputs(rows);
    predictions(rows, outputs, plain);
    int width = targets.width();
    double[][] scores = new double[width][rows.rows()];
    for (int i = 0; i < rows.rows(); i++) {
      double[] core =
          plain.core(outputs.values(), i * outputs.columns(), outputs.columns(), method, coverage);
      for (int k = 0; k < width; k++) {
        double truth = rows.targets().at(i, k);
        scores[k][i] = Math.max(core[3 * k] - truth, truth - core[3 * k + 1]) / core[3 * k + 2];
      }
    }
    return IntStream.range(0, width).mapToObj(k -> ScoreQuantile.of(scores[k], coverage)).toList();
  }

  private Matrix outputs(Examples rows) {
    Matrix outputs = Matrix.zeros(rows.rows(), experiment.network().outputs());
    experiment.network().predict(rows.inputs(), outputs);
    return outputs;
  }

  private double[][] predictions(Examples rows, Decoding decoding) {
    return predictions(rows, outputs(rows), decoding);
  }

  private double[][] predictions(Examples rows, Matrix outputs, Decoding decoding) {
    double[][] predictions = new double[rows.rows()][];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = decoding.restored(outputs.values(), i, outputs.columns());
      Evaluator.checkFinite(
          predictions[i],
          outputs,
          i,
          experiment.preparation(),
          row -> Evaluator.place(experiment, rows, row));
    }
    return predictions;
  }
}
