package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Arrays;
import java.util.List;

/**
 * Momentum with an orthogonalised step: all directions of a weight matrix change by the same
 * amount, however weak their gradients are.
 *
 * <p>Five Newton-Schulz iterations bring the singular values of the momentum close to 1. Vectors,
 * such as biases, are updated by {@link Adamw} with a separate learning rate. The defaults are
 * those of the author's code.
 */
@Plugin(
    name = "muon",
    summary = "Orthogonalised momentum for weight matrices; adamw for the rest.",
    formula =
        "v <- momentum v + g; u = orthogonal part of g + momentum v; w <- w (1 - learning-rate weight-decay) -"
            + " learning-rate sqrt(max(1, columns/rows)) u; vectors: adamw with vector-learning-rate, beta1, beta2, epsilon",
    reference = "K. Jordan et al., Muon: An Optimizer for Hidden Layers in Neural Networks, 2024")
public record Muon(
    @Option(value = "the learning rate of matrices", above = 0) double learningRate,
    @Option(value = "the momentum: the share of the previous step that is kept", min = 0, below = 1)
        double momentum,
    @Option(
            value =
                "the decoupled weight decay, times the learning rate; also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay,
    @Option(
            value = "the learning rate of vectors, relative to that of matrices",
            above = 0,
            formerly = "vector-share")
        double vectorRateFactor,
    @Option(value = "beta1 of adamw, for vectors", min = 0, below = 1) double beta1,
    @Option(value = "beta2 of adamw, for vectors", min = 0, below = 1) double beta2,
    @Option(value = "epsilon of adamw, for vectors", above = 0) double epsilon)
    implements Optimizer {

  private static final int ROUNDS = 5;

  /** The polynomial a x + b x³ + c x⁵, which drives singular values from (0, 1] to about 1. */
  private static final float A = 3.4445f;

  private static final float B = -4.775f;
  private static final float C = 2.0315f;

  private static final double TINY = 1e-7;

  /** Creates an instance with learning rate 0.02. */
  public Muon() {
    this(0.02);
  }

  /**
   * Creates an instance with momentum 0.95, and for vectors adamw with a rate 0.015 times as high.
   */
  public Muon(double learningRate) {
    this(learningRate, 0.95, 0, 0.015, 0.9, 0.95, 1e-10);
  }

  public Muon {
    Options.check(
        Muon.class, learningRate, momentum, weightDecay, vectorRateFactor, beta1, beta2, epsilon);
  }

  @Override
  public List<State> state() {
    return List.of(new State("velocity"), new State("second-moment"));
  }

  @Override
  public void update(float[] weights, float[] gradient, float[][] state, Step step) {
    if (step.rows() > 1 && step.columns() > 1) {
      updateMatrix(weights, gradient, state[0], step);
    } else {
      updateVector(weights, gradient, state, step);
    }
  }

  private void updateVector(float[] weights, float[] gradient, float[][] state, Step step) {
    int to = weights.length;
    double rate = step.learningRate() * vectorRateFactor;
    for (int i = 0; i < to; i++) {
      weights[i] = (float) (weights[i] * (1 - rate * weightDecay));
    }
    Moments.average(state[0], beta1, gradient, weights, 0, 0, to);
    Moments.averageSquares(state[1], beta2, gradient, weights, 0, 0, to);
    double ofMean = rate / (1 - DoubleMath.power(beta1, step.number()));
    double ofSquare = 1 - DoubleMath.power(beta2, step.number());
    Moments.descend(weights, state[0], state[1], ofMean, ofSquare, epsilon, 0, to);
  }

  private void updateMatrix(float[] weights, float[] gradient, float[] velocity, Step step) {
    int rows = step.rows();
    int columns = step.columns();
    float[] direction = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      velocity[i] = (float) (momentum * velocity[i] + gradient[i]);
      direction[i] = (float) (gradient[i] + momentum * velocity[i]);
    }
    boolean tall = rows > columns;
    float[] u =
        tall
            ? transposed(
                orthogonal(transposed(direction, rows, columns), columns, rows), columns, rows)
            : orthogonal(direction, rows, columns);
    double rate = step.learningRate() * Math.sqrt(Math.max(1, (double) columns / rows));
    double kept = 1 - step.learningRate() * weightDecay;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (kept * weights[i] - rate * u[i]);
    }
  }

  /**
   * Brings the singular values of a matrix close to 1.
   *
   * @param x [rows, columns], not more rows than columns; not modified
   */
  private static float[] orthogonal(float[] x, int rows, int columns) {
    double squares = 0;
    for (float value : x) {
      squares += (double) value * value;
    }
    float scale = (float) (1 / (Math.sqrt(squares) + TINY));
    float[] now = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      now[i] = x[i] * scale;
    }
    for (int round = 0; round < ROUNDS; round++) {
      // X <- a X + (b X Xᵀ + c (X Xᵀ)²) X
      float[] gram = product(now, transposed(now, rows, columns), rows, columns, rows);
      float[] gramSquared = product(gram, gram, rows, rows, rows);
      for (int i = 0; i < gram.length; i++) {
        gram[i] = B * gram[i] + C * gramSquared[i];
      }
      float[] bent = product(gram, now, rows, rows, columns);
      for (int i = 0; i < now.length; i++) {
        now[i] = A * now[i] + bent[i];
      }
    }
    return now;
  }

  private static float[] transposed(float[] x, int rows, int columns) {
    float[] result = new float[x.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = x[i * columns + j];
      }
    }
    return result;
  }

  /** The product of [n, k] and [k, m]. */
  private static float[] product(float[] a, float[] b, int n, int k, int m) {
    float[] result = new float[n * m];
    float[] sum = new float[m];
    float[] row = new float[m];
    for (int i = 0; i < n; i++) {
      Arrays.fill(sum, 0);
      for (int q = 0; q < k; q++) {
        System.arraycopy(b, q * m, row, 0, m);
        add(sum, a[i * k + q], row);
      }
      System.arraycopy(sum, 0, result, i * m, m);
    }
    return result;
  }

  private static void add(float[] sum, float factor, float[] row) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = sum[j] + factor * row[j];
    }
  }
}
