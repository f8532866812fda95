package dev.gradus.optimizers;

import dev.gradus.spi.Optimizer;

/**
 * A line search for a length t with a sufficient decrease of the loss f, f(t) <= f(0) + 1e-4 t
 * f'(0), and a sufficiently small slope, |f'(t)| <= 0.9 |f'(0)| (J. Nocedal, S. J. Wright,
 * Numerical Optimization, 2006, algorithms 3.5 and 3.6, with cubic interpolation).
 */
final class StrongWolfeSearch {

  private static final double ENOUGH_FALL = 1e-4;
  private static final double FLAT = 0.9;
  private static final int MOST_TRIALS = 25;

  /** The minimum distance of a trial from the ends of its bracket, as a share of the bracket. */
  private static final double MARGIN = 0.1;

  private final float[] weights;
  private final double[] direction;
  private final Optimizer.Step step;
  private final float[] trial;
  private final float[] gradient;
  private int trials;

  /** A point on the line. */
  private record Point(double length, double loss, double slope) {}

  /**
   * Prepares a search.
   *
   * @param weights at the start of the line; not modified
   * @param direction a descent direction; not modified
   * @param step evaluates the loss
   */
  StrongWolfeSearch(float[] weights, double[] direction, Optimizer.Step step) {
    this.weights = weights;
    this.direction = direction;
    this.step = step;
    trial = new float[weights.length];
    gradient = new float[weights.length];
  }

  /**
   * Searches.
   *
   * @param loss at length 0
   * @param slope the derivative there, below 0
   * @param first the first length to try
   * @return a length at which the loss is lower than at 0, or 0 if none was found
   */
  double length(double loss, double slope, double first) {
    Point start = new Point(0, loss, slope);
    Point last = start;
    Point now = at(first);
    while (!isFlat(now, start) || isTooHigh(now, start)) {
      if (isTooHigh(now, start) || (last.length() > 0 && now.loss() >= last.loss())) {
        return between(last, now, start);
      }
      if (now.slope() >= 0) {
        return between(now, last, start);
      }
      if (trials >= MOST_TRIALS) {
        break;
      }
      double least = now.length() + MARGIN * (now.length() - last.length());
      double most = 10 * now.length();
      double lowest = lowest(last, now);
      // If rounding leaves the cubic without a minimum, the midpoint is used, as in PyTorch.
      double next =
          Double.isNaN(lowest) ? (least + most) / 2 : Math.min(Math.max(lowest, least), most);
      last = now;
      now = at(next);
    }
    return now.length();
  }

  /** Searches in a bracket whose better end is {@code low}. */
  private double between(Point low, Point high, Point start) {
    while (trials < MOST_TRIALS) {
      double width = high.length() - low.length();
      double share = (lowest(low, high) - low.length()) / width;
      // An infinite loss says nothing about the minimum.
      double inside = Double.isNaN(share) ? 0.5 : Math.min(Math.max(share, MARGIN), 1 - MARGIN);
      double length = low.length() + inside * width;
      if (length == low.length() || length == high.length()) {
        break;
      }
      Point now = at(length);
      if (isTooHigh(now, start) || now.loss() >= low.loss()) {
        high = now;
      } else {
        if (isFlat(now, start)) {
          return length;
        }
        if (now.slope() * width >= 0) {
          high = low;
        }
        low = now;
      }
    }
    return low.length();
  }

  private static boolean isTooHigh(Point point, Point start) {
    return !(point.loss() <= start.loss() + ENOUGH_FALL * point.length() * start.slope());
  }

  private static boolean isFlat(Point point, Point start) {
    return Math.abs(point.slope()) <= -FLAT * start.slope();
  }

  /** The minimum of the cubic through two points with their derivatives. */
  private static double lowest(Point a, Point b) {
    double width = b.length() - a.length();
    double d1 = a.slope() + b.slope() - 3 * (b.loss() - a.loss()) / width;
    double d2 = Math.signum(width) * Math.sqrt(d1 * d1 - a.slope() * b.slope());
    return b.length() - width * (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
  }

  private Point at(double length) {
    trials++;
    for (int i = 0; i < trial.length; i++) {
      trial[i] = (float) (weights[i] + length * direction[i]);
    }
    double loss = step.evaluate(trial, gradient);
    return new Point(length, loss, Lbfgs.dot(direction, gradient));
  }
}
