package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.LearnedActivation;
import java.util.List;

/**
 * How a thread puts the rows of a layer through an activation that learns.
 *
 * <p>On the way back it leaves dL/dcoefficient of every element in matrices that all threads share,
 * so that their sums do not depend on which thread took which rows.
 */
final class LearnedActivating implements Activating {

  private final LearnedActivation f;
  private final int units;
  private final List<Parameter> coefficients;
  private final List<Matrix> terms;
  private final double[] ofUnit;
  private final double[] derivatives;

  /**
   * Makes room.
   *
   * @param coefficients one parameter each, [1, units]; shared
   * @param terms one matrix each, [rows, units]; overwritten on the way back
   */
  LearnedActivating(
      LearnedActivation f, int units, List<Parameter> coefficients, List<Matrix> terms) {
    this.f = f;
    this.units = units;
    this.coefficients = coefficients;
    this.terms = terms;
    ofUnit = new double[coefficients.size()];
    derivatives = new double[coefficients.size()];
  }

  @Override
  public void forward(float[] z, float[] y, int fromRow, int toRow) {
    for (int i = fromRow * units; i < toRow * units; i++) {
      take(i % units);
      y[i] = (float) f.value(z[i], ofUnit);
    }
  }

  @Override
  public void backward(float[] z, float[] y, float[] gradient, int fromRow, int toRow) {
    for (int i = fromRow * units; i < toRow * units; i++) {
      take(i % units);
      f.coefficientDerivatives(z[i], ofUnit, derivatives);
      for (int k = 0; k < derivatives.length; k++) {
        terms.get(k).values()[i] = (float) (gradient[i] * derivatives[k]);
      }
      gradient[i] = (float) (gradient[i] * f.derivative(z[i], ofUnit));
    }
  }

  private void take(int unit) {
    for (int k = 0; k < ofUnit.length; k++) {
      ofUnit[k] = coefficients.get(k).matrix().values()[unit];
    }
  }
}
