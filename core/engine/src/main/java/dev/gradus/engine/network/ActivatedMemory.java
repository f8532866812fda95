package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What all layers remember: pre-activations, outputs, and the gradient of either. */
abstract class ActivatedMemory implements Layer.Memory {

  /** The number of columns, at each place. */
  final int units;

  /** The pre-activations, [rows places, units]. */
  final Matrix z;

  /** dL/doutputs, then dL/dz, [rows places, units]. */
  final Matrix gradient;

  private final int places;
  private final Optional<Activation> activation;
  private final List<Parameter> coefficients;
  private final Matrix y;
  private final Matrix rowsOfZ;
  private final Matrix rowsOfY;
  private final Matrix rowsOfGradient;
  private final List<Activating> activating;
  private final List<Matrix> terms;
  private final List<Matrix> coefficientGradients;
  private final double[] sums;

  /**
   * Makes room.
   *
   * @param places how many units of one kind a row has behind each other: the pixels of an image,
   *     else 1
   * @param units how many kinds there are
   * @param coefficients what the activation learns
   * @param members the number of threads that go
   */
  ActivatedMemory(
      int rows,
      int places,
      int units,
      Optional<Activation> activation,
      Coefficients coefficients,
      Layer.Way way,
      int members) {
    this.places = places;
    this.units = units;
    this.activation = activation;
    int all = Math.multiplyExact(rows, places);
    int learningRows = way == Layer.Way.FORWARD ? 0 : all;
    z = Matrix.zeros(all, units);
    y = activation.isPresent() ? Matrix.zeros(all, units) : z;
    gradient = Matrix.zeros(learningRows, units);
    rowsOfZ = z.joined(places);
    rowsOfY = y.joined(places);
    rowsOfGradient = gradient.joined(places);
    List<Parameter> learned = coefficients.parameters();
    this.coefficients = learned;
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
      ColumnSums.of(terms.get(k), x.rows() * places, sums, from, to);
      ColumnSums.narrow(sums, coefficientGradients.get(k), from, to);
    }
  }

  @Override
  public final List<Matrix> gradients() {
    List<Matrix> all = new ArrayList<>(ownGradients());
    all.addAll(coefficientGradients);
    return all;
  }

  /**
   * The number of floats that it makes room for.
   *
   * @param units of a row
   */
  static long size(int rows, int units, boolean activated, Layer.Way way) {
    long batch = (long) rows * units;
    return batch + (activated ? batch : 0) + (way == Layer.Way.FORWARD ? 0 : batch);
  }

  @Override
  public Matrix preActivations() {
    return rowsOfZ;
  }

  @Override
  public void activate(int from, int to, int member) {
    if (!activating.isEmpty()) {
      activating.get(member).forward(z.values(), y.values(), from * places, to * places);
    }
  }

  @Override
  public Matrix outputs() {
    return rowsOfY;
  }

  @Override
  public Matrix slopes(int rows) {
    Matrix ofZ = z.firstRows(rows * places);
    if (activation.isEmpty()) {
      Matrix ones = Matrix.zeros(ofZ.rows(), units);
      Arrays.fill(ones.values(), 1);
      return ones;
    }
    List<Matrix> room = coefficients.stream().map(each -> Matrix.zeros(ofZ.rows(), units)).toList();
    return Slopes.of(
        activation.get().isPointwise(),
        activating(activation.get(), units, coefficients, room),
        ofZ,
        y.firstRows(rows * places));
  }

  @Override
  public Matrix gradient() {
    return rowsOfGradient;
  }

  @Override
  public void backwardThroughActivation(int from, int to, int member) {
    if (!activating.isEmpty()) {
      activating
          .get(member)
          .backward(z.values(), y.values(), gradient.values(), from * places, to * places);
    }
  }

  @Override
  public void layOut(int part, int parts) {}

  @Override
  public void backward(int from, int to, int member) {}
}
