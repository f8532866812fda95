package dev.gradus.losses.metrics;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Harrell's concordance index: among the pairs of examples where it is known which event came
 * first, the share that the predictions put in the same order.
 *
 * <p>Higher predictions mean later times, as with {@code cox} and with any regression of the time.
 * A pair counts if the example with the shorter time had the event. At equal times, a pair counts
 * if one example had the event and the other was censored then, which counts as later. Equal
 * predictions count half. This is the convention of lifelines; scikit-survival has the same for a
 * risk, which is higher for earlier times. NaN if there is no such pair; 1/2 is chance.
 *
 * @param event the column that says whether the event was observed
 */
@Plugin(
    name = "concordance",
    aliases = {"concordance-index", "c-index"},
    summary =
        "How often the example with the later predicted time has the later event. For times, some of which are censored.",
    formula = "concordant pairs / comparable pairs; equal predictions count half",
    reference =
        "F. E. Harrell, R. M. Califf, D. B. Pryor, K. L. Lee, R. A. Rosati, Evaluating the Yield of Medical Tests, JAMA 247, 1982")
public record Concordance(
    @Option(
            value =
                "the boolean column: yes if the event was observed at the time of the target, no if the example was censored then",
            required = true)
        String event)
    implements Metric {

  /** Creates a metric with a column of that name. */
  public Concordance() {
    this("event");
  }

  /** Checks the name of the column. */
  public Concordance {
    AuxiliaryColumn.yesNo(event);
  }

  @Override
  public List<AuxiliaryColumn> columns() {
    return List.of(AuxiliaryColumn.yesNo(event));
  }

  @Override
  public Metric forTarget(Target target) {
    return Targets.oneNumber(this, target, "a time");
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    int n = predictions.length;
    int[] rank = ranks(predictions);
    Integer[] lastFirst = IntStream.range(0, n).boxed().toArray(Integer[]::new);
    Arrays.sort(lastFirst, Comparator.comparingDouble((Integer i) -> targets[i][0]).reversed());
    Counts later = new Counts(n);
    double right = 0;
    double known = 0;
    for (int from = 0; from < n; ) {
      int to = from;
      // An example censored at a time counts as later than one with the event at that time.
      for (; to < n && targets[lastFirst[to]][0] == targets[lastFirst[from]][0]; to++) {
        if (targets[lastFirst[to]][1] < 0.5) {
          later.add(rank[lastFirst[to]]);
        }
      }
      for (int k = from; k < to; k++) {
        int i = lastFirst[k];
        if (targets[i][1] > 0.5) {
          double above = later.all() - later.upTo(rank[i]);
          double equal = later.upTo(rank[i]) - later.upTo(rank[i] - 1);
          right += above + equal / 2;
          known += later.all();
        }
      }
      for (int k = from; k < to; k++) {
        if (targets[lastFirst[k]][1] > 0.5) {
          later.add(rank[lastFirst[k]]);
        }
      }
      from = to;
    }
    return right / known;
  }

  /** Ranks from 1 on, equal for equal predictions. */
  private static int[] ranks(double[][] predictions) {
    double[] different =
        Arrays.stream(predictions).mapToDouble(row -> row[0] + 0.0).sorted().distinct().toArray();
    return Arrays.stream(predictions)
        .mapToInt(row -> Arrays.binarySearch(different, row[0] + 0.0) + 1)
        .toArray();
  }

  /** The number of added examples up to each rank: a Fenwick tree. */
  private static final class Counts {

    private final int[] tree;
    private int all;

    Counts(int ranks) {
      tree = new int[ranks + 1];
    }

    void add(int rank) {
      all++;
      for (int i = rank; i < tree.length; i += i & -i) {
        tree[i]++;
      }
    }

    int upTo(int rank) {
      int sum = 0;
      for (int i = rank; i > 0; i -= i & -i) {
        sum += tree[i];
      }
      return sum;
    }

    int all() {
      return all;
    }
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
