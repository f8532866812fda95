package dev.gradus.engine.config;

/** How probabilities are calibrated after training: {@code calibrate} in {@code training}. */
public enum Calibrate {
  /**
   * All logits are divided by one number, the temperature, which is chosen so that the log loss is
   * the smallest. No prediction of a class changes.
   */
  TEMPERATURE,
  /**
   * The probability of the second of two classes is replaced by a curve that never decreases,
   * fitted by pool adjacent violators. It repairs more than a temperature, and needs more rows.
   */
  ISOTONIC
}
