package dev.gradus.layers;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Optional;

/**
 * Makes an image smaller: the mean of every square, for each channel. An incomplete window at the
 * lower or right edge is dropped.
 *
 * @param size the edge of a square in pixels
 * @param stride how many pixels lie between the beginnings of two squares; empty for the size
 */
@Plugin(
    name = "average-pool",
    summary = "Makes an image smaller: the mean of every square, for each channel.",
    formula = "y[i,j,c] = mean over k, l of x[stride i + k, stride j + l, c]",
    reference =
        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998")
public record AveragePool(
    @Option(value = "the edge of a square in pixels", min = 1) int size,
    @Option(value = "the distance between two windows in pixels; if left out, the size", min = 1)
        Optional<Integer> stride)
    implements Layer {

  /** Adjacent windows of 2 by 2 pixels. */
  public AveragePool() {
    this(2, Optional.empty());
  }

  public AveragePool {
    Options.check(AveragePool.class, size, stride);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return new Pool(Patches.inside(site, "size", size, stride.orElse(size)), Pool.Kind.MEAN, false);
  }
}
