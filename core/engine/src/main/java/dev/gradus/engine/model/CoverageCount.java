package dev.gradus.engine.model;

import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Counts the rows whose true value is in its predicted set or interval. */
final class CoverageCount {

  private final TargetColumns targets;
  private final MatrixRows truths;
  private final Conformal made;

  /**
   * Prepares a count.
   *
   * @param truths the targets of the rows, as the network sees them
   */
  private CoverageCount(TargetColumns targets, MatrixRows truths, Conformal made) {
    this.targets = targets;
    this.truths = truths;
    this.made = made;
  }

  /**
   * Counts.
   *
   * @param truths the targets of the rows, as the network sees them
   * @return one for each number of the target, or one for its classes; empty if the model makes
   *     neither sets nor intervals
   */
  static List<Coverage> of(
      TargetColumns targets,
      Optional<Conformal> made,
      Predictor predictor,
      PredictedRows predicted,
      MatrixRows truths) {
    if (made.isEmpty()) {
      return List.of();
    }
    CoverageCount count = new CoverageCount(targets, truths, made.get());
    return targets instanceof NumericTarget
        ? count.ofIntervals(predicted.intervals())
        : List.of(count.ofSets(predictor, predicted.outputs()));
  }

  private double[] truth(int row) {
    double[] truth = new double[targets.width()];
    float[] numbers = new float[truths.columns()];
    truths.copyRow(row, numbers, 0);
    targets.restore(numbers, 0, truth);
    return truth;
  }

  private List<Coverage> ofIntervals(double[][] ends) {
    int width = targets.width();
    int[] covered = new int[width];
    double[] size = new double[width];
    for (int i = 0; i < ends.length; i++) {
      double[] truth = truth(i);
      for (int k = 0; k < width; k++) {
        double low = ends[i][k];
        double high = ends[i][width + k];
        covered[k] += low <= truth[k] && truth[k] <= high ? 1 : 0;
        size[k] += high - low;
      }
    }
    return IntStream.range(0, width)
        .mapToObj(
            k ->
                new Coverage(
                    targets.names().get(k),
                    made.coverage(),
                    ends.length,
                    covered[k],
                    size[k] / ends.length))
        .toList();
  }

  private Coverage ofSets(Predictor predictor, double[][] rows) {
    int covered = 0;
    long size = 0;
    for (int i = 0; i < rows.length; i++) {
      List<String> set = predictor.setOf(rows[i]);
      covered += set.contains(nameOf(truth(i))) ? 1 : 0;
      size += set.size();
    }
    return new Coverage(
        targets.names().get(0), made.coverage(), rows.length, covered, (double) size / rows.length);
  }

  private String nameOf(double[] truth) {
    if (targets instanceof LabelTarget target) {
      return target.labels().get(0).answer(truth[0]);
    }
    int best = 0;
    for (int k = 1; k < truth.length; k++) {
      best = truth[k] > truth[best] ? k : best;
    }
    List<String> classes = ((ClassTarget) targets).classes();
    return classes.get(truth.length == 1 ? (int) Math.round(truth[0]) : best);
  }
}
