package dev.gradus.engine.training;

import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import java.util.Optional;

/**
 * What is fitted to held-out examples when a network is trained.
 *
 * @param calibration calibrates its probabilities
 * @param report what calibration gained; there if {@code calibration} is
 * @param conformal makes sets or intervals of its predictions
 */
public record Trust(
    Optional<Calibration> calibration,
    Optional<CalibrationReport> report,
    Optional<Conformal> conformal) {

  /** Nothing was fitted. */
  public static final Trust NONE = new Trust(Optional.empty(), Optional.empty(), Optional.empty());

  /** A decoding that applies it. */
  public Decoding in(Decoding plain) {
    return plain.with(calibration, conformal);
  }
}
