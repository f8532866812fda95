package dev.gradus.engine.training;

import dev.gradus.engine.calibration.IsotonicFit;
import dev.gradus.engine.calibration.ProbabilityScores;
import dev.gradus.engine.calibration.ScoreQuantile;
import dev.gradus.engine.calibration.TemperatureFit;
import dev.gradus.engine.config.Calibrate;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Vectors;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.training.update.MonitoredMetrics;
import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fits what makes predictions trustworthy to held-out examples, after the last epoch: the
 * calibration of probabilities, then the scores of conformal prediction, which uses calibrated
 * probabilities.
 */
public final class HeldOutFit {

  private static final String CALIBRATE = "training.calibrate: ";
  private static final String CONFORMAL = "training.conformal: ";
  private static final String CALIBRATION_PART = "calibration";
  private static final String VALIDATION_PART = "validation";

  private final Experiment experiment;
  private final TrainingSpec spec;
  private final TargetColumns targets;
  private final Decoding plain;

  private HeldOutFit(Experiment experiment) {
    this.experiment = experiment;
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
    return new HeldOutFit(experiment).rowsForConformal().filter(examples::equals).isPresent();
  }

  /**
   * Checks before training that everything can be fitted.
   *
   * @param warnings receives warnings about examples that are held out for nothing, or are used for
   *     several purposes
   * @throws TrainingException with a sentence, if it cannot
   */
  static void check(Experiment experiment, Consumer<Warning> warnings) {
    HeldOutFit fit = new HeldOutFit(experiment);
    fit.spec.calibrate().ifPresent(fit::check);
    fit.spec.conformal().ifPresent(fit::check);
    fit.sameRows().map(Warning::of).ifPresent(warnings);
    if (experiment.calibration().isPresent()
        && fit.spec.calibrate().isEmpty()
        && fit.spec.conformal().isEmpty()) {
      warnings.accept(
          Warning.of(
              "data.split.calibration holds out rows, but nothing is fitted to them; set training.conformal or training.calibrate, or remove it, so that the network is trained on them"));
    }
  }

  private static TrainingException refusal(String place, String sentence, Object... values) {
    return new TrainingException(place + sentence.formatted(values));
  }

  private String names() {
    return "'" + String.join("', '", targets.names()) + "'";
  }

  private void check(Calibrate calibrate) {
    if (targets instanceof NumericTarget) {
      throw refusal(
          CALIBRATE,
          "the target %s is numeric and has no probabilities; remove calibrate (for intervals of numbers, set training.conformal)",
          names());
    }
    if (!plain.isPlain()) {
      throw refusal(
          CALIBRATE,
          "%s decodes the outputs of the network in its own way, so there are no logits to calibrate; remove calibrate, or use cross-entropy",
          PluginType.nameOf(experiment.configuration().loss()));
    }
    checkProbabilities(CALIBRATE, "remove calibrate");
    if (calibrate == Calibrate.ISOTONIC && !hasTwoOutcomes()) {
      throw refusal(
          CALIBRATE,
          "isotonic is for two classes, but the target %s has %s; use temperature",
          names(),
          targets.width() + (targets instanceof ClassTarget ? " classes" : " labels"));
    }
    if (rowsFor(calibrate).isEmpty()) {
      throw refusal(
          CALIBRATE,
          experiment.calibration().isEmpty()
              ? "there are no held-out rows to fit it to; hold some out with data.split: {validation: 0.2}"
              : "there are no validation rows to fit it to, and conformal needs those of data.split.calibration for itself; hold out both, with data.split: {validation: 0.2, calibration: 0.1}");
    }
  }

  private void checkProbabilities(String place, String remedy) {
    Optional<Activation> last = experiment.network().outputActivation();
    if (plain.isPlain() && last.filter(f -> Interval.UNIT.contains(f.outputs())).isEmpty()) {
      throw refusal(
          place,
          "the last layer (%s) outputs scores for the target %s, not probabilities; give it softmax or sigmoid, or %s",
          last.map(PluginType::nameOf).orElse("no activation"),
          names(),
          remedy);
    }
  }

  private boolean hasTwoOutcomes() {
    return targets instanceof ClassTarget target
        ? target.classes().size() == 2
        : targets.width() == 1;
  }

