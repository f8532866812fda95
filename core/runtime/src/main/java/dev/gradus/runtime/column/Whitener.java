package dev.gradus.runtime.column;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whitens encoded rows. The whitened values come first, in descending order of variance, and the
 * values of all other columns follow in their order.
 */
public final class Whitener {

  /** The message for a row that cannot be whitened. */
  public static final String TOO_LARGE =
      "a number of this row is so large that its whitened value is not a finite float; correct it";

  private final int[] whitened;
  private final int[] others;
  private final double[] weights;

  /** For each direction, the factor that inverts its weights: the variance along it. */
  private final double[] variances;

  /**
   * Creates a whitener.
   *
   * @param inputs all input columns of the network
   * @throws IllegalArgumentException if a column to whiten is not among them, occurs twice or in
   *     another order, or is not numeric, or if all weights of a direction are 0
   */
  Whitener(List<PreparedColumn> inputs, Whitening whitening) {
    List<String> names = whitening.columns();
    whitened = new int[names.size()];
    int found = 0;
    int width = 0;
    for (PreparedColumn input : inputs) {
      if (found < names.size() && names.get(found).equals(input.name())) {
        if (!input.categories().isEmpty()) {
          throw new IllegalArgumentException(
              "column '%s' is whitened, but is not numeric".formatted(input.name()));
        }
        whitened[found++] = width;
      }
      width += input.width();
    }
    if (found < names.size()) {
      throw new IllegalArgumentException(
          "column '%s' is whitened, but is not an input, or is in another order"
              .formatted(names.get(found)));
    }
    others =
        IntStream.range(0, width)
            .filter(place -> Arrays.binarySearch(whitened, place) < 0)
            .toArray();
    weights = whitening.weights().stream().mapToDouble(weight -> weight).toArray();
    variances = new double[whitening.directions()];
    for (int i = 0; i < variances.length; i++) {
      double squares = 0;
      for (int j = 0; j < whitened.length; j++) {
        double weight = weights[i * whitened.length + j];
        squares += weight * weight;
      }
      if (squares == 0) {
        throw new IllegalArgumentException("all whitening weights of a direction are zero");
      }
      variances[i] = 1 / squares;
    }
  }

  /** The number of values of a whitened row. */
  public int width() {
    return variances.length + others.length;
  }

  /** The number of values of a row before whitening. */
  int encodedWidth() {
    return whitened.length + others.length;
  }

  /** For each value of a whitened row its kind; whitened values are numbers, of kind 0. */
  int[] codes(int[] encoded) {
    int[] codes = new int[width()];
    for (int k = 0; k < others.length; k++) {
      codes[variances.length + k] = encoded[others[k]];
    }
    return codes;
  }

  /**
   * Whitens a row.
   *
   * @param from {@link #encodedWidth} numbers from index {@code at}; not modified
   * @param into {@link #width} numbers from index {@code to}; overwritten; if both are one array,
   *     the two ranges must not overlap
   * @return whether all numbers are finite
   */
  public boolean whiten(float[] from, int at, float[] into, int to) {
    boolean finite = true;
    for (int i = 0; i < variances.length; i++) {
      int first = i * whitened.length;
      double sum = 0;
      for (int j = 0; j < whitened.length; j++) {
        sum += weights[first + j] * from[at + whitened[j]];
      }
      into[to + i] = (float) sum;
      finite &= Float.isFinite(into[to + i]);
    }
    for (int k = 0; k < others.length; k++) {
      into[to + variances.length + k] = from[at + others[k]];
    }
    return finite;
  }

  /**
   * Inverts the whitening of a row, exactly unless a direction was dropped.
   *
   * @param from {@link #width} numbers from index {@code at}; not modified
   * @param into {@link #encodedWidth} numbers from index {@code to}; overwritten
   */
  void restore(float[] from, int at, float[] into, int to) {
    for (int j = 0; j < whitened.length; j++) {
      double sum = 0;
      for (int i = 0; i < variances.length; i++) {
        sum += variances[i] * weights[i * whitened.length + j] * from[at + i];
      }
      into[to + whitened[j]] = (float) sum;
    }
    for (int k = 0; k < others.length; k++) {
      into[to + others[k]] = from[at + variances.length + k];
    }
  }
}
