package dev.gradus.spi;

import java.util.Optional;

/**
 * A layer of a network, as the YAML describes it: its options.
 *
 * <p>Most layers map one row to one row: they implement {@link RowLayer}, whose methods take a
 * single row in {@code double}. Implement this interface itself to work on the {@code float} arrays
 * of whole batches, for speed or because the layer relates the rows of a batch to each other.
 */
public interface Layer {

  /**
   * Builds the layer for its position in a network.
   *
   * @param site the shape of the input, and factories for tensors
   * @throws IllegalArgumentException with a sentence, if it does not fit there; the engine adds the
   *     place
   */
  LayerFunction build(LayerSite site);

  /**
   * The activation after the layer, which the engine adds; empty unless overridden. A record
   * component {@code Optional<Activation> activation} overrides it.
   */
  default Optional<Activation> activation() {
    return Optional.empty();
  }

  /**
   * Whether it takes categorical columns as integer codes from 0 instead of one-hot. Only the first
   * layer of a network receives codes; false unless overridden.
   */
  default boolean takesCodes() {
    return false;
  }
}
