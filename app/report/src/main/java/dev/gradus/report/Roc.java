package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The receiver operating characteristic of a score: the share of the positives that is found, by
 * the share of false alarms, as the threshold is lowered.
 *
 * @param falseAlarms the share of the negatives that score at least the threshold, ascending from 0
 *     to 1
 * @param found the share of the positives that do, of the same length
 * @param area under the curve: the probability that a positive scores above a negative, a tie
 *     counted half
 */
record Roc(List<Double> falseAlarms, List<Double> found, double area) {

  Roc {
    falseAlarms = List.copyOf(falseAlarms);
    found = List.copyOf(found);
  }

  /**
   * Takes the thresholds from the scores.
   *
   * @param scores not modified
   * @param positive of the same length; not modified
   * @return a curve of NaN area with no points if there are no positives or no negatives
   */
  static Roc of(double[] scores, boolean[] positive) {
    long positives = IntStream.range(0, scores.length).filter(i -> positive[i]).count();
    long negatives = scores.length - positives;
    if (positives == 0 || negatives == 0) {
      return new Roc(List.of(), List.of(), Double.NaN);
    }
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Double> falseAlarms = new ArrayList<>(List.of(0.0));
    List<Double> found = new ArrayList<>(List.of(0.0));
    long hits = 0;
    long alarms = 0;
    double area = 0;
    for (int i = 0; i < order.length; i++) {
      if (positive[order[i]]) {
        hits++;
      } else {
        alarms++;
      }
      boolean tiedWithNext =
          i + 1 < order.length && Double.compare(scores[order[i]], scores[order[i + 1]]) == 0;
      if (!tiedWithNext) {
        double x = (double) alarms / negatives;
        double y = (double) hits / positives;
        int last = found.size() - 1;
        area += (x - falseAlarms.get(last)) * (y + found.get(last)) / 2;
        falseAlarms.add(x);
        found.add(y);
      }
    }
    return new Roc(falseAlarms, found, area);
  }
}
