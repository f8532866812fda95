package dev.gradus.engine.data;

import dev.gradus.engine.linear.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The plane of two inputs that are quantities, for pictures. Its points are the numbers that the
 * columns become by themselves; the network sees these, or what whitening makes of them.
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
   * A coordinate in the unit of the data.
   *
   * @param axis 0 or 1
   */
  public double inUnit(int axis, float coordinate) {
    return axes.get(axis).applyAsDouble(coordinate);
  }

  /**
   * Where examples lie in the plane.
   *
   * @param inputs those of the network; not modified
   * @return [rows, 2]
   */
  public Matrix points(Matrix inputs) {
    if (whitener.isEmpty()) {
      return inputs;
    }
    Matrix points = Matrix.zeros(inputs.rows(), AXES);
    for (int i = 0; i < inputs.rows(); i++) {
      whitener.get().restore(inputs.values(), i * inputs.columns(), points.values(), i * AXES);
    }
    return points;
  }

  /**
   * What the network sees at points of the plane.
   *
   * @param points [rows, 2]; not modified
   */
  public Matrix inputs(Matrix points) {
    if (whitener.isEmpty()) {
      return points;
    }
    Matrix inputs = Matrix.zeros(points.rows(), whitener.get().width());
    for (int i = 0; i < points.rows(); i++) {
      whitener.get().whiten(points.values(), i * AXES, inputs.values(), i * inputs.columns());
    }
    return inputs;
  }
}
