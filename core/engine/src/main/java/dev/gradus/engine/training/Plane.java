package dev.gradus.engine.training;

import dev.gradus.engine.data.Examples;
import dev.gradus.engine.event.Surface;
import dev.gradus.engine.linear.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The plane of the two inputs of a network, as a grid. */
final class Plane {

  private static final int POINTS = 41;

  /** How far it goes beyond the examples, as a share of their range. */
  private static final double MARGIN = 0.1;

  private Plane() {}

  /** What the network answers at each point of the grid around some examples of a plane. */
  static Surface answers(Experiment experiment, Examples around) {
    List<DoubleUnaryOperator> axes = experiment.preparation().plane();
    float[] xs = axis(around.inputs(), 0);
    float[] ys = axis(around.inputs(), 1);
    Matrix points = Matrix.zeros(POINTS * POINTS, 2);
    for (int i = 0; i < points.rows(); i++) {
      points.values()[2 * i] = xs[i % POINTS];
      points.values()[2 * i + 1] = ys[i / POINTS];
    }
    Matrix outputs = Matrix.zeros(points.rows(), experiment.network().outputs());
    experiment.network().predict(points, outputs);
    List<Integer> answers = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    double[] row = new double[experiment.preparation().targets().width()];
    for (int i = 0; i < points.rows(); i++) {
      experiment.preparation().targets().restore(outputs.values(), i * outputs.columns(), row);
      int best = 0;
      for (int k = 1; k < row.length; k++) {
        best = row[k] > row[best] ? k : best;
      }
      answers.add(best);
      values.add(row[best]);
    }
    return new Surface(restored(axes.get(0), xs), restored(axes.get(1), ys), answers, values);
  }

  private static float[] axis(Matrix inputs, int column) {
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < inputs.rows(); row++) {
      least = Math.min(least, inputs.get(row, column));
      largest = Math.max(largest, inputs.get(row, column));
    }
    double margin = largest > least ? MARGIN * (largest - least) : 1;
    float[] axis = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double share = (double) i / (POINTS - 1);
      axis[i] = (float) (least - margin + share * (largest - least + 2 * margin));
    }
    return axis;
  }

  private static List<Double> restored(DoubleUnaryOperator column, float[] axis) {
    List<Double> values = new ArrayList<>();
    for (float value : axis) {
      values.add(column.applyAsDouble(value));
    }
    return values;
  }
}
