package dev.gradus.engine.training;

import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.network.Network;
import dev.gradus.runtime.column.Preparation;
import java.util.Optional;

/**
 * The model that training starts from.
 *
 * @param name its name in messages, such as {@code model.safetensors}
 * @param identity identifies the model: a hash of its preparation and its weights, and after a
 *     space the name of its file, if it has one
 * @param data what its configuration said of the columns
 * @param preparation how its columns become numbers
 * @param network with its weights; not modified
 * @param resumed whether it stands for a start that is gone, because the run goes on with a
 *     checkpoint, which brings all weights: then its preparation is the one of the run
 */
public record Start(
    String name,
    String identity,
    Optional<DataSpec> data,
    Preparation preparation,
    Network network,
    boolean resumed) {

  /** How many digits of the identity are the hash. */
  private static final int HASH = 64;

  /** The hash alone. */
  public static String hashIn(String identity) {
    return identity.substring(0, Math.min(HASH, identity.length()));
  }
}
