package dev.gradus.spi;

import java.util.Optional;

/**
 * A function y = x W + b. {@code gradus explain} shows the passes of an example through such layers
 * digit by digit.
 */
public interface AffineFunction extends LayerFunction {

  /** W, [inputs, outputs]. */
  Tensor weight();

  /** b, [1, outputs]; empty if there are no biases. */
  Optional<Tensor> bias();
}
