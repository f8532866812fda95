package dev.gradus.layers;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * A layer that sets a random part of its inputs to 0 during training and scales up the rest, so
 * that prediction needs no correction.
 *
 * @param rate the share of inputs that is set to 0
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
    @Option(value = "the share of inputs that is set to 0", min = 0, below = 1) double rate)
    implements Layer {

  /** Creates a layer with rate 0.5. */
  public Dropout() {
    this(0.5);
  }

  public Dropout {
    Options.check(Dropout.class, rate);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return Noise.of(site, new Noise.Dropping(rate));
  }
}
