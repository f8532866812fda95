package dev.gradus.losses;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;

/**
 * The negative log of Cox's partial likelihood, for times until an event. Examples that have not
 * had the event when they were last observed are censored.
 *
 * <p>The target is the time, and a column says whether the event was observed then. Only the order
 * of times counts, so the prediction p has no unit: it is a score that is higher for later events.
 * The log hazard ratio that Cox's model and its libraries (lifelines, pycox) predict is eta = -p.
 *
 * <p>For each event, those at risk are the examples of the batch whose time is not before it, with
 * the censored ones of the same time. Equal times are ties, which are treated by Efron's or
 * Breslow's method. The sum over the events is divided by their weight, as in pycox; a batch
 * without events has the loss 0. Weights of examples count as in the package survival of R; an
 * example of weight 0 has no effect.
 *
 * <p>The likelihood compares all examples at risk, so a batch should have as many as memory allows,
 * ideally all of them: set batch-size, or use an optimizer such as lbfgs.
 *
 * @param event the column
 * @param ties the treatment of events at the same time
 */
@Plugin(
    name = "cox",
    aliases = {"cox-partial-likelihood"},
    summary =
        "Negative partial log-likelihood of the order of events. For survival times, some of which are censored.",
    formula =
        "L = -1/D sum over events i of (eta_i - log sum_{t_j >= t_i} exp(eta_j)), eta = -p, D = number of events",
    reference =
        "D. R. Cox, Regression Models and Life-Tables, Journal of the Royal Statistical Society B 34, 1972; B. Efron, The Efficiency of Cox's Likelihood Function for Censored Data, 1977; N. Breslow, Covariance Analysis of Censored Survival Data, 1974")
