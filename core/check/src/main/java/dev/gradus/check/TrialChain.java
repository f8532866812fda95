package dev.gradus.check;

import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;

/** Layers one after the other within a layer on trial. */
record TrialChain(Shape input, Shape output, List<LayerFunction> layers) implements LayerFunction {

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
  public long threadBytes() {
    return layers.stream().mapToLong(LayerFunction::threadBytes).sum();
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new ChainKernel(workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    long between = layers.stream().mapToLong(layer -> layer.output().columns()).sum();
    return layers.stream().mapToLong(layer -> layer.kernelBytes(rows, direction)).sum()
        + 2L * Float.BYTES * rows * between;
  }

  private final class ChainKernel implements Kernel {

    private final Workspace[] workspaces = new Workspace[layers.size()];
    private final Kernel[] kernels = new Kernel[layers.size()];

    ChainKernel(Workspace workspace) {
      if (!(workspace instanceof TrialWorkspace)) {
        throw new IllegalArgumentException(
            "the kernel of inner layers takes the workspace of the layer around them, or one of its inner(), but got another one");
      }
      int last = layers.size() - 1;
      for (int l = 0; l <= last; l++) {
        boolean isLast = l == last;
        TrialWorkspace own =
            TrialWorkspace.of(
                workspace.rows(),
                l > 0 && workspace.direction().isBack()
                    ? Direction.BACK_TO_INPUTS
                    : workspace.direction(),
                workspace.threads(),
                isLast ? 0 : layers.get(l).output().columns());
        workspaces[l] = isLast ? own.with(workspace.y(), workspace.gradient()) : own;
        kernels[l] = layers.get(l).kernel(workspaces[l]);
      }
    }

    private float[] inputOf(int layer, float[] x) {
      return layer == 0 ? x : workspaces[layer - 1].y();
    }

    @Override
    public void begin(long step) {
      for (Kernel kernel : kernels) {
        kernel.begin(step);
      }
    }

    @Override
    public void layOut(int part, int parts) {
      for (Kernel kernel : kernels) {
        kernel.layOut(part, parts);
      }
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      for (int l = 0; l < kernels.length; l++) {
        kernels[l].forward(inputOf(l, x), from, to, thread);
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      for (int l = kernels.length - 1; l > 0; l--) {
        kernels[l].backward(inputOf(l, x), workspaces[l - 1].gradient(), from, to, thread);
      }
      kernels[0].backward(x, dx, from, to, thread);
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      for (int l = 0; l < kernels.length; l++) {
        kernels[l].parameterGradients(inputOf(l, x), rows, part, parts, thread);
      }
    }

    @Override
    public List<float[]> gradients() {
      return Arrays.stream(kernels).flatMap(kernel -> kernel.gradients().stream()).toList();
    }
  }
}
