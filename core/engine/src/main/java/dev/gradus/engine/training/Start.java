package dev.gradus.engine.training;

import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.SeenRanges;
import dev.gradus.engine.network.Network;
import dev.gradus.runtime.column.Preparation;
import java.util.Optional;

/**
 * The model that training starts from.
 *
 * @param name its name in messages, such as {@code model.safetensors}
 * @param identity identifies the model: a hash of its preparation and its weights, and after a
 *     space the name of its file, if it has one
 * @param data the data section of its configuration
 * @param preparation of its columns
 * @param network with its weights; not modified
 * @param seen the ranges of its inputs in the rows that it was trained on, as far as they are known
 * @param resumed whether it replaces an initial model that is gone, because the run is resumed from
 *     a checkpoint, which has all weights: then its preparation is that of the run
 */
public record Start(
    String name,
    String identity,
    Optional<DataSpec> data,
    Preparation preparation,
    Network network,
    SeenRanges seen,
    boolean resumed) {

  /** The number of digits of the hash in the identity. */
  private static final int HASH = 64;

  /** The hash alone. */
  public static String hashIn(String identity) {
    return identity.substring(0, Math.min(HASH, identity.length()));
  }
}
