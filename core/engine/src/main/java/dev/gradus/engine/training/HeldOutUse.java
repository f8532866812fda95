package dev.gradus.engine.training;

import dev.gradus.engine.examples.Examples;
import java.util.Optional;

/**
 * What the held-out examples of an experiment are used for after training.
 *
 * @param experiment whose examples are used
 */
record HeldOutUse(Experiment experiment) {

  private static final String CALIBRATION_PART = "calibration";
  private static final String VALIDATION_PART = "validation";

  /**
   * The examples that probabilities are calibrated on, if there are any: those for calibration,
   * unless conformal prediction needs them for itself.
   */
  Optional<Examples> forCalibration() {
    return experiment.configuration().training().conformal().isEmpty()
            && experiment.calibration().isPresent()
        ? experiment.calibration()
        : experiment.validation();
  }

  /** The examples that sets or intervals are fitted to, if there are any. */
  Optional<Examples> forConformal() {
    return experiment.calibration().or(experiment::validation);
  }

  /** The name of the split that some of these examples are. */
  String partOf(Examples rows) {
    return experiment.calibration().filter(rows::equals).isPresent()
        ? CALIBRATION_PART
        : VALIDATION_PART;
  }

  /** The name of the split that sets or intervals are fitted to. */
  String partForConformal() {
    return experiment.calibration().isPresent() ? CALIBRATION_PART : VALIDATION_PART;
  }
}
