package dev.gradus.check;

import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Consecutive layers within a layer in a trial. */
record TrialChain(Shape input, Shape output, List<LayerFunction> parts)
    implements CompositeFunction {

  @Override
  public boolean isIdentity() {
    return parts.stream().allMatch(LayerFunction::isIdentity);
  }

  /** Each layer from the outputs of those before it. */
  @Override
  public void initialize(float[] x, int rows, RandomGenerator random) {
    float[] inputs = x;
    for (LayerFunction part : parts) {
      part.initialize(inputs, rows, random);
      TrialWorkspace workspace =
          TrialWorkspace.of(rows, Direction.FORWARD, 1, part.output().columns());
      Kernel kernel = part.kernel(workspace);
      kernel.layOut(0, 1);
      kernel.forward(inputs, 0, rows, 0);
      inputs = workspace.y();
    }
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new ChainKernel(workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    long between = parts.stream().mapToLong(part -> part.output().columns()).sum();
    return parts.stream().mapToLong(part -> part.kernelBytes(rows, direction)).sum()
        + 2L * Float.BYTES * rows * between;
  }

  private final class ChainKernel implements Kernel {

    private final Workspace[] workspaces = new Workspace[parts.size()];
    private final Kernel[] kernels = new Kernel[parts.size()];

    ChainKernel(Workspace workspace) {
      if (!(workspace instanceof TrialWorkspace)) {
        throw new IllegalArgumentException(
            "the kernel of inner layers takes the workspace of the layer around them, or one of its inner(), but got another one");
      }
      int last = parts.size() - 1;
      for (int l = 0; l <= last; l++) {
        boolean isLast = l == last;
        TrialWorkspace own =
            TrialWorkspace.of(
                workspace.rows(),
                l > 0 && workspace.direction().isBack()
                    ? Direction.BACK_TO_INPUTS
                    : workspace.direction(),
                workspace.threads(),
                isLast ? 0 : parts.get(l).output().columns());
        workspaces[l] = isLast ? own.with(workspace.y(), workspace.gradient()) : own;
        kernels[l] = parts.get(l).kernel(workspaces[l]);
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
    public void beginMeasuring(long step, double share) {
      for (Kernel kernel : kernels) {
        kernel.beginMeasuring(step, share);
      }
    }

    @Override
    public void layOut(int part, int count) {
      for (Kernel kernel : kernels) {
        kernel.layOut(part, count);
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
    public void parameterGradients(float[] x, int rows, int part, int count, int thread) {
      for (int l = 0; l < kernels.length; l++) {
        kernels[l].parameterGradients(inputOf(l, x), rows, part, count, thread);
      }
    }

    @Override
    public List<float[]> gradients() {
      return Arrays.stream(kernels).flatMap(kernel -> kernel.gradients().stream()).toList();
    }
  }
}