public record Cox(
    @Option(
            value =
                "the boolean column: yes if the event was observed at the time of the target, no if the example was censored then",
            required = true)
        String event,
    @Option("the treatment of events at the same time") Ties ties)
    implements BatchLoss {

  /** The treatment of events at the same time. */
  public enum Ties {
    /** On average, the earlier of them are no longer at risk at the later ones. */
    EFRON,
    /** All of them are at risk for each. */
    BRESLOW
  }

  /** Creates a loss with a column of that name and Efron's method for ties. */
  public Cox() {
    this("event");
  }

  /** Creates a loss with Efron's method for ties. */
  public Cox(String event) {
    this(event, Ties.EFRON);
  }

  /** Checks the name of the column. */
  public Cox {
    Options.check(Cox.class, event, ties);
    AuxiliaryColumn.yesNo(event);
  }

  @Override
  public List<AuxiliaryColumn> columns() {
    return List.of(AuxiliaryColumn.yesNo(event));
  }

  @Override
  public Outputs outputs() {
    return Outputs.SCORES;
  }

  @Override
  public Cox forTarget(Target target) {
    OneNumber.check(this, target, "a time");
    return this;
  }

  @Override
  public double evaluateBatch(
      double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
    return new Likelihood(predictions, targets, weights, ties).write(gradients);
  }

  @Override
  public boolean compares(double[][] targets) {
    double last = Double.NEGATIVE_INFINITY;
    int atLast = 0;
    for (double[] target : targets) {
      atLast = target[0] == last ? atLast + 1 : target[0] > last ? 1 : atLast;
      last = Math.max(last, target[0]);
    }
    for (double[] target : targets) {
      if (target[1] > 0.5 && (target[0] < last || atLast > 1)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sums over the examples at risk, stored as a factor and a logarithm, so that no eta overflows.
   *
   * <p>From the last time to the first, the number at risk grows, and m is their largest eta: sum w
   * exp(eta) = exp(m) s. From the first time to the last, an example accumulates a term of each
   * event for which it is at risk.
   */
  private static final class Likelihood {

    private final double[] eta;
    private final double[] time;
    private final boolean[] seen;
    private final double[] weights;
    private final Ties ties;

    /** The examples by time, the latest first. */
    private final int[] order;

    /** For each example, by its position in that order: m of those at risk at its time. */
    private final double[] largest;

    /** s, for those at risk at its time. */
    private final double[] atRisk;

    Likelihood(double[][] predictions, double[][] targets, double[] weights, Ties ties) {
      int n = predictions.length;
      this.weights = weights;
      this.ties = ties;
      eta = new double[n];
      time = new double[n];
      seen = new boolean[n];
      for (int i = 0; i < n; i++) {
        eta[i] = -predictions[i][0];
        time[i] = targets[i][0];
        seen[i] = targets[i][1] > 0.5 && weights[i] > 0;
      }
      order = ByKey.descending(time);
      largest = new double[n];
      atRisk = new double[n];
    }

    double write(double[][] gradients) {
      for (double[] row : gradients) {
        row[0] = 0;
      }
      double events = 0;
      for (int i = 0; i < seen.length; i++) {
        events += seen[i] ? weights[i] : 0;
      }
      if (events == 0) {
        return 0;
      }
      findThoseAtRisk();
      double sum = gather(gradients);
      for (double[] row : gradients) {
        // dL/dp = -dL/deta
        row[0] = -row[0] / events;
      }
      return sum / events;
    }

    private void findThoseAtRisk() {
      double m = Double.NEGATIVE_INFINITY;
      double s = 0;
      for (int from = 0; from < order.length; ) {
        int to = endOfTime(from);
        double before = m;
        for (int k = from; k < to; k++) {
          m = weights[order[k]] > 0 ? Math.max(m, eta[order[k]]) : m;
        }
        s = s == 0 ? 0 : s * DoubleMath.exp(before - m);
        for (int k = from; k < to; k++) {
          s += hazard(order[k], m);
        }
        Arrays.fill(largest, from, to, m);
        Arrays.fill(atRisk, from, to, s);
        from = to;
      }
    }

    /** w exp(eta - m), where m is the largest eta among the examples that count. */
    private double hazard(int i, double m) {
      return weights[i] == 0 ? 0 : weights[i] * DoubleMath.exp(eta[i] - m);
    }

    private int endOfTime(int from) {
      int to = from + 1;
      while (to < order.length && time[order[to]] == time[order[from]]) {
        to++;
      }
      return to;
    }

    private int startOfTime(int end) {
      int from = end - 1;
      while (from > 0 && time[order[from - 1]] == time[order[end - 1]]) {
        from--;
      }
      return from;
    }

    /** The sum of the terms; adds dL/deta. */
    private double gather(double[][] gradients) {
      double sum = 0;
      // The accumulated terms of an example at risk, without its own exp(eta): exp(-last) gathered.
      double gathered = 0;
      double last = 0;
      for (int to = order.length; to > 0; ) {
        int from = startOfTime(to);
        double m = largest[from];
        gathered = gathered == 0 ? 0 : gathered * DoubleMath.exp(m - last);
        last = m;
        Together events = new Together(from, to);
        if (events.count > 0) {
          sum += events.value();
          gathered += events.term;
        }
        for (int k = from; k < to; k++) {
          int i = order[k];
          double own = hazard(i, m);
          gradients[i][0] = own * gathered;
          if (seen[i]) {
            gradients[i][0] -= weights[i] + own * events.spared;
          }
        }
        to = from;
      }
      return sum;
    }

    /** The events of one time, d of them. */
    private final class Together {

      private final double m;
      private final double s;
      private int count;
      private double weight;
      private double weightedEta;

      /** The sum of w exp(eta - m) over the events. */
      private double own;

      /**
       * The term of each event for those at risk, and the part that does not apply to the events
       * themselves.
       */
      private double term;

      private double spared;

      Together(int from, int to) {
        m = largest[from];
        s = atRisk[from];
        for (int k = from; k < to; k++) {
          int i = order[k];
          if (seen[i]) {
            count++;
            weight += weights[i];
            weightedEta += weights[i] * (eta[i] - m);
            own += hazard(i, m);
          }
        }
        for (int l = 0; l < count; l++) {
          double share = ties == Ties.EFRON ? (double) l / count : 0;
          term += mean() / left(share);
          spared += mean() * share / left(share);
        }
      }

      private double mean() {
        return weight / count;
      }

      /** The share that is still at risk after a number of tied events. */
      private double left(double share) {
        return ties == Ties.EFRON ? s - share * own : s;
      }

      /** -(sum w eta) + mean w sum_l log(exp(m) left(l/d)), in which m cancels. */
      double value() {
        double logs = 0;
        for (int l = 0; l < count; l++) {
          logs += DoubleMath.log(left((double) l / count));
        }
        return mean() * logs - weightedEta;
      }
    }
  }
}
