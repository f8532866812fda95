package dev.gradus.layers;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;

/** Reduces an image to the mean of each channel. */
@Plugin(
    name = "global-average-pool",
    summary = "Reduces an image to the mean of each channel.",
    formula = "y[c] = mean over i, j of x[i,j,c]",
    reference = "M. Lin, Q. Chen, S. Yan, Network In Network, 2013")
public record GlobalAveragePool() implements Layer {
  @Override
  public LayerFunction build(LayerSite site) {
    Shape image = Patches.image(site);
    return new Pool(Patches.inside(image, image.height(), image.width(), 1), Pool.Kind.MEAN, true);
  }
}
