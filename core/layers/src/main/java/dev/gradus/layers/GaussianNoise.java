package dev.gradus.layers;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * A layer that adds normal noise during training.
 *
 * @param stddev the standard deviation of the noise
 */
@Plugin(
    name = "gaussian-noise",
    summary = "Adds normal noise during training. Against overfitting.",
    formula = "in training, y = x + N(0, stddev^2); in prediction, y = x",
    reference = "C. M. Bishop, Training with Noise is Equivalent to Tikhonov Regularization, 1995")
public record GaussianNoise(
    @Option(value = "the standard deviation of the noise", min = 0, formerly = "deviation")
        double stddev)
    implements Layer {

  /** Creates a layer with standard deviation 0.1. */
  public GaussianNoise() {
    this(0.1);
  }

  public GaussianNoise {
    Options.check(GaussianNoise.class, stddev);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return Noise.of(site, new Noise.Adding(stddev));
  }
}
