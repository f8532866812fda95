package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.Activation;
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

  /**
   * Makes room.
   *
   * @param members the number of threads that go
   */
  ActivatedMemory(
      int rows, int units, Optional<Activation> activation, Layer.Way way, int members) {
    this.units = units;
    z = Matrix.zeros(rows, units);
    y = activation.isPresent() ? Matrix.zeros(rows, units) : z;
    gradient = Matrix.zeros(way == Layer.Way.FORWARD ? 0 : rows, units);
    activating =
        activation.isPresent()
            ? IntStream.range(0, members)
                .mapToObj(member -> Activating.by(activation.get(), units))
                .toList()
            : List.of();
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
