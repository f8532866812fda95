package dev.gradus.engine.study;

import dev.gradus.engine.linear.Vectors;

/**
 * A mean over independent runs, with its uncertainty.
 *
 * @param runs the number of runs
 * @param mean of the runs; NaN if one of them is NaN, or there are none
 * @param deviation the sample standard deviation (divided by runs - 1); 0 for a single run
 * @param margin half the width of the 95 % confidence interval of the mean, by Student's t; NaN for
 *     a single run, which says nothing about others
 */
public record Estimate(int runs, double mean, double deviation, double margin) {

  /** The 97.5 % points of Student's t for 1 to 30 degrees of freedom. */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  /** The corresponding point of the normal distribution, their limit. */
  private static final double NORMAL = 1.960;

  /**
   * Computes an estimate.
   *
   * @param values one for each run; not modified
   */
  public static Estimate of(double[] values) {
    int n = values.length;
    double mean = Vectors.mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
    double margin = n > 1 ? student(n - 1) * deviation / Math.sqrt(n) : Double.NaN;
    return new Estimate(n, mean, deviation, margin);
  }

  /**
   * Between table entries and beyond the table, the first term of the expansion in 1/degrees is
   * used.
   */
  private static double student(int degrees) {
    return degrees <= STUDENT.length
        ? STUDENT[degrees - 1]
        : NORMAL + (NORMAL * NORMAL * NORMAL + NORMAL) / (4 * degrees);
  }

  /** The lower end of the interval. */
  public double low() {
    return mean - margin;
  }

  /** The upper end of the interval. */
  public double high() {
    return mean + margin;
  }

  /** Whether the whole interval lies on one side of 0. */
  public boolean isClear() {
    return low() > 0 || high() < 0;
  }
}
