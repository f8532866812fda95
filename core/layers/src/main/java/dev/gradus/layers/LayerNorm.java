package dev.gradus.layers;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Optional;

/**
 * A layer that standardises the inputs of each example, and learns a scale and a shift.
 *
 * <p>The default epsilon is PyTorch's; Keras has 0.001.
 *
 * @param epsilon a small number that is added to the variance
 * @param activation the activation of the result; empty for none
 */
@Plugin(
    name = "layer-norm",
    summary =
        "Standardises the inputs of each example. For deep networks, whatever the size of the batch.",
    formula =
        "y = activation(weight (x - mean)/sqrt(variance + epsilon) + bias), mean and variance over the inputs of an example",
    reference = "J. L. Ba, J. R. Kiros, G. E. Hinton, Layer Normalization, 2016")
public record LayerNorm(
    @Option(value = "a small number that is added to the variance", above = 0) double epsilon,
    @Option("the activation of the result; if left out, none") Optional<Activation> activation)
    implements Layer {

  /** Creates a layer with epsilon 1e-5. */
  public LayerNorm() {
    this(1e-5, Optional.empty());
  }

  public LayerNorm {
    Options.check(LayerNorm.class, epsilon, activation);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return RowNorm.in(site, true, epsilon);
  }
}
