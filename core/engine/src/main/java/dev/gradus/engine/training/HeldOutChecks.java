package dev.gradus.engine.training;

import dev.gradus.engine.calibration.ScoreQuantile;
import dev.gradus.engine.config.Calibrate;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.training.update.MonitoredMetrics;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks before training that what its configuration asks for can be fitted to held-out examples
 * after training: calibrated probabilities, and sets or intervals.
 */
final class HeldOutChecks {

  /** The beginning of messages about calibration. */
  static final String CALIBRATE = "training.calibrate: ";

  private static final String CONFORMAL = "training.conformal: ";

  private final Experiment experiment;
  private final HeldOutUse use;
  private final TrainingSpec spec;
  private final TargetColumns targets;
  private final Decoding plain;

  private HeldOutChecks(Experiment experiment) {
    this.experiment = experiment;
    this.use = new HeldOutUse(experiment);
    this.spec = experiment.configuration().training();
    this.targets = experiment.preparation().targets();
    this.plain = experiment.plainDecoding();
  }

  /**
   * Checks before training that everything can be fitted.
   *
   * @param warnings receives warnings about examples that are held out for nothing, or are used for
   *     several purposes
   * @throws TrainingException with a sentence, if it cannot
   */
  static void check(Experiment experiment, Consumer<Warning> warnings) {
    HeldOutChecks checks = new HeldOutChecks(experiment);
    checks.spec.calibrate().ifPresent(checks::check);
    checks.spec.conformal().ifPresent(checks::check);
    checks.sameRows().map(Warning::of).ifPresent(warnings);
    if (experiment.calibration().isPresent()
        && checks.spec.calibrate().isEmpty()
        && checks.spec.conformal().isEmpty()) {
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
    if (use.forCalibration().isEmpty()) {
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
    int rows = use.forConformal().map(Examples::rows).orElse(0);
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
              : "make data.split.%s larger, or the coverage smaller"
                  .formatted(use.partForConformal()));
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
}
