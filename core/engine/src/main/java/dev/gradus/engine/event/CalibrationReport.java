package dev.gradus.engine.event;

/**
 * What the calibration of probabilities has gained, on the examples that it was fitted to: on
 * others the gain may be smaller.
 *
 * @param part their data split: {@code validation} or {@code calibration}
 * @param rows their number
 * @param logLossBefore the mean negative log-likelihood of the true classes, without calibration
 * @param logLoss the same with calibration
 * @param errorBefore the expected calibration error in 10 bins, without calibration
 * @param error the same with calibration
 */
public record CalibrationReport(
    String part,
    int rows,
    double logLossBefore,
    double logLoss,
    double errorBefore,
    double error) {}
