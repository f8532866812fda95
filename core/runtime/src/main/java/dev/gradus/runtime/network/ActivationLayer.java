package dev.gradus.runtime.network;

import dev.gradus.spi.Activation;
import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A non-linearity: y = f(z), element by element, or for all numbers of a row or of a pixel
 * together.
 *
 * <p>Each trainable parameter of f has one value for each unit, or for each channel of an image.
 * The backward pass turns dL/dy into dL/dz in the same array, so the layer must follow another one.
 *
 * @param activation f
 * @param input the shape of the inputs and outputs
 * @param units the shape in which f takes these numbers
 */
public record ActivationLayer(
    Activation activation, Shape input, Shape units, List<Tensor> parameters)
    implements LayerFunction {

  /**
   * Appends an activation to a layer.
   *
   * @param site creates its trainable parameters
   */
  public static ActivationLayer behind(LayerFunction layer, Activation f, LayerSite site) {
    Shape units = layer.activationShape();
    List<LearnedActivation.Coefficient> learned =
        f instanceof LearnedActivation learns ? learns.coefficients() : List.of();
    return new ActivationLayer(
        f,
        layer.output(),
        units,
        learned.stream().map(each -> coefficient(each, units.channels(), site)).toList());
  }

  /** The same for one row for each member of an ensemble; these lie one after another. */
  public ActivationLayer ofMembers(int count) {
    return new ActivationLayer(
        activation,
        Shape.line(Math.multiplyExact(count, input.columns())),
        Shape.image(Math.multiplyExact(count, units.places()), 1, units.channels()),
        parameters);
  }

  private static Tensor coefficient(
      LearnedActivation.Coefficient learned, int units, LayerSite site) {
    Tensor tensor =
        site.constant(learned.name(), Tensor.Role.SCALE, units, learned.initial())
            .within(learned.range());
    Ranges.keep(tensor.values(), 0, tensor.values().length, tensor.range());
    return tensor;
  }

  @Override
  public Shape output() {
    return input;
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new ActivationKernel(workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    return direction.isBack() ? (long) Float.BYTES * parameters.size() * rows * input.columns() : 0;
  }

  /** Memory for what {@link ActivationFunction.Learned} leaves in the backward pass. */
  public List<float[]> terms(int rows) {
    return parameters.stream().map(each -> new float[rows * units.channels()]).toList();
  }

  /** Applies f to rows, on one thread. */
  public ActivationFunction activating(List<float[]> terms) {
    return ActivationFunction.by(activation, units.channels(), parameters, terms);
  }

  private final class ActivationKernel implements Kernel {

    private final int places = units.places();
    private final int channels = units.channels();
    private final float[] y;
    private final float[] gradient;

    /** One for each thread. */
    private final List<ActivationFunction> activating;

    /**
     * dL/dcoefficient of every element, whose sums do not depend on which thread computed which
     * rows.
     */
    private final List<float[]> terms;

    private final List<float[]> coefficientGradients;
    private final double[] sums;

    ActivationKernel(Workspace workspace) {
      y = workspace.y();
      gradient = workspace.gradient();
      terms = terms(workspace.direction().isBack() ? workspace.rows() * places : 0);
      activating =
          IntStream.range(0, workspace.threads()).mapToObj(thread -> activating(terms)).toList();
      coefficientGradients = parameters.stream().map(each -> new float[channels]).toList();
      sums = new double[parameters.isEmpty() ? 0 : channels];
    }

    @Override
    public void forward(float[] z, int from, int to, int thread) {
      activating.get(thread).forward(z, y, from * places, to * places);
    }

    /** Works in place: {@code dz} and dL/dy are the same array. */
    @Override
    public void backward(float[] z, float[] dz, int from, int to, int thread) {
      activating.get(thread).backward(z, y, gradient, from * places, to * places);
    }

    @Override
    public void parameterGradients(float[] z, int rows, int part, int parts, int thread) {
      int from = Kernel.startOf(part, parts, channels);
      int to = Kernel.startOf(part + 1, parts, channels);
      for (int k = 0; k < terms.size(); k++) {
        ColumnSums.of(terms.get(k), rows * places, channels, sums, from, to);
        ColumnSums.narrow(sums, coefficientGradients.get(k), from, to);
      }
    }

    @Override
    public List<float[]> gradients() {
      return coefficientGradients;
    }
  }
}
