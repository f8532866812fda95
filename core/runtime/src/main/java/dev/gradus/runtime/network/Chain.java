package dev.gradus.runtime.network;

import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.LayerFunction.Kernel;
import java.util.List;
import java.util.stream.IntStream;

/** The kernels of consecutive layers, and the arrays between them. */
public final class Chain implements Kernel {

  private static final float[] NOTHING = {};

  /** More memory than any machine has, but small enough that sums of it do not overflow. */
  private static final long MOST_BYTES = 1L << 58;

  private final Kernel[] kernels;
  private final Room[] rooms;
  private final boolean goesOn;

  /** Which of the layers are frozen. */
  private final boolean[] frozen;

  /** The first layer with a backward pass: all layers before it are frozen. */
  private final int first;

  /**
   * Creates the kernels.
   *
   * @param layers at least one; the first is not an activation
   * @param last the workspace of the last layer; its direction applies to the first layer, and if
   *     there is a backward pass, all others compute the gradient of their inputs
   */
  public Chain(List<LayerFunction> layers, Room last) {
    this(layers, last, new boolean[layers.size()]);
  }

  /**
   * Creates the kernels of layers, some of which are frozen.
   *
   * @param layers at least one; the first is not an activation
   * @param last the workspace of the last layer; its direction applies to the first layer that is
   *     not frozen, and the layers before that have only a forward pass, the same as in prediction
   * @param frozen for each layer
   */
  public Chain(List<LayerFunction> layers, Room last, boolean[] frozen) {
    if (layers.get(0) instanceof ActivationLayer) {
      throw new IllegalArgumentException("there is no layer before it whose array it could take");
    }
    int count = layers.size();
    Direction direction = last.direction();
    this.frozen = frozen.clone();
    first = direction.isBack() ? leading(frozen) : 0;
    kernels = new Kernel[count];
    rooms = new Room[count];
    goesOn = direction == Direction.BACK_TO_INPUTS;
    float[] y = last.y();
    float[] gradient = last.gradient();
    for (int l = count - 1; l >= 0; l--) {
      Direction own = directionOf(l, direction, first);
      rooms[l] = new Room(last.rows(), last.members(), own, last.products(), y, gradient);
      if (l > 0) {
        int size = Math.multiplyExact(last.rows(), layers.get(l - 1).output().columns());
        y = new float[size];
        boolean comesBack = direction.isBack() && l > first;
        gradient = shares(layers, l) ? gradient : new float[comesBack ? size : 0];
      }
    }
    for (int l = 0; l < count; l++) {
      kernels[l] = layers.get(l).kernel(rooms[l]);
    }
  }

  /** Whether a layer turns dL/dy into that of the layer before it in the same array. */
  private static boolean shares(List<LayerFunction> layers, int l) {
    return l > 0 && layers.get(l) instanceof ActivationLayer;
  }

  /** The number of leading frozen layers. */
  private static int leading(boolean[] frozen) {
    int count = 0;
    while (count < frozen.length && frozen[count]) {
      count++;
    }
    return count;
  }

  private static Direction directionOf(int layer, Direction ofFirst, int first) {
    if (!ofFirst.isBack() || layer == first) {
      return ofFirst;
    }
    return layer < first ? Direction.FORWARD : Direction.BACK_TO_INPUTS;
  }

  /** The size in bytes of all arrays. */
  public static long bytes(List<LayerFunction> layers, int rows, Direction direction) {
    return bytes(layers, rows, direction, new boolean[layers.size()]);
  }

  /** The size in bytes where some layers are frozen. */
  public static long bytes(
      List<LayerFunction> layers, int rows, Direction direction, boolean[] frozen) {
    long bytes = 0;
    int first = direction.isBack() ? leading(frozen) : 0;
    for (int l = 0; l < layers.size(); l++) {
      LayerFunction layer = layers.get(l);
      long batch = (long) rows * layer.output().columns() * Float.BYTES;
      boolean hasGradient = direction.isBack() && l >= first && !shares(layers, l);
      long own = Math.min(MOST_BYTES, layer.kernelBytes(rows, directionOf(l, direction, first)));
      bytes = Math.min(MOST_BYTES, bytes + (hasGradient ? 2 : 1) * batch + own);
    }
    return bytes;
  }

  /** The additional memory of each thread. */
  public static long threadBytes(List<LayerFunction> layers) {
    long bytes = 0;
    for (LayerFunction layer : layers) {
      bytes = Math.min(MOST_BYTES, bytes + Math.min(MOST_BYTES, layer.threadBytes()));
    }
    return bytes;
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
  public void layOut(int part, int parts) {
    for (Kernel kernel : kernels) {
      kernel.layOut(part, parts);
    }
  }

  @Override
  public void forward(float[] x, int from, int to, int thread) {
    forward(x, 0, size(), from, to, thread);
  }

  @Override
  public void backward(float[] x, float[] dx, int from, int to, int thread) {
    backward(x, size(), dx, from, to, thread);
  }

  /**
   * Runs the forward pass of some of the layers.
   *
   * @param x the inputs of the whole batch, [n, inputs]; not modified
   * @param first the first layer
   * @param last the end, exclusive
   */
  public void forward(float[] x, int first, int last, int from, int to, int thread) {
    for (int l = first; l < last; l++) {
      kernels[l].forward(inputOf(l, x), from, to, thread);
    }
  }

  /**
   * Runs the backward pass from a layer to the first that is not frozen.
   *
   * @param x as in {@link #forward}
   * @param last the layer after the last one; dL/dy of the last one is already there
   * @param dx overwritten with dL/dx, if the direction includes the inputs
   */
  public void backward(float[] x, int last, float[] dx, int from, int to, int thread) {
    for (int l = last - 1; l > first; l--) {
      kernels[l].backward(inputOf(l, x), rooms[l - 1].gradient(), from, to, thread);
    }
    kernels[first].backward(inputOf(first, x), goesOn ? dx : NOTHING, from, to, thread);
  }

  @Override
  public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
    for (int l = first; l < kernels.length; l++) {
      if (!frozen[l]) {
        kernels[l].parameterGradients(inputOf(l, x), rows, part, parts, thread);
      }
    }
  }

  private float[] inputOf(int layer, float[] x) {
    return layer == 0 ? x : rooms[layer - 1].y();
  }

  /** The number of layers. */
  public int size() {
    return kernels.length;
  }

  /**
   * The granularity of row ranges: each begins at a multiple of it, because some layer works in
   * blocks.
   */
  public int block() {
    return rooms[0].block();
  }

  /** The outputs of a layer, [rows, outputs]; valid until they are computed again. */
  public float[] outputs(int layer) {
    return rooms[layer].y();
  }

  /** dL/dy of a layer, [rows, outputs]; that of the last layer is written by the caller. */
  public float[] gradient(int layer) {
    return rooms[layer].gradient();
  }

  /** The gradients of all parameters of the layers that are not frozen, layer by layer. */
  @Override
  public List<float[]> gradients() {
    return IntStream.range(0, kernels.length)
        .filter(l -> !frozen[l])
        .boxed()
        .flatMap(l -> kernels[l].gradients().stream())
        .toList();
  }
}
