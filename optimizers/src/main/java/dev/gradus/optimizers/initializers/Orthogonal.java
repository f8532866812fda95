package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/**
 * A random matrix whose columns, or rows if they are fewer, are orthogonal and of equal length:
 * signals keep their size and angles.
 *
 * <p>Normal vectors are orthogonalised one after the other (Gram and Schmidt), each twice for
 * accuracy; all orthogonal matrices are equally likely. Useful gains are 1 for linear layers and
 * tanh, and sqrt(2) for relu.
 */
@Plugin(
    name = "orthogonal",
    summary = "A random orthogonal matrix. For deep networks.",
    formula = "gain Q, Q'Q = 1, or QQ' = 1 where there are more units than inputs",
    reference =
        "A. M. Saxe, J. L. McClelland, S. Ganguli, Exact Solutions to the Nonlinear Dynamics of Learning in Deep Linear Neural Networks, 2014")
public record Orthogonal(@Option("the length of each column, or row") double gain)
    implements Initializer {

  /** Creates an instance with gain 1. */
  public Orthogonal() {
    this(1);
  }

  public Orthogonal {
    Options.check(Orthogonal.class, gain);
  }

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    boolean byColumns = fanOut <= fanIn;
    double[][] vectors = new double[Math.min(fanIn, fanOut)][Math.max(fanIn, fanOut)];
    for (int v = 0; v < vectors.length; v++) {
      draw(vectors, v, random);
      for (int i = 0; i < vectors[v].length; i++) {
        int at = byColumns ? i * fanOut + v : v * fanOut + i;
        weights[at] = (float) (gain * vectors[v][i]);
      }
    }
  }

  /** Draws a vector, subtracts its projections onto those before it, and scales it to length 1. */
  private static void draw(double[][] vectors, int index, RandomGenerator random) {
    double[] vector = vectors[index];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = random.nextGaussian();
    }
    for (int pass = 0; pass < 2; pass++) {
      for (int before = 0; before < index; before++) {
        double along = dot(vector, vectors[before]);
        for (int i = 0; i < vector.length; i++) {
          vector[i] -= along * vectors[before][i];
        }
      }
      double length = Math.sqrt(dot(vector, vector));
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= length;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
