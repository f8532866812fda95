package dev.gradus.spi;

import java.util.Optional;

/**
 * A layer of a network, as the YAML describes it: its options.
 *
 * <p>Most layers take one row and give one row: they implement {@link RowLayer}, whose methods are
 * in {@code double} and for one row. This interface itself is for those that work on the {@code
 * float} arrays of whole batches, for speed, or because they relate the rows of a batch to each
 * other.
 */
public interface Layer {

  /**
   * Makes the layer for its place in a network.
   *
   * @param site the shape of the input, and what makes the tensors
   * @throws IllegalArgumentException with a sentence, if it does not fit there; the engine puts the
   *     place in front
   */
  LayerFunction build(LayerSite site);

  /**
   * The activation behind it, which the engine adds; none unless overridden. A record with the
   * component {@code Optional<Activation> activation} has overridden it.
   */
  default Optional<Activation> activation() {
    return Optional.empty();
  }

  /**
   * Whether it takes categorical columns as codes, from 0, and not as zeros and ones. Only the
   * first layer of a network gets them; no unless overridden.
   */
  default boolean takesCodes() {
    return false;
  }
}
