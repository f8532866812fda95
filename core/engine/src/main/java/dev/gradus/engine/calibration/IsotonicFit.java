package dev.gradus.engine.calibration;

import dev.gradus.runtime.column.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits a curve that never decreases to how often examples with a predicted probability belong to
 * the second class: isotonic regression by pool adjacent violators, as in scikit-learn.
 *
 * <p>Its ends are often pools of a single class, and so 0 and 1, which would be a certainty that n
 * examples cannot give. The curve is cut to [1/(n + 2), (n + 1)/(n + 2)], by Laplace's rule of
 * succession.
 *
 * <p>Bianca Zadrozny, Charles Elkan, Transforming Classifier Scores into Accurate Multiclass
 * Probability Estimates, 2002.
 */
public final class IsotonicFit {

  private IsotonicFit() {}

  /** Neighbouring predictions with the same calibrated probability. */
  private record Pool(double first, double last, long rows, long positive) {

    double mean() {
      return (double) positive / rows;
    }

    Pool with(Pool next) {
      return new Pool(first, next.last, rows + next.rows, positive + next.positive);
    }
  }

  /**
   * Fits the curve.
   *
   * @param probabilities of the second class, as the network predicts them; not modified
   * @param positive whether each example belongs to it; not modified
   */
  public static Calibration of(double[] probabilities, boolean[] positive) {
    int[] order =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted((i, j) -> Double.compare(probabilities[i], probabilities[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Pool> equal = new ArrayList<>();
    for (int i : order) {
      double p = probabilities[i];
      Pool next = new Pool(p, p, 1, positive[i] ? 1 : 0);
      boolean again = !equal.isEmpty() && equal.get(equal.size() - 1).last() == p;
      equal.add(again ? equal.remove(equal.size() - 1).with(next) : next);
    }
    List<Pool> pools = new ArrayList<>();
    equal.forEach(next -> add(pools, next));
    double least = 1.0 / (probabilities.length + 2);
    List<Double> from = new ArrayList<>();
    List<Double> to = new ArrayList<>();
    for (Pool pool : pools) {
      double mean = Math.max(least, Math.min(1 - least, pool.mean()));
      from.add(pool.first());
      to.add(mean);
      if (pool.last() > pool.first()) {
        from.add(pool.last());
        to.add(mean);
      }
    }
    return new Calibration(1, false, from, to);
  }

  /** Adds a pool after the others, and unites those that are equal or would decrease. */
  private static void add(List<Pool> pools, Pool next) {
    Pool last = next;
    while (!pools.isEmpty() && pools.get(pools.size() - 1).mean() >= last.mean()) {
      last = pools.remove(pools.size() - 1).with(last);
    }
    pools.add(last);
  }
}
