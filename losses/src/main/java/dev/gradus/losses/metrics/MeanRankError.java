package dev.gradus.losses.metrics;

import dev.gradus.losses.ClassOrder;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;

/**
 * The mean absolute error of class ranks, for ordered classes: how many classes the most probable
 * class is away from the true one on average. Of equally probable classes the first among the
 * outputs counts.
 *
 * @param order the names of the classes, from the lowest to the highest
 */
@Plugin(
    name = "mean-rank-error",
    aliases = {"ordinal-mae"},
    summary =
        "The number of steps between the predicted class and the true one. For ordered classes.",
    formula = "1/n sum_i |rank of the predicted class - rank of the true class|",
    reference =
        "S. Baccianella, A. Esuli, F. Sebastiani, Evaluation Measures for Ordinal Regression, 2009")
public record MeanRankError(
    @Option(
            "the names of the classes, from the lowest to the highest; if left out, they must be numbers")
        List<String> order)
    implements Metric {

  /** Creates a metric for classes that are numbers. */
  public MeanRankError() {
    this(List.of());
  }

  public MeanRankError {
    order = List.copyOf(order);
    Options.check(MeanRankError.class, order);
  }

  @Override
  public Metric forTarget(Target target) {
    return new InOrder(ClassOrder.of("mean-rank-error", order, target));
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    int[] places = new int[targets[0].length];
    Arrays.setAll(places, k -> k);
    return new InOrder(places).evaluate(predictions, targets);
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  /** Creates a metric for classes in a given order. */
  private static final class InOrder implements Metric {

    private final int[] ranks;

    InOrder(int[] places) {
      ranks = new int[places.length];
      for (int rank = 0; rank < places.length; rank++) {
        ranks[places[rank]] = rank;
      }
    }

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      double sum = 0;
      for (int i = 0; i < targets.length; i++) {
        sum += Math.abs(rank(predictions[i]) - rank(targets[i]));
      }
      return sum / targets.length;
    }

    private int rank(double[] probabilities) {
      if (ranks.length == 1) {
        return probabilities[0] >= 0.5 ? 1 : 0;
      }
      int best = 0;
      for (int k = 1; k < ranks.length; k++) {
        best = probabilities[k] > probabilities[best] ? k : best;
      }
      return ranks[best];
    }

    @Override
    public boolean higherIsBetter() {
      return false;
    }
  }
}
