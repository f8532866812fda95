package dev.gradus.engine.distributed;

import java.io.Serializable;

/**
 * The result of a piece of a search or a comparison.
 *
 * @param bytes in a form that only the same version of Gradus reads; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record TrialResult(byte[] bytes) implements Serializable {

  private static final long serialVersionUID = 1;
}
