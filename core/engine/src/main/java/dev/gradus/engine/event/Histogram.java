package dev.gradus.engine.event;

import java.util.Arrays;
import java.util.List;

/**
 * The counts of numbers in bins of equal width.
 *
 * @param least the lower end of the first bin
 * @param largest the upper end of the last bin; equal to {@code least} if all numbers are
 * @param counts one for each bin, at least one
 */
public record Histogram(double least, double largest, List<Integer> counts) {

  private static final int BINS = 30;

  public Histogram {
    counts = List.copyOf(counts);
    if (counts.isEmpty()) {
      throw new IllegalArgumentException("a histogram has at least one bin");
    }
  }

  /**
   * Creates a histogram.
   *
   * @param numbers finite; not modified
   */
  public static Histogram of(double[] numbers) {
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (double number : numbers) {
      least = Math.min(least, number);
      largest = Math.max(largest, number);
    }
    if (numbers.length == 0) {
      return new Histogram(0, 0, List.of(0));
    }
    if (least == largest) {
      return new Histogram(least, largest, List.of(numbers.length));
    }
    int[] counts = new int[BINS];
    for (double number : numbers) {
      int bin = (int) (BINS * ((number - least) / (largest - least)));
      counts[Math.min(BINS - 1, bin)]++;
    }
    return new Histogram(least, largest, Arrays.stream(counts).boxed().toList());
  }
}
