package dev.gradus.layers;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Reshape;
import dev.gradus.spi.Shape;

/** Flattens an image to a vector, for dense layers; it computes nothing. */
@Plugin(
    name = "flatten",
    summary = "Flattens an image to a vector, for dense layers.",
    formula = "y = x")
public record Flatten() implements Layer {
  @Override
  public LayerFunction build(LayerSite site) {
    Shape image = Patches.image(site);
    return new Reshape(image, Shape.line(image.columns()));
  }
}
