package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;

/**
 * ROC curves of one output or several.
 *
 * @param x what the horizontal axis shows
 * @param y what the vertical axis shows
 * @param mean of all curves; the curve itself if there is only one
 * @param curves at least one
 */
record RocCurves(String x, String y, Curve mean, List<Curve> curves) {

  private static final int MOST_POINTS = 200;
  private static final int STEPS = 100;

  RocCurves {
    curves = List.copyOf(curves);
  }

  /** The curves of some outputs, and their mean. */
  RocCurves(List<Curve> curves) {
    this("false positive rate", "true positive rate", mean(curves), curves);
  }

  /**
   * A curve.
   *
   * @param name for the legend, with the area
   * @param falseAlarms ascending, from 0 to 1
   * @param found of the same length
   */
  record Curve(String name, List<Double> falseAlarms, List<Double> found) {

    Curve {
      falseAlarms = List.copyOf(falseAlarms);
      found = List.copyOf(found);
    }

    /** The curve of an output, thinned. */
    Curve(String name, Roc roc) {
      this(
          name, Thinning.of(roc.falseAlarms(), MOST_POINTS), Thinning.of(roc.found(), MOST_POINTS));
    }

    /** The share of positives that are found at a share of false alarms. */
    double at(double share) {
      int last = 0;
      while (last + 1 < falseAlarms.size() && falseAlarms.get(last + 1) <= share) {
        last++;
      }
      if (last + 1 == falseAlarms.size() || falseAlarms.get(last) == share) {
        return found.get(last);
      }
      double part =
          (share - falseAlarms.get(last)) / (falseAlarms.get(last + 1) - falseAlarms.get(last));
      return found.get(last) + part * (found.get(last + 1) - found.get(last));
    }
  }

  private static Curve mean(List<Curve> curves) {
    if (curves.size() == 1) {
      return curves.get(0);
    }
    List<Double> falseAlarms = new ArrayList<>(List.of(0.0));
    List<Double> found = new ArrayList<>(List.of(0.0));
    for (int k = 0; k <= STEPS; k++) {
      double share = (double) k / STEPS;
      falseAlarms.add(share);
      found.add(curves.stream().mapToDouble(curve -> curve.at(share)).average().orElseThrow());
    }
    return new Curve("mean of all", falseAlarms, found);
  }
}
