package dev.gradus.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A layer that maps each row to one row, independently of the other rows of a batch.
 *
 * <p>It declares the shape of its output, and has two methods in {@code double} for one row: the
 * forward and the backward pass. The engine holds the parameters, distributes the rows over its
 * threads, sums the gradients in the same order for any number of threads, and saves the trained
 * parameters. A linear unit with a gate:
 *
 * <pre>{@code
 * @Plugin(name = "gated", summary = "A linear layer whose outputs a sigmoid of the inputs scales.",
 *     formula = "y = (x W + b) sigmoid(x V + c)")
 * public record Gated(@Option(value = "number of units", min = 1, required = true) int units)
 *     implements RowLayer {
 *
 *   public Gated() {
 *     this(4);
 *   }
 *
 *   public Gated {
 *     Options.check(Gated.class, units);
 *   }
 *
 *   @Override
 *   public Shape output(Shape input) {
 *     return Shape.line(units);
 *   }
 *
 *   @Override
 *   public List<Learned> learned(int inputs) {
 *     return List.of(
 *         Learned.weights("weight", inputs, units), Learned.biases("bias", units),
 *         Learned.weights("gate-weight", inputs, units), Learned.biases("gate-bias", units));
 *   }
 *
 *   @Override
 *   public int memory(int inputs) {
 *     return 2 * units;
 *   }
 *
 *   @Override
 *   public void forward(double[] x, double[][] p, double[] y, double[] memory) {
 *     for (int k = 0; k < units; k++) {
 *       memory[k] = p[1][k];
 *       double gate = p[3][k];
 *       for (int i = 0; i < x.length; i++) {
 *         memory[k] += x[i] * p[0][i * units + k];
 *         gate += x[i] * p[2][i * units + k];
 *       }
 *       memory[units + k] = 1 / (1 + StrictMath.exp(-gate));
 *       y[k] = memory[k] * memory[units + k];
 *     }
 *   }
 *
 *   @Override
 *   public void backward(
 *       double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
 *     for (int k = 0; k < units; k++) {
 *       double gate = memory[units + k];
 *       double value = dy[k] * gate;
 *       double slope = dy[k] * memory[k] * gate * (1 - gate);
 *       dp[1][k] += value;
 *       dp[3][k] += slope;
 *       for (int i = 0; i < x.length; i++) {
 *         int at = i * units + k;
 *         dp[0][at] += value * x[i];
 *         dp[2][at] += slope * x[i];
 *         dx[i] += value * p[0][at] + slope * p[2][at];
 *       }
 *     }
 *   }
 * }
 * }</pre>
 */
public interface RowLayer extends Layer {

  /**
   * The shape of its output.
   *
   * @param input the shape of its input
   * @throws IllegalArgumentException with a sentence, if it does not fit there
   */
  Shape output(Shape input);

  /**
   * The trainable tensors; none unless overridden.
   *
   * @param inputs the length of an input row
   */
  default List<Learned> learned(int inputs) {
    return List.of();
  }

  /**
   * The number of values that {@link #forward} keeps for {@link #backward}, for each row; 0 unless
   * overridden.
   *
   * @param inputs the length of an input row
   */
  default int memory(int inputs) {
    return 0;
  }

  /**
   * Computes y = f(x; p) for one row.
   *
   * @param x the row; not modified
   * @param p the parameters, in the order of {@link #learned}, each row by row; not modified
   * @param y the result; overwritten
   * @param memory passed on to {@link #backward} of the same row; its previous content is undefined
   */
  void forward(double[] x, double[][] p, double[] y, double[] memory);

  /**
   * Computes the gradients of f for one row.
   *
   * @param x the row; not modified
   * @param p the parameters; not modified
   * @param memory as {@link #forward} wrote it for this row; may be modified
   * @param dy dL/dy; not modified
   * @param dx dL/dx is added to it; initially zeros
   * @param dp dL/dp is added to it, to the sums over other rows
   */
  void backward(double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp);

  @Override
  default LayerFunction build(LayerSite site) {
    return RowFunction.of(this, site);
  }

  /**
   * A trainable tensor of the layer.
   *
   * @param name in kebab case, such as {@code weight}; unique in the layer
   * @param role its purpose: weights are filled by an initializer, biases by an initializer or with
   *     0, scales with 1
   * @param rows the number of inputs of a unit; 1 for biases and scales
   * @param columns the number of units
   * @param initializer fills weights or biases; if empty, the default of the layer's activation for
   *     weights, 0 for biases
   */
  record Learned(
      String name, Tensor.Role role, int rows, int columns, Optional<Initializer> initializer) {

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /**
     * Checks the name and size.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public Learned {
      Objects.requireNonNull(name, "the name of a tensor");
      Objects.requireNonNull(role, "the role of a tensor");
      Objects.requireNonNull(initializer, "the initializer of a tensor");
      if (!KEBAB.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a tensor is called '%s'; its name must be in kebab case, such as gate-weight"
                .formatted(name));
      }
      if (rows < 1 || columns < 1) {
        throw new IllegalArgumentException(
            "the tensor '%s' would be %s by %s; each side must be at least 1"
                .formatted(name, rows, columns));
      }
    }

    /**
     * Weights, [inputs, units].
     *
     * @param name in kebab case
     * @param inputs at least 1
     * @param units at least 1
     * @throws IllegalArgumentException if the name or a size violates these rules
     */
    public static Learned weights(String name, int inputs, int units) {
      return new Learned(name, Tensor.Role.WEIGHT, inputs, units, Optional.empty());
    }

    /** Biases, one per unit, initially 0; name and size as in {@link #weights}. */
    public static Learned biases(String name, int units) {
      return new Learned(name, Tensor.Role.BIAS, 1, units, Optional.empty());
    }

    /** Factors, one per unit, initially 1; name and size as in {@link #weights}. */
    public static Learned scales(String name, int units) {
      return new Learned(name, Tensor.Role.SCALE, 1, units, Optional.empty());
    }

    /** The same, with another initializer. */
    public Learned startingFrom(Optional<Initializer> other) {
      return new Learned(name, role, rows, columns, other);
    }

    private Tensor in(LayerSite site) {
      if (role == Tensor.Role.WEIGHT) {
        return site.weights(name, rows, columns, initializer);
      }
      if (role == Tensor.Role.BIAS) {
        return site.biases(name, columns, initializer);
      }
      if (role == Tensor.Role.SCALE) {
        return site.constant(name, role, columns, 1);
      }
      throw new IllegalArgumentException(
          "'%s' would not be trained, but all tensors of a RowLayer are; give it another role"
              .formatted(name));
    }

    static List<Tensor> in(LayerSite site, List<Learned> learned) {
      return learned.stream().map(each -> each.in(site)).toList();
    }
  }
}
