package org.acme.layers;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;
import java.util.List;

/** Every column becomes a token; each attends to all, and their mean is the output. */
@Plugin(
    name = "column-attention",
    summary = "Self-attention over the columns of a row.",
    formula = "mean over i of softmax(q_i k_j / sqrt(width)) v_j, tokens e_i = x_i a_i + b_i",
    reference =
        "Y. Gorishniy, I. Rubachev, V. Khrulkov, A. Babenko, Revisiting Deep Learning Models for Tabular Data, 2021")
public record ColumnAttention(
    @Option(value = "numbers of a token", min = 1, required = true) int width) implements RowLayer {

  public ColumnAttention() {
    this(3);
  }

  public ColumnAttention {
    Options.check(ColumnAttention.class, width);
  }

  @Override
  public Shape output(Shape input) {
    return Shape.line(width);
  }

  @Override
  public List<Learned> learned(int inputs) {
    return List.of(
        Learned.weights("token", inputs, width),
        Learned.biases("shift", inputs * width),
        Learned.weights("query", width, width),
        Learned.weights("key", width, width),
        Learned.weights("value", width, width));
  }

  /** Tokens, queries, keys and values; the attention; and the gradients of the first four. */
  @Override
  public int memory(int inputs) {
    return 8 * inputs * width + 2 * inputs * inputs;
  }

  @Override
  public void forward(double[] x, double[][] p, double[] y, double[] memory) {
    int n = x.length;
    int size = n * width;
    for (int i = 0; i < size; i++) {
      memory[i] = x[i / width] * p[0][i] + p[1][i];
    }
    for (int part = 1; part <= 3; part++) {
      project(memory, p[part + 1], part * size, n);
    }
    int attention = 4 * size;
    java.util.Arrays.fill(y, 0);
    for (int i = 0; i < n; i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        double score = dot(memory, size + i * width, 2 * size + j * width) / Math.sqrt(width);
        memory[attention + i * n + j] = score;
        most = Math.max(most, score);
      }
      double sum = 0;
      for (int j = 0; j < n; j++) {
        memory[attention + i * n + j] = Math.exp(memory[attention + i * n + j] - most);
        sum += memory[attention + i * n + j];
      }
      for (int j = 0; j < n; j++) {
        memory[attention + i * n + j] /= sum;
        for (int k = 0; k < width; k++) {
          y[k] += memory[attention + i * n + j] * memory[3 * size + j * width + k] / n;
        }
      }
    }
  }

  private void project(double[] memory, double[] w, int into, int n) {
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < width; k++) {
        double sum = 0;
        for (int l = 0; l < width; l++) {
          sum += memory[i * width + l] * w[l * width + k];
        }
        memory[into + i * width + k] = sum;
      }
    }
  }

  private double dot(double[] memory, int a, int b) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += memory[a + k] * memory[b + k];
    }
    return sum;
  }

  @Override
  public void backward(
      double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
    int n = x.length;
    int size = n * width;
    int attention = 4 * size;
    int gradients = attention + 2 * n * n;
    java.util.Arrays.fill(memory, gradients, gradients + 4 * size, 0);
    for (int i = 0; i < n; i++) {
      double mean = 0;
      for (int j = 0; j < n; j++) {
        double a = memory[attention + i * n + j];
        double told = 0;
        for (int k = 0; k < width; k++) {
          told += dy[k] / n * memory[3 * size + j * width + k];
          memory[gradients + 3 * size + j * width + k] += a * dy[k] / n;
        }
        memory[attention + n * n + i * n + j] = told;
        mean += a * told;
      }
      for (int j = 0; j < n; j++) {
        double score =
            memory[attention + i * n + j]
                * (memory[attention + n * n + i * n + j] - mean)
                / Math.sqrt(width);
        for (int k = 0; k < width; k++) {
          memory[gradients + size + i * width + k] += score * memory[2 * size + j * width + k];
          memory[gradients + 2 * size + j * width + k] += score * memory[size + i * width + k];
        }
      }
    }
    for (int part = 1; part <= 3; part++) {
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < width; k++) {
          double told = memory[gradients + part * size + i * width + k];
          for (int l = 0; l < width; l++) {
            dp[part + 1][l * width + k] += told * memory[i * width + l];
            memory[gradients + i * width + l] += told * p[part + 1][l * width + k];
          }
        }
      }
    }
    for (int i = 0; i < size; i++) {
      double told = memory[gradients + i];
      dp[0][i] += told * x[i / width];
      dp[1][i] += told;
      dx[i / width] += told * p[0][i];
    }
  }
}
