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
 * A layer that sets a random part of its inputs to the lower limit of {@code selu} in training, and
 * scales and shifts all inputs so that mean 0 and variance 1 are preserved.
 *
 * @param rate the share of inputs that is set
 * @param schedule how it changes during training; empty if it is constant
 */
@Plugin(
    name = "alpha-dropout",
    summary = "Dropout that keeps mean and variance, for selu.",
    formula =
        "in training, y = a (x with the probability 1 - rate, else A) + b, A = -1.7580993, a = "
            + "((1 - rate)(1 + rate A^2))^(-1/2), b = -a rate A; in prediction, y = x",
    reference =
        "G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, Self-Normalizing Neural Networks, 2017")
public record AlphaDropout(
    @Option(value = "the share of inputs that is set", min = 0, below = 1) double rate,
    @Option("how the rate changes during training, such as flat-cos; if left out, it is constant")
        Optional<Schedule> schedule)
    implements Layer {

  /** Creates a layer with rate 0.1. */
  public AlphaDropout() {
    this(0.1);
  }

  /** Creates a layer with a constant rate. */
  public AlphaDropout(double rate) {
    this(rate, Optional.empty());
  }

  public AlphaDropout {
    Options.check(AlphaDropout.class, rate, schedule);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return Noise.at(site, new Noise.AlphaDropping(rate), schedule, new Interval(0, true, 1, false));
  }
}
