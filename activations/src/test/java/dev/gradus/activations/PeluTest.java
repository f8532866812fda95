package dev.gradus.activations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Values and derivatives that automatic differentiation (PyTorch 1.13, in double) gives. */
class PeluTest {

  private static final double TOLERANCE = 1e-12;

  /** x, a, b, f(x), df/dx, df/da, df/db. */
  private static final double[][] REFERENCE = {
    {
      -3.0,
      0.7,
      1.5,
      -0.6052653017343711,
      0.06315646551041926,
      -0.8646647167633873,
      0.12631293102083851
    },
    {
      -0.25,
      2.0,
      0.1,
      -1.8358300027522023,
      1.6416999724779768,
      -0.9179150013761012,
      4.104249931194942
    },
    {0.0, 0.7, 1.5, 0.0, 0.4666666666666666, 0.0, -0.0},
    {
      0.5,
      0.7,
      1.5,
      0.2333333333333333,
      0.4666666666666666,
      0.3333333333333333,
      -0.15555555555555553
    },
    {4.0, 0.1, 2.5, 0.16000000000000003, 0.04, 1.6, -0.064},
  };

  @Test
  void valuesAndDerivativesAreThoseOfTheReference() {
    Pelu pelu = new Pelu();
    for (double[] row : REFERENCE) {
      double[] coefficients = {row[1], row[2]};
      double[] derivatives = new double[2];
      pelu.coefficientDerivatives(row[0], coefficients, derivatives);
      assertEquals(row[3], pelu.value(row[0], coefficients), TOLERANCE);
      assertEquals(row[4], pelu.derivative(row[0], coefficients), TOLERANCE);
      assertEquals(row[5], derivatives[0], TOLERANCE);
      assertEquals(row[6], derivatives[1], TOLERANCE);
    }
  }

  @Test
  void itBeginsAsElu() {
    for (double x : new double[] {-4, -0.5, 0, 2}) {
      assertEquals(new Elu().value(x), new Pelu().value(x), TOLERANCE);
    }
  }
}
