package dev.gradus.losses;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * RankNet: the negative log-likelihood, by the scores of the network, that of two examples of a
 * group the one with the larger target is ranked first.
 *
 * <p>A group is a set of examples that are ranked together, such as the documents found for a
 * query. The target is a relevance; only its order within the group counts. The prediction is a
 * score without a unit. The loss is the mean over the pairs of a batch that belong to the same
 * group and have different targets, each weighted by the product of the weights of its two
 * examples; without such pairs it is 0. Batches hold whole groups.
 *
 * <p>RankNet scales the difference of scores by a sigma, which is 1 here. LambdaRank multiplies
 * each pair by the change of NDCG if the two were swapped, which is not the gradient of a loss.
 *
 * @param group the column with the group to rank
 */
@Plugin(
    name = "pairwise-ranking",
    aliases = {"ranknet"},
    summary =
        "Negative log-likelihood of the correct order of two examples of a group. For ranking, "
            + "such as search results.",
    formula =
        "L = 1/P sum over pairs of a group with t_i > t_j of log(1 + exp(p_j - p_i)), P = number of pairs",
    reference = "C. Burges et al., Learning to Rank using Gradient Descent, ICML 2005")
public record PairwiseRanking(
    @Option(value = "the column with the group to rank, such as the query", required = true)
        String group)
    implements BatchLoss {

  /** Creates an instance with a column of that name. */
  public PairwiseRanking() {
    this("group");
  }

  /** Checks the name of the column. */
  public PairwiseRanking {
    Options.check(PairwiseRanking.class, group);
    AuxiliaryColumn.group(group);
  }

  @Override
  public List<AuxiliaryColumn> columns() {
    return List.of(AuxiliaryColumn.group(group));
  }

  @Override
  public Outputs outputs() {
    return Outputs.SCORES;
  }

  @Override
  public PairwiseRanking forTarget(Target target) {
    OneNumber.check(this, target, "a relevance");
    return this;
  }

  @Override
  public boolean compares(double[][] targets) {
    Map<Double, Double> relevances = new HashMap<>();
    for (double[] target : targets) {
      Double first = relevances.putIfAbsent(target[1], target[0]);
      if (first != null && first != target[0]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public double evaluateBatch(
      double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
    int n = predictions.length;
    double[] groups = new double[n];
    for (int i = 0; i < n; i++) {
      groups[i] = targets[i][1];
      gradients[i][0] = 0;
    }
    int[] order = ByKey.ascending(groups);
    double sum = 0;
    double pairs = 0;
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n && groups[order[b]] == groups[order[a]]; b++) {
        int i = targets[order[a]][0] > targets[order[b]][0] ? order[a] : order[b];
        int j = i == order[a] ? order[b] : order[a];
        if (targets[i][0] > targets[j][0]) {
          double weight = weights[i] * weights[j];
          double difference = predictions[i][0] - predictions[j][0];
          // log(1 + exp(-d)), and its derivative -1/(1 + exp(d))
          double rest = StrictMath.log1p(DoubleMath.exp(-Math.abs(difference)));
          sum += weight * (Math.max(-difference, 0) + rest);
          double slope = weight / (1 + DoubleMath.exp(difference));
          gradients[i][0] -= slope;
          gradients[j][0] += slope;
          pairs += weight;
        }
      }
    }
    if (pairs == 0) {
      return 0;
    }
    for (double[] row : gradients) {
      row[0] /= pairs;
    }
    return sum / pairs;
  }
}
