package dev.gradus.engine.linear;

/** Operations on vectors. Sums are in the order of the numbers. */
public final class Vectors {

  private Vectors() {}

  /**
   * The inner product.
   *
   * @param a not modified
   * @param b of the same length; not modified
   */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The Euclidean length. */
  public static double length(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  /**
   * Adds a multiple of a vector to another one.
   *
   * @param to modified
   * @param other of the same length; not modified
   */
  public static void add(double[] to, double factor, double[] other) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * other[i];
    }
  }

  /** The mean; NaN without numbers. */
  public static double mean(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }

  /** The population standard deviation, divided by the count of numbers; NaN without numbers. */
  public static double deviation(double[] numbers) {
    double mean = mean(numbers);
    double squares = 0;
    for (double number : numbers) {
      squares += (number - mean) * (number - mean);
    }
    return Math.sqrt(squares / numbers.length);
  }

  /** The index of the largest number; of several, the first. */
  public static int indexOfLargest(double[] vector) {
    int largest = 0;
    for (int i = 1; i < vector.length; i++) {
      largest = vector[i] > vector[largest] ? i : largest;
    }
    return largest;
  }
}
