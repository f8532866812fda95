package dev.gradus.engine.config;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Optional;

/**
 * A layer of filters, each of which looks at every square of an image in the same way.
 *
 * <p>Its weights are [kernel kernel channels, filters], and start as those of a dense layer of that
 * shape. Stride and padding are by default those of PyTorch and Keras.
 *
 * @param filters how many there are; each makes one channel of the result
 * @param kernel the edge of a square in pixels
 * @param stride how many pixels lie between the beginnings of two squares
 * @param padding what happens at the edges of the image
 * @param activation what follows; empty for nothing
 * @param weights where the weights start; empty for what suits the activation
 * @param biases where the biases start; empty for zero
 * @param bias whether there are biases
 */
@Plugin(
    name = "conv2d",
    summary =
        "Filters, each of which looks at every square of an image in the same way. For images and grids.",
    formula =
        "y[i,j,f] = activation(sum over k, l, c of x[stride i + k, stride j + l, c] W[k,l,c,f] + b[f])",
    reference =
        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998")
public record Conv2d(
    @Option(value = "the number of filters; each makes one channel of the result", min = 1)
        int filters,
    @Option(value = "the edge of a square in pixels", min = 1) int kernel,
    @Option(value = "how many pixels lie between the beginnings of two squares", min = 1)
        int stride,
    @Option(
            "valid: squares lie wholly in the image; same: as many squares as strides in the image, with zeros around it")
        Padding padding,
    @Option("what each filter makes of its weighted input; if left out, nothing")
        Optional<Activation> activation,
    @Option("where the weights start; if left out, where suits the activation")
        Optional<Initializer> weights,
    @Option("where the biases start; if left out, at zero") Optional<Initializer> biases,
    @Option("whether there are biases") boolean bias)
    implements LayerSpec {

  /** What happens at the edges of an image. */
  public enum Padding {
    /** Squares lie wholly in the image, so the result is smaller. */
    VALID,
    /** There are zeros around the image: with stride 1 the result is as large as it. */
    SAME
  }

  /** With a kernel of 3, stride 1, no padding, and no activation. */
  public Conv2d(int filters) {
    this(filters, 3, 1, Padding.VALID, Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** Checks the options. */
  public Conv2d {
    Options.check(
        Conv2d.class, filters, kernel, stride, padding, activation, weights, biases, bias);
    if (!bias && biases.isPresent()) {
      throw new IllegalArgumentException(
          "biases says where biases start, but bias is false, so there are none");
    }
  }

  /** A layer with an activation. */
  public static Conv2d of(int filters, int kernel, Padding padding, Activation activation) {
    return new Conv2d(
        filters,
        kernel,
        1,
        padding,
        Optional.of(activation),
        Optional.empty(),
        Optional.empty(),
        true);
  }
}
