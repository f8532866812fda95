package dev.gradus.layers;

import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;
import java.util.List;

/** A layer that multiplies each of its inputs by a trainable factor, which is 1 at first. */
@Plugin(
    name = "factor",
    summary =
        "A trainable factor for each input, at first 1. As the first layer it learns which inputs matter; with a learning rate of its own, quickly.",
    formula = "y = w x",
    reference =
        "D. Holzmüller, L. Grinsztajn, I. Steinwart, Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data, 2024")
public record Factor() implements RowLayer {

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public List<Learned> learned(int inputs) {
    return List.of(Learned.scales("weight", inputs));
  }

  @Override
  public void forward(double[] x, double[][] p, double[] y, double[] memory) {
    for (int i = 0; i < x.length; i++) {
      y[i] = p[0][i] * x[i];
    }
  }

  @Override
  public void backward(
      double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
    for (int i = 0; i < x.length; i++) {
      dx[i] += p[0][i] * dy[i];
      dp[0][i] += x[i] * dy[i];
    }
  }
}
