package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.engine.network.Layer.Kernel;
import dev.gradus.engine.network.Layer.Room;
import dev.gradus.engine.network.Layer.Way;
import java.util.Arrays;
import java.util.List;

/** Layers one after the other, at work: their kernels, and the arrays between them. */
final class Chain {

  private static final Matrix NOTHING = Matrix.zeros(0, 0);

  private final Kernel[] kernels;
  private final Matrix[] outputs;
  private final Matrix[] gradients;
  private final boolean goesOn;

  /**
   * Makes the kernels.
   *
   * @param layers at least one; the first is not in place
   * @param rows the largest number of rows of a batch
   * @param way how far computation goes through the first layer; through the others back to their
   *     inputs, if it goes back at all
   * @param products those of each thread
   */
  Chain(List<Layer> layers, int rows, Way way, List<Products> products) {
    if (layers.get(0).isInPlace()) {
      throw new IllegalArgumentException("there is no layer before it whose array it could take");
    }
    int count = layers.size();
    kernels = new Kernel[count];
    outputs = new Matrix[count];
    gradients = new Matrix[count];
    goesOn = way == Way.BACK_TO_INPUTS;
    for (int l = 0; l < count; l++) {
      Layer layer = layers.get(l);
      outputs[l] = Matrix.zeros(rows, layer.outputs());
      gradients[l] =
          shares(layers, l)
              ? gradients[l - 1]
              : Matrix.zeros(way.isBack() ? rows : 0, layer.outputs());
      kernels[l] = layer.kernel(new Room(rows, wayOf(l, way), products, outputs[l], gradients[l]));
    }
  }

  /** Whether dL/dy of a layer is turned into that of the layer before in the same array. */
  private static boolean shares(List<Layer> layers, int l) {
    return l > 0 && layers.get(l).isInPlace();
  }

  private static Way wayOf(int layer, Way first) {
    return layer > 0 && first.isBack() ? Way.BACK_TO_INPUTS : first;
  }

  /** The size in bytes of all arrays. */
  static long bytes(List<Layer> layers, int rows, Way way) {
    long bytes = 0;
    for (int l = 0; l < layers.size(); l++) {
      long batch = (long) rows * layers.get(l).outputs() * Float.BYTES;
      boolean hasGradient = way.isBack() && !shares(layers, l);
      bytes += (hasGradient ? 2 : 1) * batch + layers.get(l).kernelBytes(rows, wayOf(l, way));
    }
    return bytes;
  }

  /** See {@link Kernel#begin}. */
  void begin(long step) {
    for (Kernel kernel : kernels) {
      kernel.begin(step);
    }
  }

  /** See {@link Kernel#beginMeasuring}. */
  void beginMeasuring(long step, double share) {
    for (Kernel kernel : kernels) {
      kernel.beginMeasuring(step, share);
    }
  }

  /** See {@link Kernel#layOut}. */
  void layOut(int part, int parts) {
    for (Kernel kernel : kernels) {
      kernel.layOut(part, parts);
    }
  }

  /**
   * Goes forward through some of the layers.
   *
   * @param x the inputs of the whole batch, [n, inputs]; not modified
   * @param first the first layer
   * @param last the last one, excluded
   */
  void forward(Matrix x, int first, int last, int from, int to, int member) {
    for (int l = first; l < last; l++) {
      kernels[l].forward(inputOf(l, x), from, to, member);
    }
  }

  /**
   * Goes backward from a layer to the first.
   *
   * @param x as in {@link #forward}
   * @param last the layer whose dL/dy is there, excluded
   * @param into where dL/dx goes, if the way goes back to the inputs
   */
  void backward(Matrix x, int last, Matrix into, int from, int to, int member) {
    for (int l = last - 1; l > 0; l--) {
      kernels[l].backward(inputOf(l, x), gradients[l - 1], from, to, member);
    }
    kernels[0].backward(x, goesOn ? into : NOTHING, from, to, member);
  }

  /** See {@link Kernel#parameterGradients}. */
  void parameterGradients(Matrix x, int part, int parts, int member) {
    for (int l = 0; l < kernels.length; l++) {
      kernels[l].parameterGradients(inputOf(l, x), part, parts, member);
    }
  }

  private Matrix inputOf(int layer, Matrix x) {
    return layer == 0 ? x : outputs[layer - 1].firstRows(x.rows());
  }

  /** The number of layers. */
  int size() {
    return kernels.length;
  }

  /** The outputs of a layer, [rows, outputs]; valid until they are computed again. */
  Matrix outputs(int layer) {
    return outputs[layer];
  }

  /** dL/dy of a layer, [rows, outputs]; that of the last is written by what stands behind. */
  Matrix gradient(int layer) {
    return gradients[layer];
  }

  /** The gradients of all parameters, layer by layer. */
  List<Matrix> parameterGradients() {
    return Arrays.stream(kernels).flatMap(kernel -> kernel.gradients().stream()).toList();
  }
}
