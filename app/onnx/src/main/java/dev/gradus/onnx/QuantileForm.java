package dev.gradus.onnx;

import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The quantiles that a loss finds in the outputs of a network. They are a function in Java, so its
 * form is found by trying it: each is an output of its own; or one is, and the other outputs are,
 * through softplus, the distances to the neighbouring quantile. What is found is compared with the
 * function on random outputs.
 *
 * @param levels the number of quantiles
 * @param width the number of numbers of the target
 * @param start the index of the quantile from which the distances begin; -1 if there are none
 */
record QuantileForm(int levels, int width, int start) {

  private static final int TRIALS = 100;

  /**
   * How far from 0 outputs are in a sixth of the trials; in the others it is up to 32 times as far.
   */
  private static final double FAR = 4;

  private static final double NEAR = 1e-9;

  /**
   * The form of all quantiles.
   *
   * @param outputs the number of outputs of the network
   * @param width the number of numbers of the target
   * @return empty if they have none of these forms
   */
  static Optional<QuantileForm> of(Loss loss, int outputs, int width) {
    int levels = loss.quantiles().size();
    for (int start = -1; start < levels && outputs == levels * width; start++) {
      QuantileForm form = new QuantileForm(levels, width, start);
      if (form.isThatOf(loss)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  private boolean isThatOf(Loss loss) {
    Random random = new Random(1);
    for (int i = 0; i < TRIALS; i++) {
      double far = FAR * (1 << i % 6);
      double[] all = random.doubles((long) levels * width, -far, far).toArray();
      for (int k = 0; k < width; k++) {
        double[] found = quantiles(all, k);
        for (int level = 0; level < levels; level++) {
          double right = loss.quantile(all, k, level);
          if (!(Math.abs(right - found[level]) <= NEAR * Math.max(1, Math.abs(right)))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private int place(int level, int target) {
    return level * width + target;
  }

  private double[] quantiles(double[] all, int target) {
    double[] found = new double[levels];
    for (int level = 0; level < levels; level++) {
      found[level] = all[place(level, target)];
    }
    for (int level = start + 1; start >= 0 && level < levels; level++) {
      found[level] = found[level - 1] + Curve.SOFTPLUS.of(found[level]);
    }
    for (int level = start - 1; level >= 0; level--) {
      found[level] = found[level + 1] - Curve.SOFTPLUS.of(found[level]);
    }
    return found;
  }

  /**
   * Appends the quantiles of a number of the target.
   *
   * @param y doubles, [rows, outputs]
   * @return for each level doubles, [rows, 1], in the unit that the network sees
   */
  List<String> append(OnnxGraph graph, String y, int target) {
    String[] found = new String[levels];
    for (int level = 0; level < levels; level++) {
      found[level] = graph.columns(y, place(level, target));
    }
    for (int level = start + 1; start >= 0 && level < levels; level++) {
      String distance = Curve.SOFTPLUS.append(graph, found[level]);
      found[level] = graph.node("Add", found[level - 1], distance);
    }
    for (int level = start - 1; level >= 0; level--) {
      String distance = Curve.SOFTPLUS.append(graph, found[level]);
      found[level] = graph.node("Sub", found[level + 1], distance);
    }
    return new ArrayList<>(Arrays.asList(found));
  }
}
