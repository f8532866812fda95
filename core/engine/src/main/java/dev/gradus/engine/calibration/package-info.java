/**
 * Fits what makes predictions trustworthy to held-out examples: the calibration of probabilities,
 * and the scores of conformal prediction.
 */
package dev.gradus.engine.calibration;
