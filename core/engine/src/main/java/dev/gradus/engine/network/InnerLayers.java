package dev.gradus.engine.network;

import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;

/**
 * Layers one after the other, as one function within a layer.
 *
 * @param layers at least one
 * @param input the shape before the first, and before what only takes it for another shape
 * @param output the shape behind the last
 */
record InnerLayers(List<LayerFunction> layers, Shape input, Shape output) implements LayerFunction {

  @Override
  public List<Tensor> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  @Override
  public List<Tensor> statistics() {
    return layers.stream().flatMap(layer -> layer.statistics().stream()).toList();
  }

  @Override
  public boolean isRandom() {
    return layers.stream().anyMatch(LayerFunction::isRandom);
  }

  @Override
  public boolean isIdentity() {
    return layers.stream().allMatch(LayerFunction::isIdentity);
  }

  @Override
  public boolean needsWholeBatch() {
    return layers.stream().anyMatch(LayerFunction::needsWholeBatch);
  }

  @Override
  public boolean needsBlocks() {
    return layers.stream().anyMatch(LayerFunction::needsBlocks);
  }

  @Override
  public int leastRows() {
    return layers.stream().mapToInt(LayerFunction::leastRows).max().orElse(1);
  }

  @Override
  public long multiplications() {
    return layers.stream().mapToLong(LayerFunction::multiplications).sum();
  }

  @Override
  public long largestArray(int rows) {
    return layers.stream().mapToLong(layer -> layer.largestArray(rows)).max().orElse(0);
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    if (!(workspace instanceof Room room)) {
      throw new IllegalArgumentException(
          "the kernel of inner layers takes the workspace of the layer around them, or one of its inner(), but got another one");
    }
    Chain chain = new Chain(layers, room);
    return new Kernel() {

      @Override
      public void begin(long step) {
        chain.begin(step);
      }

      @Override
      public void beginMeasuring(long step, double share) {
        chain.beginMeasuring(step, share);
      }

      @Override
      public void layOut(int part, int parts) {
        chain.layOut(part, parts);
      }

      @Override
      public void forward(float[] x, int from, int to, int thread) {
        chain.forward(x, 0, chain.size(), from, to, thread);
      }

      @Override
      public void backward(float[] x, float[] dx, int from, int to, int thread) {
        chain.backward(x, chain.size(), dx, from, to, thread);
      }

      @Override
      public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
        chain.parameterGradients(x, rows, part, parts, thread);
      }

      @Override
      public List<float[]> gradients() {
        return chain.parameterGradients();
      }
    };
  }

  @Override
  public long threadBytes() {
    return Chain.threadBytes(layers);
  }

  /** Without the arrays of the last layer, which the workspace has. */
  @Override
  public long kernelBytes(int rows, Direction direction) {
    long last = (long) rows * output.columns() * Float.BYTES;
    return Chain.bytes(layers, rows, direction) - (direction.isBack() ? 2 : 1) * last;
  }
}
