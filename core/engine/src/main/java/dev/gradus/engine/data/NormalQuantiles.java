package dev.gradus.engine.data;

import dev.gradus.runtime.column.NormalScores;
import dev.gradus.spi.DoubleMath;
import java.util.ArrayList;
import java.util.List;

/** Learns how the quantiles of numbers become those of the standard normal distribution. */
final class NormalQuantiles {

  /** The largest number of quantiles. */
  static final int MOST = 256;

  // The coefficients of AS 241, from the constant on.
  private static final double[] MIDDLE = {
    3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727
  };
  private static final double[] UNDER_MIDDLE = {
    1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
    21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610
  };
  private static final double[] SIDE = {
    1.42343711074968357734,
    4.63033784615654529590,
    5.76949722146069140550,
    3.64784832476320460504,
    1.27045825245236838258,
    0.241780725177450611770,
    0.0227238449892691845833,
    7.74545014278341407640e-4
  };
  private static final double[] UNDER_SIDE = {
    1.0,
    2.05319162663775882187,
    1.67638483018380384940,
    0.689767334985100004550,
    0.148103976427480074590,
    0.0151986665636164571966,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9
  };
  private static final double[] TAIL = {
    6.65790464350110377720,
    5.46378491116411436990,
    1.78482653991729133580,
    0.296560571828504891230,
    0.0265321895265761230930,
    0.00124266094738807843860,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7
  };
  private static final double[] UNDER_TAIL = {
    1.0,
    0.599832206555887937690,
    0.136929880922735805310,
    0.0148753612908506148525,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15
  };

  private NormalQuantiles() {}

  /**
   * The normal scores of some of the numbers, among them the least and the greatest, evenly spaced
   * in score, so that they are denser at both ends. The score of a number is the quantile (r -
   * 1/2)/n of the normal distribution, where r is the mean rank, from 1, of the n numbers that
   * equal it (G. Blom, Statistical Estimates and Transformed Beta-Variables, 1958, with α = 1/2).
   *
   * @param sorted at least one; not modified
   */
  static NormalScores of(double[] sorted) {
    int n = sorted.length;
    double step = -2 * score(0.5 / n) / (MOST - 2);
    List<Double> values = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    double next = Double.NEGATIVE_INFINITY;
    int end;
    for (int first = 0; first < n; first = end) {
      end = first + 1;
      while (end < n && sorted[end] == sorted[first]) {
        end++;
      }
      double score = score((first + end) / (2.0 * n));
      if (score >= next || end == n) {
        // Of both zeros the positive one, because they are one number.
        values.add(sorted[first] + 0.0);
        scores.add(score);
        next = score + step;
      }
    }
    return new NormalScores(values, scores);
  }

  /**
   * The quantile of the standard normal distribution, by M. J. Wichura, Algorithm AS 241: The
   * Percentage Points of the Normal Distribution, 1988, PPND16, to about 16 digits.
   *
   * @param share above 0 and below 1
   */
  static double score(double share) {
    double q = share - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q * ratio(r, MIDDLE, UNDER_MIDDLE);
    }
    double r = Math.sqrt(-DoubleMath.log(Math.min(share, 1 - share)));
    double size = r <= 5 ? ratio(r - 1.6, SIDE, UNDER_SIDE) : ratio(r - 5, TAIL, UNDER_TAIL);
    return Math.copySign(size, q);
  }

  private static double ratio(double r, double[] over, double[] under) {
    return polynomial(r, over) / polynomial(r, under);
  }

  private static double polynomial(double r, double[] coefficients) {
    double sum = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = sum * r + coefficients[i];
    }
    return sum;
  }
}
