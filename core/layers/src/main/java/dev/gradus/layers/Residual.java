package dev.gradus.layers;

import dev.gradus.spi.Activation;
import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Reshape;
import dev.gradus.spi.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A block of layers whose output is added to its input.
 *
 * @param layers of the block; its output has the same shape as its input
 * @param activation of the sum; empty for none
 */
@Plugin(
    name = "residual",
    summary =
        "A block of layers whose output is added to its input, so that gradients can bypass the "
            + "block. For deep networks.",
    formula = "y = activation(x + block(x))",
    reference =
        "K. He, X. Zhang, S. Ren, J. Sun, Deep Residual Learning for Image Recognition, 2015")
public record Residual(
    @Option(
            value =
                "the layers of the block, from input to output; the output of the last has the "
                    + "same shape as the input",
            required = true)
        List<Layer> layers,
    @Option("the activation of the sum; if left out, none") Optional<Activation> activation)
    implements Layer {

  /** Creates a sample: a block with a layer-norm. */
  public Residual() {
    this(List.of(new LayerNorm()));
  }

  /** Creates a layer without an activation. */
  public Residual(List<Layer> layers) {
    this(layers, Optional.empty());
  }

  public Residual {
    layers = List.copyOf(layers);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    LayerFunction block = site.inner("layers", layers);
    if (!block.output().equals(site.input())) {
      throw new IllegalArgumentException(
          "the output of the block is added to its input, but the input is %s and the output %s; give its last layer the size of the input"
              .formatted(site.input(), block.output()));
    }
    if (block instanceof Reshape) {
      throw site.refusal("layers", "no layer in it computes anything");
    }
    return new Sum(block);
  }

  /** y = x + block(x). */
  private record Sum(LayerFunction block) implements CompositeFunction {

    @Override
    public List<LayerFunction> parts() {
      return List.of(block);
    }

    @Override
    public Optional<LayerFunction> withParts(List<LayerFunction> others) {
      return Optional.of(new Sum(others.get(0)));
    }

    @Override
    public Shape input() {
      return block.input();
    }

    @Override
    public Shape output() {
      return block.output();
    }

    @Override
    public Shape activationShape() {
      return Shape.line(output().columns());
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new SumKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      long batch = (long) rows * output().columns() * Float.BYTES;
      return block.kernelBytes(rows, direction) + (direction.isBack() ? 2 : 1) * batch;
    }
  }

  private static final class SumKernel implements LayerFunction.Kernel {

    private final int units;
    private final float[] y;
    private final float[] gradient;
    private final LayerFunction.Workspace inner;
    private final LayerFunction.Kernel block;

    SumKernel(Sum layer, LayerFunction.Workspace workspace) {
      units = layer.output().columns();
      y = workspace.y();
      gradient = workspace.gradient();
      inner = workspace.inner(units);
      block = layer.block().kernel(inner);
    }

    @Override
    public void begin(long step) {
      block.begin(step);
    }

    @Override
    public void beginMeasuring(long step, double share) {
      block.beginMeasuring(step, share);
    }

    @Override
    public void layOut(int part, int parts) {
      block.layOut(part, parts);
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      block.forward(x, from, to, thread);
      float[] within = inner.y();
      for (int i = from * units; i < to * units; i++) {
        y[i] = x[i] + within[i];
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      System.arraycopy(gradient, from * units, inner.gradient(), from * units, (to - from) * units);
      block.backward(x, dx, from, to, thread);
      if (dx.length > 0) {
        for (int i = from * units; i < to * units; i++) {
          dx[i] += gradient[i];
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      block.parameterGradients(x, rows, part, parts, thread);
    }

    @Override
    public List<float[]> gradients() {
      return block.gradients();
    }
  }
}
