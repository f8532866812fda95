package dev.gradus.runtime.network;

import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.RowActivation;
import dev.gradus.spi.Tensor;
import java.util.List;

/** Applies an activation of any form to rows of a layer, on one thread. It allocates nothing. */
public interface ActivationFunction {

  /**
   * Computes y = f(z) for some rows.
   *
   * @param z [rows, units]; not modified
   * @param y of the same shape; the rows are overwritten
   */
  void forward(float[] z, float[] y, int fromRow, int toRow);

  /**
   * Turns dL/dy into dL/dz for some rows.
   *
   * @param z [rows, units]; not modified
   * @param y the outputs of {@link #forward}; not modified
   * @param gradient of the same shape; the rows are overwritten
   */
  void backward(float[] z, float[] y, float[] gradient, int fromRow, int toRow);

  /**
   * Wraps an activation of any form.
   *
   * @param units the number of columns
   * @param coefficients its learned parameters, [1, units] each; shared
   * @param terms see {@link Learned}
   */
  static ActivationFunction by(
      Activation f, int units, List<Tensor> coefficients, List<float[]> terms) {
    if (f instanceof LearnedActivation learned) {
      return new Learned(learned, units, coefficients, terms);
    }
    return f instanceof RowActivation ofRows ? new Widened(ofRows, units) : new Direct(f, units);
  }

  /** Passes the arrays: all rows together for a pointwise activation, otherwise row by row. */
  record Direct(Activation f, int units) implements ActivationFunction {

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

  /** Passes one row at a time, in {@code double}. */
  final class Widened implements ActivationFunction {

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

  /**
   * Applies an activation with trainable parameters to rows of a layer, on one thread.
   *
   * <p>The backward pass leaves dL/dcoefficient of every element in matrices that all threads
   * share, so that their sums do not depend on which thread took which rows.
   */
  final class Learned implements ActivationFunction {

    private final LearnedActivation f;
    private final int units;
    private final float[][] coefficients;
    private final float[][] terms;
    private final float[] room;
    private final double[] ofUnit;
    private final double[] derivatives;

    /**
     * Wraps an activation with trainable parameters.
     *
     * @param coefficients one parameter each, [1, units]; shared
     * @param terms one matrix each, [rows, units]; overwritten by the backward pass
     */
    Learned(LearnedActivation f, int units, List<Tensor> coefficients, List<float[]> terms) {
      this.f = f;
      this.units = units;
      this.coefficients = coefficients.stream().map(Tensor::values).toArray(float[][]::new);
      this.terms = terms.toArray(float[][]::new);
      room = new float[units];
      ofUnit = new double[coefficients.size()];
      derivatives = new double[coefficients.size()];
    }

    @Override
    public void forward(float[] z, float[] y, int fromRow, int toRow) {
      for (int row = fromRow; row < toRow; row++) {
        int at = row * units;
        if (!f.forwardRow(z, y, at, coefficients)) {
          for (int i = at; i < at + units; i++) {
            take(i - at);
            y[i] = (float) f.value(z[i], ofUnit);
          }
        }
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] gradient, int fromRow, int toRow) {
      for (int row = fromRow; row < toRow; row++) {
        if (!f.backwardRow(z, gradient, row * units, coefficients, terms, room)) {
          backward(z, gradient, row * units);
        }
      }
    }

    private void backward(float[] z, float[] gradient, int from) {
      for (int i = from; i < from + units; i++) {
        take(i - from);
        f.coefficientDerivatives(z[i], ofUnit, derivatives);
        for (int k = 0; k < derivatives.length; k++) {
          terms[k][i] = (float) (gradient[i] * derivatives[k]);
        }
        gradient[i] = (float) (gradient[i] * f.derivative(z[i], ofUnit));
      }
    }

    private void take(int unit) {
      for (int k = 0; k < ofUnit.length; k++) {
        ofUnit[k] = coefficients[k][unit];
      }
    }
  }
}
