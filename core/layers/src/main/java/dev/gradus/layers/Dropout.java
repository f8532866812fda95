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
 * A layer that sets a random part of its inputs to 0 during training and scales up the rest, so
 * that prediction needs no correction.
 *
 * @param rate the share of inputs that is set to 0
 * @param schedule how it changes during training; empty if it is constant
 */
@Plugin(
    name = "dropout",
    summary = "Sets a random part of its inputs to 0 during training. Against overfitting.",
    formula =
        "in training, y = x/(1 - rate) with the probability 1 - rate, else 0; in prediction, y = "
            + "x",
    reference =
        "N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014")
public record Dropout(
    @Option(value = "the share of inputs that is set to 0", min = 0, below = 1) double rate,
    @Option("how the rate changes during training, such as flat-cos; if left out, it is constant")
        Optional<Schedule> schedule)
    implements Layer {

  /** Creates a layer with rate 0.5. */
  public Dropout() {
    this(0.5);
  }

  /** Creates a layer with a constant rate. */
  public Dropout(double rate) {
    this(rate, Optional.empty());
  }

  public Dropout {
    Options.check(Dropout.class, rate, schedule);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return Noise.at(site, new Noise.Dropping(rate), schedule, new Interval(0, true, 1, false));
  }
}
