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
 * A layer that divides the inputs of each example by their root mean square, and learns a scale.
 *
 * <p>The default epsilon, 1e-6, is Keras's and JAX's.
 *
 * @param epsilon a small number that is added to the mean square
 * @param activation the activation of the result; empty for none
 */
@Plugin(
    name = "rms-norm",
    summary = "Divides the inputs of each example by their root mean square. A cheaper layer-norm.",
    formula = "y = activation(weight x/sqrt(mean of x^2 + epsilon))",
    reference = "B. Zhang, R. Sennrich, Root Mean Square Layer Normalization, 2019")
public record RmsNorm(
    @Option(value = "a small number that is added to the mean square", above = 0) double epsilon,
    @Option("the activation of the result; if left out, none") Optional<Activation> activation)
    implements Layer {

  /** Creates a layer with epsilon 1e-6. */
  public RmsNorm() {
    this(1e-6, Optional.empty());
  }

  public RmsNorm {
    Options.check(RmsNorm.class, epsilon, activation);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return RowNorm.in(site, false, epsilon);
  }
}
