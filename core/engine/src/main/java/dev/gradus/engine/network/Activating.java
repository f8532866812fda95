package dev.gradus.engine.network;

import dev.gradus.spi.Activation;
import dev.gradus.spi.RowActivation;

/**
 * How a thread puts the rows of a layer through an activation, whichever form that has. It
 * allocates nothing.
 */
interface Activating {

  /**
   * Computes y = f(z) for some rows.
   *
   * @param z [rows, units]; not modified
   * @param y the same; the rows are overwritten
   */
  void forward(float[] z, float[] y, int fromRow, int toRow);

  /**
   * Turns dL/dy into dL/dz for some rows.
   *
   * @param z [rows, units]; not modified
   * @param y what {@link #forward} made of it; not modified
   * @param gradient the same; the rows are overwritten
   */
  void backward(float[] z, float[] y, float[] gradient, int fromRow, int toRow);

  /** The way of an activation over rows of so many units. */
  static Activating by(Activation f, int units) {
    return f instanceof RowActivation ofRows ? new Widened(ofRows, units) : new Direct(f, units);
  }

  /** Hands over the arrays: all rows at once if each unit is on its own, or one after the other. */
  record Direct(Activation f, int units) implements Activating {

    @Override
    public void forward(float[] z, float[] y, int fromRow, int toRow) {
      int slice = slice(fromRow, toRow);
      for (int at = fromRow * units; at < toRow * units; at += slice) {
        f.forward(z, y, at, at + slice);
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] gradient, int fromRow, int toRow) {
      int slice = slice(fromRow, toRow);
      for (int at = fromRow * units; at < toRow * units; at += slice) {
        f.backward(z, y, gradient, at, at + slice);
      }
    }

    private int slice(int fromRow, int toRow) {
      return (f.isPointwise() ? toRow - fromRow : 1) * units;
    }
  }

  /** Hands over one row after the other in {@code double}. */
  final class Widened implements Activating {

    private final RowActivation f;
    private final double[] z;
    private final double[] y;
    private final double[] gradient;

    Widened(RowActivation f, int units) {
      this.f = f;
      z = new double[units];
      y = new double[units];
      gradient = new double[units];
    }

    @Override
    public void forward(float[] z, float[] y, int fromRow, int toRow) {
      for (int row = fromRow; row < toRow; row++) {
        widen(z, row, this.z);
        f.forward(this.z, this.y);
        narrow(this.y, y, row);
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] gradient, int fromRow, int toRow) {
      for (int row = fromRow; row < toRow; row++) {
        widen(z, row, this.z);
        widen(y, row, this.y);
        widen(gradient, row, this.gradient);
        f.backward(this.z, this.y, this.gradient);
        narrow(this.gradient, gradient, row);
      }
    }

    private static void widen(float[] values, int row, double[] wide) {
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[row * wide.length + i];
      }
    }

    private static void narrow(double[] wide, float[] values, int row) {
      for (int i = 0; i < wide.length; i++) {
        values[row * wide.length + i] = (float) wide[i];
      }
    }
  }
}
