package dev.gradus.losses.metrics;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The normalised discounted cumulative gain, the mean over groups: how far up the relevant examples
 * are when each group is sorted by its predictions, the highest first.
 *
 * <p>The target is a relevance of at least 0. The gain of an example is 2^relevance - 1, as in
 * LightGBM and XGBoost, or the relevance itself, as in scikit-learn, and is divided by log2(1 +
 * rank). Examples with equal predictions share their gains over their ranks, as in scikit-learn.
 * Groups without anything relevant are ignored; NaN if there are no others.
 *
 * @param group the column that names the group to rank
 * @param k the number of top ranks that count; all if empty
 * @param gain the gain of an example
 */
@Plugin(
    name = "ndcg",
    summary =
        "How far up relevant examples are when each group is sorted by its predictions. 1 is the "
            + "best order.",
    formula =
        "mean over groups of DCG/best DCG, DCG = sum over places r of gain_r/log2(1 + r), gain = 2^t - 1 or t",
    reference =
        "K. Järvelin, J. Kekäläinen, Cumulated Gain-Based Evaluation of IR Techniques, 2002; C. Burges et al., 2005")
public record Ndcg(
    @Option(value = "the column with the group to rank, such as the query", required = true)
        String group,
    @Option(
            value = "the number of top ranks that count; if left out, all",
            min = 1,
            formerly = "at")
        Optional<Integer> k,
    @Option("the gain of an example: 2^relevance - 1, or the relevance itself") Gain gain)
    implements Metric {

  /** The gain of an example. */
  public enum Gain {
    /** 2^relevance - 1. */
    EXPONENTIAL,
    /** The relevance. */
    LINEAR
  }

  /**
   * The tolerance for a relevance below 0 because of rounding to floats, as a share of the largest
   * relevance.
   */
  private static final double ROUNDING = 1e-6;

  /** The largest relevance whose gain is computed without scaling. */
  private static final double LARGE = 500;

  /** Creates a metric with a column of that name. */
  public Ndcg() {
    this("group");
  }

  /** Creates a metric of all ranks, with exponential gains. */
  public Ndcg(String group) {
    this(group, Optional.empty(), Gain.EXPONENTIAL);
  }

  public Ndcg {
    Options.check(Ndcg.class, group, k, gain);
    AuxiliaryColumn.group(group);
  }

  @Override
  public List<AuxiliaryColumn> columns() {
    return List.of(AuxiliaryColumn.group(group));
  }

  @Override
  public Metric forTarget(Target target) {
    return Targets.oneNumber(this, target, "a relevance");
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    Map<Double, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < targets.length; i++) {
      groups.computeIfAbsent(targets[i][1], unused -> new ArrayList<>()).add(i);
    }
    double largest = 1;
    for (double[] target : targets) {
      largest = Math.max(largest, target[0]);
    }
    for (double[] target : targets) {
      if (!(target[0] >= -ROUNDING * largest)) {
        throw new IllegalArgumentException(
            "ndcg needs a relevance of at least 0, but one is " + target[0]);
      }
    }
    double sum = 0;
    int counted = 0;
    for (List<Integer> members : groups.values()) {
      double most = members.stream().mapToDouble(i -> targets[i][0]).max().orElse(0);
      // The gain of a relevance beyond 1023 overflows, so all gains are divided by the same power
      // of 2.
      double less = gain == Gain.EXPONENTIAL ? Math.max(0, most - LARGE) : 0;
      double best = discounted(members, targets, targets, less);
      if (best > 0) {
        sum += discounted(members, predictions, targets, less) / best;
        counted++;
      }
    }
    return sum / counted;
  }

  /** The discounted gain of a group, sorted by the first number of the given rows. */
  private double discounted(List<Integer> members, double[][] by, double[][] targets, double less) {
    List<Integer> sorted =
        members.stream()
            .sorted(Comparator.comparingDouble((Integer i) -> by[i][0]).reversed())
            .toList();
    int places = Math.min(k.orElse(sorted.size()), sorted.size());
    double sum = 0;
    for (int from = 0; from < places; ) {
      double gains = 0;
      double discounts = 0;
      double score = by[sorted.get(from)][0];
      int to = from;
      for (; to < sorted.size() && (to == from || by[sorted.get(to)][0] == score); to++) {
        gains += gainOf(targets[sorted.get(to)][0], less);
        discounts += to < places ? StrictMath.log(2) / StrictMath.log(to + 2.0) : 0;
      }
      sum += gains / (to - from) * discounts;
      from = to;
    }
    return sum;
  }

  /** The exponential gain divided by 2^less. */
  private double gainOf(double relevance, double less) {
    double least = Math.max(0, relevance);
    return gain == Gain.LINEAR ? least : StrictMath.pow(2, least - less) - StrictMath.pow(2, -less);
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
