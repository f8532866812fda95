package org.acme.layers;

import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;

/** Only takes rows of one unusual length. */
@Plugin(name = "of-twenty-three", summary = "Cubes of twenty-three numbers.", formula = "y = x^3")
public record OfTwentyThree() implements RowLayer {

  @Override
  public Shape output(Shape input) {
    if (input.columns() != 23) {
      throw new IllegalArgumentException(
          "takes 23 numbers, but gets %s; give the layer before 23 units".formatted(input));
    }
    return input;
  }

  @Override
  public void forward(double[] x, double[][] p, double[] y, double[] memory) {
    for (int k = 0; k < x.length; k++) {
      y[k] = x[k] * x[k] * x[k];
    }
  }

  @Override
  public void backward(
      double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
    for (int k = 0; k < x.length; k++) {
      dx[k] += 3 * x[k] * x[k] * dy[k];
    }
  }
}
