package dev.gradus.report;

import java.util.List;

/**
 * Predicted probabilities in bins, next to how often they came true.
 *
 * @param width of a bin
 * @param few examples in a bin say little, if they are fewer than this
 * @param bins those that are not empty
 */
record Calibration(double width, int few, List<Reliability.Bin> bins) {

  /** The standard error of a proportion of this many examples is up to 0.16. */
  private static final int FEW = 10;

  Calibration {
    bins = List.copyOf(bins);
  }

  /** Shows how reliable probabilities are. */
  Calibration(Reliability reliability) {
    this(1.0 / Reliability.BINS, FEW, reliability.bins());
  }

  /** How many bins hold few examples. */
  long uncertain() {
    return bins.stream().filter(bin -> bin.examples() < few).count();
  }
}
