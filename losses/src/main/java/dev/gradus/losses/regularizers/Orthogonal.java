package dev.gradus.losses.regularizers;

import dev.gradus.spi.MatrixRegularizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Tensor;
import java.util.Arrays;

/**
 * A penalty on weight matrices whose columns, or rows if there are fewer of them, are not
 * orthonormal.
 *
 * <p>An orthogonal matrix preserves norms, so signals neither vanish nor explode in deep networks.
 * The penalty is the paper's "soft orthogonality", with the smaller Gram matrix. The default factor
 * is that of {@link L2}; the paper decreases it during training.
 */
@Plugin(
    name = "orthogonal",
    summary = "A penalty on weight matrices that are not orthogonal. For deep networks.",
    formula = "penalty = factor sum (G - I)^2, G = W'W, or W W' with fewer rows than columns",
    reference =
        "N. Bansal, X. Chen, Z. Wang, Can We Gain More from Orthogonality Regularizations in Training Deep CNNs?, 2018")
public record Orthogonal(@Option(value = "the factor of the penalty", min = 0) double factor)
    implements MatrixRegularizer {

  /** Creates an instance with factor 0.01. */
  public Orthogonal() {
    this(0.01);
  }

  public Orthogonal {
    Options.check(Orthogonal.class, factor);
  }

  @Override
  public double penalize(Tensor weights, float[] gradient) {
    return weights.rows() < weights.columns()
        ? byRows(weights, gradient)
        : byColumns(weights, gradient);
  }

  /** G = W Wᵀ: products of whole rows, which are contiguous. */
  private double byRows(Tensor weights, float[] gradient) {
    float[] w = weights.values();
    int n = weights.columns();
    double sum = 0;
    for (int i = 0; i < weights.rows(); i++) {
      for (int j = 0; j <= i; j++) {
        double off = i == j ? -1 : 0;
        for (int k = 0; k < n; k++) {
          off += (double) w[i * n + k] * w[j * n + k];
        }
        // Off the diagonal, each product is in G twice.
        sum += i == j ? off * off : 2 * off * off;
        double slope = 4 * factor * off;
        for (int k = 0; k < n; k++) {
          gradient[i * n + k] += (float) (slope * w[j * n + k]);
          if (i != j) {
            gradient[j * n + k] += (float) (slope * w[i * n + k]);
          }
        }
      }
    }
    return factor * sum;
  }

  /**
   * G = WᵀW, one row after the other, so that it is never stored as a whole: as sums over the rows
   * of W, since columns are not contiguous.
   */
  private double byColumns(Tensor weights, float[] gradient) {
    float[] w = weights.values();
    int n = weights.columns();
    double[] off = new double[n];
    double sum = 0;
    for (int j = 0; j < n; j++) {
      Arrays.fill(off, 0);
      off[j] = -1;
      for (int row = 0; row < weights.rows(); row++) {
        double factorOfRow = w[row * n + j];
        for (int i = 0; i < n; i++) {
          off[i] += factorOfRow * w[row * n + i];
        }
      }
      for (double each : off) {
        sum += each * each;
      }
      // Column j of d/dW sum (G - I)² = 4 W (G - I).
      for (int row = 0; row < weights.rows(); row++) {
        double slope = 0;
        for (int i = 0; i < n; i++) {
          slope += w[row * n + i] * off[i];
        }
        gradient[row * n + j] += (float) (4 * factor * slope);
      }
    }
    return factor * sum;
  }
}
