package dev.gradus.engine.training.update;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.spi.JointOptimizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * The part of a step in which an optimizer sees all tensors before any of them changes.
 *
 * <p>If it computes a second gradient, weights and statistics are restored exactly, so the rest of
 * the step is not affected.
 */
final class JointStep implements JointOptimizer.SecondGradient {

  private final JointOptimizer optimizer;
  private final JointScalars scalars;
  private final List<Update> parts;
  private final DoubleSupplier gradient;
  private final List<Kept> weights = new ArrayList<>();
  private final List<Kept> statistics = new ArrayList<>();

  /** An array and a copy of its earlier content. */
  @SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
  private record Kept(float[] values, float[] before) {

    static Kept of(Parameter tensor) {
      float[] values = tensor.matrix().values();
      return new Kept(values, new float[values.length]);
    }

    void keep() {
      System.arraycopy(values, 0, before, 0, before.length);
    }

    void putBack() {
      System.arraycopy(before, 0, values, 0, before.length);
    }
  }

  /**
   * Allocates the memory.
   *
   * @param scalars the state of the optimizer that all tensors share
   * @param parts the trainable tensors, in their order
   * @param gradient computes the gradients for the examples of a step with the current weights,
   *     overwrites the gradients of the parts with them, and returns the loss
   */
  JointStep(
      JointOptimizer optimizer,
      JointScalars scalars,
      Network network,
      List<Update> parts,
      DoubleSupplier gradient) {
    this.optimizer = optimizer;
    this.scalars = scalars;
    this.parts = List.copyOf(parts);
    this.gradient = gradient;
    if (optimizer.needsSecondGradient()) {
      network.learned().forEach(tensor -> weights.add(Kept.of(tensor)));
      Set<String> learned = new HashSet<>();
      network.parameters().forEach(tensor -> learned.add(tensor.name()));
      network.tensors().stream()
          .filter(tensor -> !learned.contains(tensor.name()))
          .forEach(tensor -> statistics.add(Kept.of(tensor)));
    }
  }

  /** Passes all tensors with their gradients to the optimizer. */
  void prepare() {
    for (int i = 0; i < weights.size(); i++) {
      weights.get(i).keep();
    }
    for (int i = 0; i < statistics.size(); i++) {
      statistics.get(i).keep();
    }
    optimizer.prepare(parts, scalars.values(), this);
    scalars.keep();
  }

  @Override
  public double take() {
    if (!optimizer.needsSecondGradient()) {
      throw new IllegalStateException(
          "an optimizer that computes a second gradient must return true from needsSecondGradient()");
    }
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).keepInRange();
    }
    double loss = gradient.getAsDouble();
    for (int i = 0; i < weights.size(); i++) {
      weights.get(i).putBack();
    }
    for (int i = 0; i < statistics.size(); i++) {
      statistics.get(i).putBack();
    }
    return loss;
  }

  /** The joint state of the optimizer, by name, shared. */
  Map<String, Matrix> memory() {
    return scalars.memory();
  }

  /** The same as arrays; call {@link #restore} after a change. */
  List<float[]> arrays() {
    return scalars.arrays();
  }

  /** Continues with the current content of {@link #memory}. */
  void restore() {
    scalars.restore();
  }
}
