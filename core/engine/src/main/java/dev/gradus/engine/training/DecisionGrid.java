package dev.gradus.engine.training;

import dev.gradus.engine.event.DecisionSurface;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Vectors;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.InputPlane;
import java.util.ArrayList;
import java.util.List;

/** The plane of the two inputs of a network, as a grid. */
final class DecisionGrid {

  private static final int POINTS = 61;

  /** How far the grid extends beyond the examples, as a share of their range. */
  private static final double MARGIN = 0.1;

  private DecisionGrid() {}

  /** The predictions of the network on a grid around some examples in a plane. */
  static DecisionSurface answers(Experiment experiment, Examples around) {
    InputPlane plane = experiment.preparation().plane().orElseThrow();
    float[] examples = plane.points(around.inputs().inMemory().values());
    float[] xs = axis(examples, 0);
    float[] ys = axis(examples, 1);
    Matrix points = Matrix.zeros(POINTS * POINTS, 2);
    for (int i = 0; i < points.rows(); i++) {
      points.values()[2 * i] = xs[i % POINTS];
      points.values()[2 * i + 1] = ys[i / POINTS];
    }
    Matrix outputs = Matrix.zeros(points.rows(), experiment.network().outputs());
    Matrix inputs =
        new Matrix(points.rows(), experiment.network().inputs(), plane.inputs(points.values()));
    experiment.network().predict(inputs, outputs);
    List<Integer> answers = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    Decoding decoding = experiment.decoding();
    double[] row = new double[experiment.preparation().targets().width()];
    for (int i = 0; i < points.rows(); i++) {
      decoding.restore(outputs.values(), i * outputs.columns(), outputs.columns(), row);
      int best = Vectors.indexOfLargest(row);
      answers.add(best);
      values.add(row[best]);
    }
    return new DecisionSurface(inUnit(plane, 0, xs), inUnit(plane, 1, ys), answers, values);
  }

  private static float[] axis(float[] examples, int column) {
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = column; i < examples.length; i += 2) {
      least = Math.min(least, examples[i]);
      largest = Math.max(largest, examples[i]);
    }
    double margin = largest > least ? MARGIN * (largest - least) : 1;
    float[] axis = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double share = (double) i / (POINTS - 1);
      axis[i] = (float) (least - margin + share * (largest - least + 2 * margin));
    }
    return axis;
  }

  private static List<Double> inUnit(InputPlane plane, int axis, float[] coordinates) {
    List<Double> values = new ArrayList<>();
    for (float coordinate : coordinates) {
      values.add(plane.inUnit(axis, coordinate));
    }
    return values;
  }
}
