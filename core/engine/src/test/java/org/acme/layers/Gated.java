package org.acme.layers;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;
import java.util.List;

@Plugin(
    name = "gated",
    summary = "A linear layer with gates.",
    formula = "(x W + b) sigmoid(x V + c)")
public record Gated(@Option(value = "number of units", min = 1, required = true) int units)
    implements RowLayer {
  public Gated() {
    this(4);
  }

  public Gated {
    Options.check(Gated.class, units);
  }

  @Override
  public Shape output(Shape input) {
    return Shape.line(units);
  }

  @Override
  public List<Learned> learned(int n) {
    return List.of(
        Learned.weights("w", n, units),
        Learned.biases("b", units),
        Learned.weights("v", n, units),
        Learned.biases("c", units));
  }

  @Override
  public int memory(int inputs) {
    return 2 * units;
  }

  @Override
  public void forward(double[] x, double[][] p, double[] y, double[] memory) {
    for (int k = 0; k < units; k++) {
      memory[k] = p[1][k];
      double gate = p[3][k];
      for (int i = 0; i < x.length; i++) {
        memory[k] += x[i] * p[0][i * units + k];
        gate += x[i] * p[2][i * units + k];
      }
      memory[units + k] = 1 / (1 + Math.exp(-gate));
      y[k] = memory[k] * memory[units + k];
    }
  }

  @Override
  public void backward(
      double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
    for (int k = 0; k < units; k++) {
      double value = dy[k] * memory[units + k];
      double gate = value * memory[k] * (1 - memory[units + k]);
      dp[1][k] += value;
      dp[3][k] += gate;
      for (int i = 0, at = k; i < x.length; i++, at += units) {
        dp[0][at] += value * x[i];
        dp[2][at] += gate * x[i];
        dx[i] += value * p[0][at] + gate * p[2][at];
      }
    }
  }
}
