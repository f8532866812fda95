package dev.gradus.engine.config;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Optional;

/**
 * A layer that standardises each of its inputs over the batch, and learns a scale and a shift.
 *
 * <p>Defaults are PyTorch's; Keras has epsilon 0.001 and calls 0.99 the momentum. The layer before
 * needs no biases.
 *
 * @param momentum how much the newest batch counts in the running statistics
 * @param epsilon what is added to the variance
 * @param activation what follows; empty for nothing
 */
@Plugin(
    name = "batch-norm",
    summary =
        "Standardises each input over the batch; when predicting, by running statistics. For deep networks.",
    formula =
        "y = activation(weight (x - mean)/sqrt(variance + epsilon) + bias); running <- (1 - momentum) running + momentum batch",
    reference =
        "S. Ioffe, C. Szegedy, Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift, 2015")
public record BatchNorm(
    @Option(
            value = "how much the newest batch counts in the running statistics",
            above = 0,
            max = 1)
        double momentum,
    @Option(value = "what is added to the variance", above = 0) double epsilon,
    @Option("what each unit makes of the result; if left out, nothing")
        Optional<Activation> activation)
    implements LayerSpec {

  /** With momentum 0.1 and epsilon 1e-5. */
  public BatchNorm() {
    this(0.1, 1e-5, Optional.empty());
  }

  /** Checks the options. */
  public BatchNorm {
    Options.check(BatchNorm.class, momentum, epsilon, activation);
  }
}
