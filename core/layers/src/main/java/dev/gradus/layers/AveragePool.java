package dev.gradus.layers;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;
import java.util.Optional;

/**
 * Downsamples an image: the mean of every window, for each channel. An incomplete window at the
 * lower or right edge is dropped.
 *
 * @param size the width and height of a window in pixels
 * @param stride the distance between two windows in pixels; empty for the size
 * @param pads rows of zeros above, columns left, rows below and columns right of the image, which
 *     count in the mean, as with {@code count_include_pad} in PyTorch and ONNX; a single number for
 *     all sides, or two for above and below and for left and right, become four; empty for none
 */
@Plugin(
    name = "average-pool",
    summary = "Downsamples an image: the mean of every window, for each channel.",
    formula = "y[i,j,c] = mean over k, l of x[stride i + k, stride j + l, c]",
    reference =
        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998")
public record AveragePool(
    @Option(value = "the width and height of a window in pixels", min = 1) int size,
    @Option(value = "the distance between two windows in pixels; if left out, the size", min = 1)
        Optional<Integer> stride,
    @Option(
            value =
                "rows and columns of zeros around the image, which count in the mean: "
                    + Pads.FORMS,
            min = 0)
        Optional<List<Integer>> pads)
    implements Layer {

  /** Adjacent windows of 2 by 2 pixels. */
  public AveragePool() {
    this(2, Optional.empty());
  }

  /** Windows that lie wholly in the image. */
  public AveragePool(int size, Optional<Integer> stride) {
    this(size, stride, Optional.empty());
  }

  public AveragePool {
    Options.check(AveragePool.class, size, stride, pads);
    pads = Pads.ofSides(pads, "size", size);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return new Pool(
        Patches.inside(site, "size", size, stride.orElse(size), pads), Pool.Kind.MEAN, false);
  }
}
