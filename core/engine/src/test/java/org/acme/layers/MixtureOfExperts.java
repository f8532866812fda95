package org.acme.layers;

import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Several layers see the same input; a gate says how much each of them counts. */
@Plugin(
    name = "mixture-of-experts",
    summary = "Layers that a gate weights, for each row in its own way.",
    formula = "y = sum over e of softmax(x G)_e expert_e(x)",
    reference =
        "R. A. Jacobs, M. I. Jordan, S. J. Nowlan, G. E. Hinton, Adaptive Mixtures of Local Experts, 1991")
public record MixtureOfExperts(
    @Option(value = "layers of one output size", required = true) List<Layer> experts)
    implements Layer {

  public MixtureOfExperts() {
    this(List.of(new Gated(3), new Gated(3)));
  }

  public MixtureOfExperts {
    experts = List.copyOf(experts);
    if (experts.size() < 2) {
      throw new IllegalArgumentException("experts must be at least two layers, to choose between");
    }
  }

  @Override
  public LayerFunction build(LayerSite site) {
    List<LayerFunction> built =
        IntStream.range(0, experts.size())
            .mapToObj(e -> site.inner("experts[" + e + "]", List.of(experts.get(e))))
            .toList();
    Shape output = built.get(0).output();
    if (!built.stream().allMatch(each -> each.output().equals(output))) {
      throw site.refusal("experts", "must all give as much, but the first gives " + output);
    }
    int inputs = site.input().columns();
    return new Mixture(
        site.input(), output, built, site.weights("gate", inputs, built.size(), Optional.empty()));
  }

  private record Mixture(Shape input, Shape output, List<LayerFunction> experts, Tensor gate)
      implements CompositeFunction {

    @Override
    public List<LayerFunction> parts() {
      return experts;
    }

    @Override
    public List<Tensor> parameters() {
      return Stream.concat(
              Stream.of(gate), experts.stream().flatMap(each -> each.parameters().stream()))
          .toList();
    }

    @Override
    public long multiplications() {
      return gate.size() + experts.stream().mapToLong(LayerFunction::multiplications).sum();
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new MixtureKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      long each = (long) rows * (2 * output.columns() + input.columns()) * Float.BYTES;
      return experts.stream().mapToLong(e -> e.kernelBytes(rows, direction) + each).sum()
          + 2L * Double.BYTES * rows * experts.size();
    }
  }

  private static final class MixtureKernel implements LayerFunction.Kernel {

    private final int inputs;
    private final int outputs;
    private final int count;
    private final float[] gate;
    private final float[] gateGradient;
    private final double[] sums;
    private final LayerFunction.Workspace own;
    private final LayerFunction.Workspace[] workspaces;
    private final LayerFunction.Kernel[] kernels;
    private final float[][] dxs;

    /** What the gate says for each row and expert, and dL/d of its scores. */
    private final double[] shares;

    private final double[] scoreGradients;

    MixtureKernel(Mixture layer, LayerFunction.Workspace workspace) {
      inputs = layer.input().columns();
      outputs = layer.output().columns();
      count = layer.experts().size();
      gate = layer.gate().values();
      own = workspace;
      boolean goesOn = workspace.direction() == LayerFunction.Direction.BACK_TO_INPUTS;
      workspaces = new LayerFunction.Workspace[count];
      kernels = new LayerFunction.Kernel[count];
      dxs = new float[count][goesOn ? workspace.rows() * inputs : 0];
      for (int e = 0; e < count; e++) {
        workspaces[e] = workspace.inner(outputs);
        kernels[e] = layer.experts().get(e).kernel(workspaces[e]);
      }
      shares = new double[workspace.rows() * count];
      scoreGradients = new double[shares.length];
      gateGradient = new float[gate.length];
      sums = new double[gate.length];
    }

    @Override
    public void begin(long step) {
      for (LayerFunction.Kernel kernel : kernels) {
        kernel.begin(step);
      }
    }

    @Override
    public void beginMeasuring(long step, double share) {
      for (LayerFunction.Kernel kernel : kernels) {
        kernel.beginMeasuring(step, share);
      }
    }

    @Override
    public void layOut(int part, int parts) {
      for (LayerFunction.Kernel kernel : kernels) {
        kernel.layOut(part, parts);
      }
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      Arrays.fill(own.y(), from * outputs, to * outputs, 0);
      for (int i = from; i < to; i++) {
        share(x, i);
      }
      for (int e = 0; e < count; e++) {
        kernels[e].forward(x, from, to, thread);
        float[] y = workspaces[e].y();
        for (int at = from * outputs; at < to * outputs; at++) {
          own.y()[at] += (float) (shares[at / outputs * count + e] * y[at]);
        }
      }
    }

    private void share(float[] x, int row) {
      double most = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int e = 0; e < count; e++) {
        double score = 0;
        for (int i = 0; i < inputs; i++) {
          score += (double) x[row * inputs + i] * gate[i * count + e];
        }
        shares[row * count + e] = score;
        most = Math.max(most, score);
      }
      for (int e = 0; e < count; e++) {
        shares[row * count + e] = Math.exp(shares[row * count + e] - most);
        sum += shares[row * count + e];
      }
      for (int e = 0; e < count; e++) {
        shares[row * count + e] /= sum;
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      for (int e = 0; e < count; e++) {
        float[] gradient = workspaces[e].gradient();
        for (int at = from * outputs; at < to * outputs; at++) {
          gradient[at] = (float) (shares[at / outputs * count + e] * own.gradient()[at]);
        }
        kernels[e].backward(x, dxs[e], from, to, thread);
      }
      for (int i = from; i < to; i++) {
        scores(i);
        for (int j = 0; j < inputs && dx.length > 0; j++) {
          double sum = 0;
          for (int e = 0; e < count; e++) {
            sum += dxs[e][i * inputs + j] + scoreGradients[i * count + e] * gate[j * count + e];
          }
          dx[i * inputs + j] = (float) sum;
        }
      }
    }

    private void scores(int row) {
      double mean = 0;
      for (int e = 0; e < count; e++) {
        double told = 0;
        for (int at = row * outputs; at < (row + 1) * outputs; at++) {
          told += (double) own.gradient()[at] * workspaces[e].y()[at];
        }
        scoreGradients[row * count + e] = told;
        mean += shares[row * count + e] * told;
      }
      for (int e = 0; e < count; e++) {
        scoreGradients[row * count + e] =
            shares[row * count + e] * (scoreGradients[row * count + e] - mean);
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      for (int at = LayerFunction.Kernel.startOf(part, parts, gate.length);
          at < LayerFunction.Kernel.startOf(part + 1, parts, gate.length);
          at++) {
        sums[at] = 0;
        for (int row = 0; row < rows; row++) {
          sums[at] += x[row * inputs + at / count] * scoreGradients[row * count + at % count];
        }
        gateGradient[at] = (float) sums[at];
      }
      for (LayerFunction.Kernel kernel : kernels) {
        kernel.parameterGradients(x, rows, part, parts, thread);
      }
    }

    @Override
    public List<float[]> gradients() {
      List<float[]> all = new ArrayList<>(List.of(gateGradient));
      for (LayerFunction.Kernel kernel : kernels) {
        all.addAll(kernel.gradients());
      }
      return all;
    }
  }
}
