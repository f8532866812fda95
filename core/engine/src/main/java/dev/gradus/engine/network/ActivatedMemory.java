package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What all layers remember: pre-activations, outputs, and the gradient of either. */
abstract class ActivatedMemory implements Layer.Memory {

  /** The number of columns. */
  final int units;

  /** The pre-activations. */
  final Matrix z;

  /** dL/doutputs, then dL/dz. */
  final Matrix gradient;

  private final Matrix y;
  private final List<Activating> activating;
  private final List<Matrix> terms;
  private final List<Matrix> coefficientGradients;
  private final double[] sums;

  /**
   * Makes room.
   *
   * @param coefficients what the activation learns
   * @param members the number of threads that go
   */
  ActivatedMemory(
      int rows,
      int units,
      Optional<Activation> activation,
      Coefficients coefficients,
      Layer.Way way,
      int members) {
    this.units = units;
    z = Matrix.zeros(rows, units);
    y = activation.isPresent() ? Matrix.zeros(rows, units) : z;
    gradient = Matrix.zeros(way == Layer.Way.FORWARD ? 0 : rows, units);
    int learningRows = way == Layer.Way.FORWARD ? 0 : rows;
    List<Parameter> learned = coefficients.parameters();
    terms = learned.stream().map(each -> Matrix.zeros(learningRows, units)).toList();
    coefficientGradients = learned.stream().map(each -> Matrix.zeros(1, units)).toList();
    sums = new double[learned.isEmpty() ? 0 : units];
    activating =
        activation.isPresent()
            ? IntStream.range(0, members)
                .mapToObj(member -> activating(activation.get(), units, learned, terms))
                .toList()
            : List.of();
  }

  private static Activating activating(
      Activation f, int units, List<Parameter> coefficients, List<Matrix> terms) {
    return f instanceof LearnedActivation learned
        ? new LearnedActivating(learned, units, coefficients, terms)
        : Activating.by(f, units);
  }

  /** The gradients of what the layer itself learns, in the order of its parameters. */
  abstract List<Matrix> ownGradients();

  /** One part of {@link #parameterGradients}, for what the layer itself learns. */
  abstract void ownParameterGradients(Matrix x, int part, int parts, int member);

  @Override
  public final void parameterGradients(Matrix x, int part, int parts, int member) {
    ownParameterGradients(x, part, parts, member);
    int from = part * units / parts;
    int to = (part + 1) * units / parts;
    for (int k = 0; k < terms.size(); k++) {
      ColumnSums.of(terms.get(k), x.rows(), sums, from, to);
      ColumnSums.narrow(sums, coefficientGradients.get(k), from, to);
    }
  }

  @Override
  public final List<Matrix> gradients() {
    List<Matrix> all = new ArrayList<>(ownGradients());
    all.addAll(coefficientGradients);
    return all;
  }

  /** The number of floats that it makes room for. */
  static long size(int rows, int units, boolean activated, Layer.Way way) {
    long batch = (long) rows * units;
    return batch + (activated ? batch : 0) + (way == Layer.Way.FORWARD ? 0 : batch);
  }

  @Override
  public Matrix preActivations() {
    return z;
  }

  @Override
  public void activate(int from, int to, int member) {
    if (!activating.isEmpty()) {
      activating.get(member).forward(z.values(), y.values(), from, to);
    }
  }

  @Override
  public Matrix outputs() {
    return y;
  }

  @Override
  public Matrix gradient() {
    return gradient;
  }

  @Override
  public void backwardThroughActivation(int from, int to, int member) {
    if (!activating.isEmpty()) {
      activating.get(member).backward(z.values(), y.values(), gradient.values(), from, to);
    }
  }

  @Override
  public void layOut(int from, int to) {}

  @Override
  public void backward(int from, int to) {}
}
