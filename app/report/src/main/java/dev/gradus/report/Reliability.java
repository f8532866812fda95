package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether predicted probabilities come true as often as they say: a reliability diagram with bins
 * of equal width.
 *
 * @param bins those that are not empty, ascending
 * @param error the expected calibration error: the mean distance of the two, over all examples
 */
record Reliability(List<Bin> bins, double error) {

  /** How many bins there are from 0 to 1. */
  static final int BINS = 10;

  Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * The examples whose probability falls into a tenth of [0, 1].
   *
   * @param from the lower end of the bin
   * @param said the mean probability
   * @param happened how often it came true, in [0, 1]
   * @param examples how many there are, at least 1
   */
  record Bin(double from, double said, double happened, int examples) {}

  /**
   * Fills the bins.
   *
   * @param probabilities in [0, 1]; not modified
   * @param cameTrue of the same length; not modified
   */
  static Reliability of(double[] probabilities, boolean[] cameTrue) {
    double[] said = new double[BINS];
    int[] happened = new int[BINS];
    int[] examples = new int[BINS];
    for (int i = 0; i < probabilities.length; i++) {
      int bin = Math.min(BINS - 1, (int) (BINS * probabilities[i]));
      said[bin] += probabilities[i];
      happened[bin] += cameTrue[i] ? 1 : 0;
      examples[bin]++;
    }
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int k = 0; k < BINS; k++) {
      if (examples[k] > 0) {
        bins.add(
            new Bin(
                (double) k / BINS,
                said[k] / examples[k],
                (double) happened[k] / examples[k],
                examples[k]));
        error += Math.abs(said[k] - happened[k]) / probabilities.length;
      }
    }
    return new Reliability(bins, probabilities.length == 0 ? Double.NaN : error);
  }
}
