package dev.gradus.layers;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.Optional;

/**
 * A layer that adds normal noise during training.
 *
 * @param stddev the standard deviation of the noise
 * @param schedule how it changes during training; empty if it is constant
 */
@Plugin(
    name = "gaussian-noise",
    summary = "Adds normal noise during training. Against overfitting.",
    formula = "in training, y = x + N(0, stddev^2); in prediction, y = x",
    reference = "C. M. Bishop, Training with Noise is Equivalent to Tikhonov Regularization, 1995")
public record GaussianNoise(
    @Option(value = "the standard deviation of the noise", min = 0, formerly = "deviation")
        double stddev,
    @Option(
            "how the standard deviation changes during training, such as flat-cos; if left out, it is constant")
        Optional<Schedule> schedule)
    implements Layer {

  /** Creates a layer with standard deviation 0.1. */
  public GaussianNoise() {
    this(0.1);
  }

  /** Creates a layer with a constant standard deviation. */
  public GaussianNoise(double stddev) {
    this(stddev, Optional.empty());
  }

  public GaussianNoise {
    Options.check(GaussianNoise.class, stddev, schedule);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return Noise.at(site, new Noise.Adding(stddev), schedule, Interval.atLeast(0));
  }
}
