package dev.gradus.runtime.column;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The plane of two numeric inputs, for pictures. Its points are the scaled values of the columns;
 * the network sees these, or their whitened form.
 */
public final class InputPlane {

  private static final int AXES = 2;

  private final List<DoubleUnaryOperator> axes;
  private final Optional<Whitener> whitener;

  InputPlane(List<DoubleUnaryOperator> axes, Optional<Whitener> whitener) {
    this.axes = axes;
    this.whitener = whitener;
  }

  /**
   * Converts a coordinate to the unit of the data.
   *
   * @param axis 0 or 1
   */
  public double inUnit(int axis, float coordinate) {
    return axes.get(axis).applyAsDouble(coordinate);
  }

  /**
   * The points of examples in the plane.
   *
   * @param inputs the network inputs, example by example; not modified
   * @return the two coordinates of each
   */
  public float[] points(float[] inputs) {
    if (whitener.isEmpty()) {
      return inputs;
    }
    int width = whitener.get().width();
    float[] points = new float[inputs.length / width * AXES];
    for (int i = 0; i < points.length / AXES; i++) {
      whitener.get().restore(inputs, i * width, points, i * AXES);
    }
    return points;
  }

  /**
   * The network inputs for points of the plane.
   *
   * @param points the two coordinates of each; not modified
   * @return the inputs for each
   */
  public float[] inputs(float[] points) {
    if (whitener.isEmpty()) {
      return points;
    }
    int width = whitener.get().width();
    float[] inputs = new float[points.length / AXES * width];
    for (int i = 0; i < points.length / AXES; i++) {
      whitener.get().whiten(points, i * AXES, inputs, i * width);
    }
    return inputs;
  }
}
