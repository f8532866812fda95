package dev.gradus.check;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.LayerFunction.Kernel;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs a function on one batch. */
final class LayerWork {

  private final Layer layer;
  private final LayerFunction function;
  private final Kernel kernel;
  private final TrialWorkspace workspace;
  private final float[] x;
  private final float[] dx;
  private final int rows;

  LayerWork(
      Layer layer, LayerFunction function, float[] x, int rows, Direction direction, int threads) {
    this.layer = layer;
    this.function = function;
    this.x = x;
    this.rows = rows;
    workspace = TrialWorkspace.of(rows, direction, threads, function.output().columns());
    kernel = Claims.answer(layer, "kernel", function.kernel(workspace));
    dx = new float[direction == Direction.BACK_TO_INPUTS ? x.length : 0];
    // dL/dy: moderate, and none of them 0.
    float[] gradient = workspace.gradient();
    SplittableRandom random = new SplittableRandom(Samples.SEED + 1);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (float) (random.nextDouble(0.5, 2) * (random.nextBoolean() ? 1 : -1));
    }
  }

  /** Passes all rows in one piece. */
  LayerWork forward() {
    kernel.layOut(0, 1);
    begin();
    kernel.forward(x, 0, rows, 0);
    return this;
  }

  /** A step only starts in training. */
  private void begin() {
    if (workspace.direction().isBack()) {
      kernel.begin(1);
    }
  }

  LayerWork forwardAndBackward() {
    return forward().backward();
  }

  /** Passes the rows in pieces, from the last to the first, on several threads in turn. */
  LayerWork inPieces(int pieceRows, int parts) {
    for (int part = parts - 1; part >= 0; part--) {
      kernel.layOut(part, parts);
    }
    begin();
    int pieces = (rows + pieceRows - 1) / pieceRows;
    for (int piece = pieces - 1; piece >= 0; piece--) {
      int from = piece * pieceRows;
      int to = Math.min(rows, from + pieceRows);
      int thread = piece % workspace.threads();
      kernel.forward(x, from, to, thread);
      kernel.backward(x, dx, from, to, thread);
    }
    for (int part = parts - 1; part >= 0; part--) {
      kernel.parameterGradients(x, rows, part, parts, part % workspace.threads());
    }
    return this;
  }

  float[] y() {
    return workspace.y();
  }

  /** Values that were not written yet must not matter. */
  LayerWork fillWith(float number) {
    Arrays.fill(y(), number);
    Arrays.fill(dx, number);
    return this;
  }

  LayerWork backward() {
    kernel.backward(x, dx, 0, rows, 0);
    kernel.parameterGradients(x, rows, 0, 1, 0);
    return this;
  }

  /** The sum of the outputs, weighted with dL/dy. */
  double loss() {
    forward();
    double sum = 0;
    for (int i = 0; i < y().length; i++) {
      sum += (double) y()[i] * workspace.gradient()[i];
    }
    return sum;
  }

  /** The gradients of the parameters, concatenated. */
  float[][] gradients() {
    List<float[]> gradients = Claims.answer(layer, "gradients", kernel.gradients());
    List<Tensor> parameters = function.parameters();
    if (gradients.size() != parameters.size()) {
      throw new BrokenClaim(
          layer,
          "it has %s parameters, but %s gradients".formatted(parameters.size(), gradients.size()));
    }
    for (int k = 0; k < gradients.size(); k++) {
      if (gradients.get(k).length != parameters.get(k).size()) {
        throw new BrokenClaim(
            layer,
            "%s has %s numbers, its gradient %s"
                .formatted(
                    parameters.get(k).name(), parameters.get(k).size(), gradients.get(k).length));
      }
    }
    return gradients.toArray(float[][]::new);
  }

  /** All results of a step, as numbers, including statistics. */
  double[] results() {
    Stream<float[]> all =
        Stream.concat(
            Stream.concat(Stream.of(y(), dx), Arrays.stream(gradients())),
            function.statistics().stream().map(Tensor::values));
    return all.flatMapToDouble(
            values -> IntStream.range(0, values.length).mapToDouble(i -> values[i]))
        .toArray();
  }

  LayerFunction function() {
    return function;
  }

  Kernel kernel() {
    return kernel;
  }

  float[] x() {
    return x;
  }

  float[] dx() {
    return dx;
  }

  /** dL/dy. */
  float[] gradient() {
    return workspace.gradient();
  }

  int block() {
    return workspace.block();
  }
}
