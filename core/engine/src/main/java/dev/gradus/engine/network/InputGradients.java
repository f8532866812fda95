package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.VectorProducts;
import dev.gradus.runtime.network.Chain;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.network.Room;
import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gradients of a trained network by its inputs, as it computes in prediction: nothing is dropped
 * out, and statistics stay as they are.
 *
 * <p>A first layer that takes codes of categories, such as an embedding, has no gradient by them.
 * Then the gradients are those by its outputs, see {@link #smooth}.
 *
 * <p>For one thread at a time.
 */
public final class InputGradients {

  private final Optional<Chain> codes;
  private final int width;
  private final Chain chain;
  private final int outputs;

  /**
   * Allocates the memory.
   *
   * @param blocks of the network, without those that do nothing in prediction
   * @param rows the largest number of rows of a batch
   * @throws NetworkException with a sentence, if a layer has no gradient in prediction
   */
  InputGradients(List<Block> blocks, int rows) {
    boolean takesCodes = blocks.get(0).spec().takesCodes();
    List<LayerFunction> layers = new ArrayList<>();
    for (Block block : blocks.subList(takesCodes ? 1 : 0, blocks.size())) {
      block.layers().forEach(layer -> layers.add(inPrediction(layer, block)));
    }
    if (layers.isEmpty()) {
      throw new NetworkException(
          "the network consists of %s alone, whose codes of categories have no gradient"
              .formatted(blocks.get(0).name()));
    }
    codes =
        takesCodes
            ? Optional.of(chain(blocks.get(0).layers(), rows, Direction.FORWARD))
            : Optional.empty();
    width = layers.get(0).input().columns();
    outputs = layers.get(layers.size() - 1).output().columns();
    chain = chain(layers, rows, Direction.BACK_TO_INPUTS);
  }

  private static Chain chain(List<LayerFunction> layers, int rows, Direction direction) {
    int last = layers.get(layers.size() - 1).output().columns();
    Chain chain =
        new Chain(layers, Room.of(rows, direction, List.of(VectorProducts.fastest(0)), last));
    chain.layOut(0, 1);
    return chain;
  }

  /** A layer as it computes in prediction; within a layer of others, each of those. */
  private static LayerFunction inPrediction(LayerFunction layer, Block block) {
    if (!layer.isRandom() && !layer.needsWholeBatch() && !Block.keepsStatistics(layer)) {
      return layer;
    }
    Optional<LayerFunction> steady = Optional.empty();
    if (layer instanceof CompositeFunction composite) {
      List<LayerFunction> parts =
          composite.parts().stream().map(part -> inPrediction(part, block)).toList();
      steady = composite.withParts(parts);
    }
    return steady.orElseGet(() -> SteadyLayer.of(layer, block.name()));
  }

  /** The number of inputs that have gradients. */
  public int width() {
    return width;
  }

  /**
   * The numbers that gradients are computed by: the inputs, or if they have codes of categories,
   * the outputs of the first layer.
   *
   * @param inputs at most the number of rows that this was created for; not modified
   * @return [rows, {@link #width}]
   */
  public Matrix smooth(Matrix inputs) {
    if (codes.isEmpty()) {
      return inputs;
    }
    Chain lookup = codes.get();
    lookup.forward(inputs.values(), 0, inputs.rows(), 0);
    return new Matrix(
        inputs.rows(),
        width,
        Arrays.copyOf(lookup.outputs(lookup.size() - 1), inputs.rows() * width));
  }

  /**
   * The outputs of the network.
   *
   * @param points as {@link #smooth} returns them, at most the number of rows that this was created
   *     for; not modified
   * @return [rows, outputs]
   */
  public Matrix outputs(Matrix points) {
    int last = chain.size() - 1;
    chain.begin(1);
    chain.forward(points.values(), 0, points.rows(), 0);
    return new Matrix(
        points.rows(), outputs, Arrays.copyOf(chain.outputs(last), points.rows() * outputs));
  }

  /**
   * The gradients of a function of the outputs.
   *
   * @param points as {@link #smooth} returns them, at most the number of rows that this was created
   *     for; not modified
   * @param criterion gives the gradient by the outputs, row by row
   * @param gradients as large as the points; overwritten
   */
  public void of(Matrix points, Criterion criterion, Matrix gradients) {
    int rows = points.rows();
    int last = chain.size() - 1;
    chain.begin(1);
    chain.forward(points.values(), 0, rows, 0);
    criterion.evaluate(
        new Matrix(rows, outputs, chain.outputs(last)),
        new Matrix(rows, outputs, chain.gradient(last)),
        0,
        rows,
        0);
    chain.backward(points.values(), gradients.values(), 0, rows, 0);
  }

  /**
   * A layer that behaves differently in training, as in prediction, where it multiplies each number
   * by a factor and adds another: batch normalization does.
   */
  private static final class SteadyLayer implements LayerFunction {

    /** A power of 2, so that rounding errors are those of the factors. */
    private static final float FAR = 1 << 10;

    /** The relative error of a factor times a number. */
    private static final double ROUNDING = 1e-4;

    private final LayerFunction layer;
    private final float[] factors;

    private SteadyLayer(LayerFunction layer, float[] factors) {
      this.layer = layer;
      this.factors = factors;
    }

    /**
     * Finds the factors.
     *
     * @param name of the layer, for a message
     * @throws NetworkException if it does not multiply each number by a factor
     */
    static SteadyLayer of(LayerFunction layer, String name) {
      int units = layer.input().columns();
      float[] factors = new float[units];
      // The kernel of a composite hands its workspace on to its parts, so it takes no other one.
      if (units == layer.output().columns() && !(layer instanceof CompositeFunction)) {
        float[] up = outputs(layer, unit -> FAR);
        float[] down = outputs(layer, unit -> -FAR);
        float[] mixed = outputs(layer, unit -> unit % 3 == 0 ? FAR : unit % 3 == 1 ? -1 : 0.5f);
        boolean each = true;
        for (int unit = 0; unit < units; unit++) {
          factors[unit] = (up[unit] - down[unit]) / (2 * FAR);
          double middle = (up[unit] + down[unit]) / 2.0;
          double at = unit % 3 == 0 ? FAR : unit % 3 == 1 ? -1 : 0.5;
          double size = Math.abs(middle) + Math.abs(factors[unit]) * FAR;
          each &= Math.abs(mixed[unit] - middle - factors[unit] * at) <= ROUNDING * size;
        }
        if (each) {
          return new SteadyLayer(layer, factors);
        }
      }
      throw new NetworkException(
          "layer %s behaves differently in training and in prediction, and %s"
              .formatted(
                  name,
                  layer instanceof CompositeFunction
                      ? "does not let its parts be replaced by what they compute in prediction (withParts in gradus-spi)"
                      : "has no gradient in prediction"));
    }

    private static float[] outputs(LayerFunction layer, Probe probe) {
      float[] x = new float[layer.input().columns()];
      for (int unit = 0; unit < x.length; unit++) {
        x[unit] = probe.at(unit);
      }
      Chain alone = chain(List.of(layer), 1, Direction.FORWARD);
      alone.forward(x, 0, 1, 0);
      return alone.outputs(0).clone();
    }

    /** An input of a layer. */
    private interface Probe {
      float at(int unit);
    }

    @Override
    public Shape input() {
      return layer.input();
    }

    @Override
    public Shape output() {
      return layer.output();
    }

    @Override
    public Shape activationShape() {
      return layer.activationShape();
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return layer.kernelBytes(rows, Direction.FORWARD);
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      Kernel forward = layer.kernel(new OnlyForward(workspace));
      return new Kernel() {
        @Override
        public void layOut(int part, int parts) {
          forward.layOut(part, parts);
        }

        @Override
        public void forward(float[] x, int from, int to, int thread) {
          forward.forward(x, from, to, thread);
        }

        @Override
        public void backward(float[] x, float[] dx, int from, int to, int thread) {
          float[] gradient = workspace.gradient();
          for (int at = from * factors.length; at < to * factors.length; at++) {
            dx[at] = gradient[at] * factors[at % factors.length];
          }
        }
      };
    }
  }

  /** A workspace without a backward pass. */
  private record OnlyForward(LayerFunction.Workspace of) implements LayerFunction.Workspace {

    private static final float[] NOTHING = {};

    @Override
    public int rows() {
      return of.rows();
    }

    @Override
    public Direction direction() {
      return Direction.FORWARD;
    }

    @Override
    public int threads() {
      return of.threads();
    }

    @Override
    public float[] y() {
      return of.y();
    }

    @Override
    public float[] gradient() {
      return NOTHING;
    }

    @Override
    public LayerFunction.Factor factor(float[] b, int rows, int columns, int height) {
      return of.factor(b, rows, columns, height);
    }

    @Override
    public LayerFunction.Factor transposed(float[] b, int rows, int columns, int height) {
      return of.transposed(b, rows, columns, height);
    }

    @Override
    public LayerFunction.Workspace inner(int outputs) {
      return new OnlyForward(of.inner(outputs));
    }
  }
}
