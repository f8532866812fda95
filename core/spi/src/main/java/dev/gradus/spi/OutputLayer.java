package dev.gradus.spi;

import java.util.Optional;

/** A layer that can be the last one: its outputs are the predictions, before its activation. */
public interface OutputLayer extends Layer {

  /** The number of outputs; if empty, it is {@link LayerSite#outputs}. */
  Optional<Integer> units();
}
