package dev.gradus.losses.regularizers;

import dev.gradus.spi.MatrixRegularizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Tensor;

/**
 * A penalty on the norms of the rows or columns of each weight matrix, which drives all weights of
 * a row (an input) or a column (a unit) to 0 together.
 *
 * <p>In the first layer it removes uninformative inputs, as {@link L1} removes single weights. Each
 * norm is weighted by the square root of the number of its weights, as in the paper. If all weights
 * of a group are 0, the gradient is set to 0.
 */
@Plugin(
    name = "group-lasso",
    summary =
        "A penalty on the norms of rows or columns of weights. Removes whole inputs or units.",
    formula =
        "penalty = factor sum over groups of sqrt(n) sqrt(sum w^2), n weights in a group: a row (inputs) or a column (units)",
    reference =
        "M. Yuan, Y. Lin, Model Selection and Estimation in Regression with Grouped Variables, J. R. Stat. Soc. B 68, 2006; in networks: S. Scardapane et al., Group Sparse Regularization for Deep Neural Networks, Neurocomputing 241, 2017")
public record GroupLasso(
    @Option(value = "the factor of the penalty", min = 0) double factor,
    @Option("the groups: all weights of an input, or all weights of a unit") Group by)
    implements MatrixRegularizer {

  /** The groups of weights that vanish together. */
  public enum Group {
    /** The weights of an input to all units: a row. */
    INPUTS,
    /** The weights of all inputs to a unit: a column. */
    UNITS
  }

  /** Creates an instance with factor 0.01, by inputs. */
  public GroupLasso() {
    this(0.01, Group.INPUTS);
  }

  public GroupLasso {
    Options.check(GroupLasso.class, factor, by);
  }

  @Override
  public double penalize(Tensor weights, float[] gradient) {
    int rows = weights.rows();
    int columns = weights.columns();
    double sum = 0;
    if (by == Group.INPUTS) {
      for (int i = 0; i < rows; i++) {
        sum += penalize(weights.values(), gradient, i * columns, columns, 1);
      }
    } else {
      for (int j = 0; j < columns; j++) {
        sum += penalize(weights.values(), gradient, j, rows, columns);
      }
    }
    return sum;
  }

  /**
   * The penalty of {@code n} weights, starting at {@code first}, with a distance of {@code apart}
   * between them.
   */
  private double penalize(float[] w, float[] gradient, int first, int n, int apart) {
    double squares = 0;
    int end = first + n * apart;
    for (int k = first; k < end; k += apart) {
      squares += (double) w[k] * w[k];
    }
    if (squares == 0) {
      return 0;
    }
    double length = Math.sqrt(squares);
    double each = factor * Math.sqrt(n);
    for (int k = first; k < end; k += apart) {
      // d|w|/dw = w/|w|
      gradient[k] += (float) (each * w[k] / length);
    }
    return each * length;
  }
}
