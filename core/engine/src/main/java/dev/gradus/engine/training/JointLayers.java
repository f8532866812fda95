package dev.gradus.engine.training;

import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;

/**
 * The layers that join networks to one.
 *
 * @param ensemble makes the networks members that share no weights
 * @param embedding makes the embedding that holds the vectors of all of them
 */
public record JointLayers(EnsembleLayer ensemble, Embedding embedding) {

  /** Makes a layer {@code embedding}. */
  @FunctionalInterface
  public interface Embedding {

    /**
     * The layer.
     *
     * @param dimensions the length of each vector
     * @param minCategories the number of categories from which on a column has vectors
     */
    Layer of(int dimensions, int minCategories);
  }
}
