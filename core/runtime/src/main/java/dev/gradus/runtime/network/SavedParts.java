package dev.gradus.runtime.network;

import dev.gradus.runtime.column.Decoding;
import dev.gradus.spi.Loss;
import java.util.Optional;

/**
 * What a model file holds beside the preparation of the columns.
 *
 * @param loss if predictions need it
 * @param decoding turns the outputs of the network into predictions
 */
public record SavedParts(Assembled network, Optional<Loss> loss, Decoding decoding) {}
