package dev.gradus.runtime.network;

import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Consecutive layers, used as one function within a layer. */
final class InnerLayers implements CompositeFunction {

  private final List<LayerFunction> parts;
  private final Shape input;
  private final Shape output;

  /**
   * Takes some layers.
   *
   * @param parts at least one
   * @param input the shape before the first layer and any reshaping before it
   * @param output the shape after the last layer
   */
  InnerLayers(List<LayerFunction> parts, Shape input, Shape output) {
    this.parts = parts;
    this.input = input;
    this.output = output;
  }

  @Override
  public List<LayerFunction> parts() {
    return parts;
  }

  @Override
  public Shape input() {
    return input;
  }

  @Override
  public Shape output() {
    return output;
  }

  @Override
  public Optional<LayerFunction> withParts(List<LayerFunction> others) {
    return Optional.of(new InnerLayers(others, input, output));
  }

  @Override
  public boolean isIdentity() {
    return parts.stream().allMatch(LayerFunction::isIdentity);
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    if (!(workspace instanceof Room room)) {
      throw new IllegalArgumentException(
          "the kernel of inner layers takes the workspace of the layer around them, or one of its inner(), but got another one");
    }
    return new Chain(parts, room);
  }

  /** Each layer from the outputs of those before it. */
  @Override
  public void initialize(float[] x, int rows, RandomGenerator random) {
    for (int l = 0; l < parts.size(); l++) {
      LayerFunction part = parts.get(l);
      if (part.initializesFromData()) {
        part.initialize(
            l == 0 ? x : new Forward(parts.subList(0, l), rows).outputs(x, rows), rows, random);
      }
    }
  }

  @Override
  public long threadBytes() {
    return Chain.threadBytes(parts);
  }

  /** The arrays of the last layer do not count, because the workspace has them. */
  @Override
  public long kernelBytes(int rows, Direction direction) {
    long last = (long) rows * output.columns() * Float.BYTES;
    return Chain.bytes(parts, rows, direction) - (direction.isBack() ? 2 : 1) * last;
  }
}
