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

  /** For each direction, what its weights are multiplied by to go back: the variance along it. */
  private final double[] variances;

  /**
   * A whitener.
   *
   * @param inputs all columns of the network
   * @throws IllegalArgumentException if there is a column to whiten that is none of them, comes
   *     twice or in another order, or is not numeric, or if all weights of a direction are 0
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

  /** How many numbers a row has afterwards. */
  public int width() {
    return variances.length + others.length;
  }

  /** How many numbers a row has before. */
  int encodedWidth() {
    return whitened.length + others.length;
  }

  /** Which values of a whitened row are category codes; whitened values are not. */
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
   * @param from {@link #encodedWidth} numbers from {@code at} on; not modified
   * @param into {@link #width} numbers from {@code to} on; overwritten; where both are one array,
   *     these places are not those
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
   * Turns a whitened row back, as far as no direction was left out.
   *
   * @param from {@link #width} numbers from {@code at} on; not modified
   * @param into {@link #encodedWidth} numbers from {@code to} on; overwritten
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
