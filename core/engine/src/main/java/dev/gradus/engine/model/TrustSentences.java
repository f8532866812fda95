package dev.gradus.engine.model;

import dev.gradus.engine.calibration.ScoreQuantile;
import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.ShortNumber;
import dev.gradus.runtime.column.TargetColumns;

/** Says what was fitted to held-out examples, and what may be expected of it. */
final class TrustSentences {

  /** Enough for a share. */
  private static final int DIGITS = 2;

  private TrustSentences() {}

  static String of(Calibration calibration, CalibrationReport report) {
    return "probabilities are calibrated by %s, fitted to the %s %s rows; on these same rows the log loss goes from %s to %s, and the calibration error from %s to %s"
        .formatted(
            calibration.from().isEmpty()
                ? "the temperature " + ShortNumber.of(calibration.temperature())
                : "an isotonic curve of %s points".formatted(calibration.from().size()),
            report.rows(),
            report.part(),
            ShortNumber.of(report.logLossBefore()),
            ShortNumber.of(report.logLoss()),
            ShortNumber.of(report.errorBefore()),
            ShortNumber.of(report.error()));
  }

  /**
   * The guarantee of split conformal prediction. For given calibration rows, the share of covered
   * rows has the distribution Beta(k, n + 1 - k), where the quantile is the k-th of n scores; where
   * scores are equal, as those of classes may be, more rows are covered.
   */
  static String of(Conformal made, TargetColumns targets) {
    boolean classes = !(targets instanceof NumericTarget);
    double n = made.rows();
    double k = ScoreQuantile.rank(made.rows(), made.coverage());
    double mean = k / (n + 1);
    double deviation = Math.sqrt(mean * (1 - mean) / (n + 2));
    return "%s of a new row %s with a probability of at least %s, provided that new rows come from the same source as the %s %s rows; this model is expected to cover %s%s ± %s of many new rows%s"
        .formatted(
            classes ? "the set" : targets.width() == 1 ? "the interval" : "each interval",
            classes ? "holds its class" : "holds its value",
            ShortNumber.of(made.coverage()),
            made.rows(),
            made.part(),
            classes ? "at least " : "",
            ShortNumber.of(mean, DIGITS + 1),
            ShortNumber.of(deviation, DIGITS),
            made.part().equals(Training.VALIDATION_PART)
                ? ", or less if training made choices by these rows"
                : "");
  }
}
