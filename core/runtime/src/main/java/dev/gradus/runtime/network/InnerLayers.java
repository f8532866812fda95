package dev.gradus.runtime.network;

import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import java.util.List;

/**
 * Layers one after the other, as one function within a layer.
 *
 * @param parts at least one
 * @param input the shape before the first, and before what only takes it for another shape
 * @param output the shape behind the last
 */
record InnerLayers(List<LayerFunction> parts, Shape input, Shape output)
    implements CompositeFunction {

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

  @Override
  public long threadBytes() {
    return Chain.threadBytes(parts);
  }

  /** Without the arrays of the last layer, which the workspace has. */
  @Override
  public long kernelBytes(int rows, Direction direction) {
    long last = (long) rows * output.columns() * Float.BYTES;
    return Chain.bytes(parts, rows, direction) - (direction.isBack() ? 2 : 1) * last;
  }
}