  private void check(ConformalSpec conformal) {
    if (targets instanceof NumericTarget) {
      conformal.method().ifPresent(this::refuseForNumbers);
      if (experiment.configuration().loss().outputs() == Loss.Outputs.SCORES) {
        throw refusal(
            CONFORMAL,
            "%s compares examples, so its predictions are scores without a unit, and there are no intervals around them; remove conformal",
            PluginType.nameOf(experiment.configuration().loss()));
      }
    } else {
      if (!(targets instanceof ClassTarget) && targets.width() > 1) {
        throw refusal(
            CONFORMAL,
            "any number of the labels %s may apply, and there are sets of classes only; remove conformal, or predict one label alone",
            names());
      }
      checkProbabilities(CONFORMAL, "remove conformal");
    }
    int rows = rowsForConformal().map(Examples::rows).orElse(0);
    long needed = ScoreQuantile.neededRows(conformal.coverage());
    if (rows < needed) {
      throw refusal(
          CONFORMAL,
          "a coverage of %s needs at least %s held-out rows, but there are %s; %s",
          conformal.coverage(),
          needed,
          rows == 0 ? "none" : String.valueOf(rows),
          rows == 0
              ? "hold some out with data.split: {calibration: 0.1}"
              : "make data.split.%s larger, or the coverage smaller".formatted(conformalPart()));
    }
  }

  private void refuseForNumbers(ConformalSpec.Method method) {
    throw refusal(
        CONFORMAL,
        "method %s is for classes, but the target %s is numeric; remove method",
        method.name().toLowerCase(Locale.ROOT),
        names());
  }

  /** A warning if the rows of conformal prediction have influenced the network. */
  private Optional<String> sameRows() {
    if (spec.conformal().isEmpty() || experiment.calibration().isPresent()) {
      return Optional.empty();
    }
    List<String> uses = new ArrayList<>();
    spec.earlyStopping().ifPresent(unused -> uses.add("early stopping"));
    spec.keepBest().ifPresent(unused -> uses.add("keep-best"));
    if (!MonitoredMetrics.ofSchedule(experiment.configuration().schedule()).isEmpty()) {
      uses.add("the schedule");
    }
    spec.calibrate().ifPresent(unused -> uses.add("calibrate"));
    return uses.isEmpty()
        ? Optional.empty()
        : Optional.of(
            CONFORMAL
                + "%s are fitted to the validation rows, which %s used before, so new rows may be covered less often; hold out separate rows with data.split: {calibration: 0.1}"
                    .formatted(
                        targets instanceof NumericTarget ? "intervals" : "sets",
                        uses.size() == 1
                            ? uses.get(0)
                            : String.join(", ", uses.subList(0, uses.size() - 1))
                                + " and "
                                + uses.get(uses.size() - 1)));
  }

  private Optional<Examples> rowsFor(Calibrate calibrate) {
    return spec.conformal().isEmpty() && experiment.calibration().isPresent()
        ? experiment.calibration()
        : experiment.validation();
  }

  private Optional<Examples> rowsForConformal() {
    return experiment.calibration().or(experiment::validation);
  }

  private String conformalPart() {
    return experiment.calibration().isPresent() ? CALIBRATION_PART : VALIDATION_PART;
  }

  private Trust fitted() {
    try {
      Optional<Trust> calibrated =
          spec.calibrate().flatMap(each -> rowsFor(each).map(rows -> calibrated(each, rows)));
      Trust trust = calibrated.orElse(Trust.NONE);
      Optional<Conformal> conformal =
          spec.conformal().flatMap(each -> rowsForConformal().map(rows -> of(each, rows, trust)));
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
    double[][] truth = targetsOf(rows);
    double[][] before = predictions(rows, plain);
    Calibration calibration =
        calibrate == Calibrate.TEMPERATURE
            ? temperature(before, truth)
            : IsotonicFit.of(last(before), positive(truth));
    double[][] after = predictions(rows, plain.with(Optional.of(calibration), Optional.empty()));
    boolean classes = targets instanceof ClassTarget && targets.width() > 1;
    ProbabilityScores scoresBefore = ProbabilityScores.of(before, truth, classes);
    ProbabilityScores scores = ProbabilityScores.of(after, truth, classes);
    String part =
        experiment.calibration().filter(rows::equals).isPresent()
            ? CALIBRATION_PART
            : VALIDATION_PART;
    return new Trust(
        Optional.of(calibration),
        Optional.of(
            new CalibrationReport(
                part,
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
                  CALIBRATE
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
    return new Conformal(method, coverage, rows.rows(), conformalPart(), quantiles);
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
    double[][] truth = targetsOf(rows);
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

  private double[][] targetsOf(Examples rows) {
    double[][] truth = new double[rows.rows()][targets.width()];
    float[] row = new float[rows.targets().columns()];
    for (int i = 0; i < truth.length; i++) {
      rows.targets().copyRow(i, row, 0);
      targets.restore(row, 0, truth[i]);
    }
    return truth;
  }
}
