package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.model.Resumption;
import java.nio.file.Path;

/**
 * Where a run keeps its checkpoints, and whether it goes on from one.
 *
 * <pre>{@code
 * job.checkpoints(Checkpoints.in(folder)).train();             // a new run
 * job.checkpoints(Checkpoints.in(folder).resume()).train();    // the interrupted one
 * }</pre>
 *
 * <p>How often they are written, and how many are kept, is in the configuration, {@code training:
 * {checkpoint: …}}; the defaults of {@link dev.gradus.engine.config.Checkpoint} if it does not say.
 *
 * @param folder for the checkpoints of this run alone; made if it is not there
 * @param resumption whether an earlier run goes on
 */
public record Checkpoints(Path folder, Resumption resumption) {

  /** Those of a new run. When it writes the first of them, those of an earlier run go. */
  public static Checkpoints in(Path folder) {
    requireNonNull(folder, "folder must not be null");
    return new Checkpoints(folder, Resumption.NEVER);
  }

  /**
   * The run whose checkpoints are there goes on from the newest that is whole, to the very same
   * bits as if it had never stopped. If all its epochs are done, its result comes at once.
   */
  public Checkpoints resume() {
    return new Checkpoints(folder, Resumption.NEWEST);
  }

  /** The run whose checkpoints are there goes on; a new one begins if there are none. */
  public Checkpoints resumeIfAny() {
    return new Checkpoints(folder, Resumption.IF_ANY);
  }

  /** A run goes on from a checkpoint, which may lie elsewhere. */
  public Checkpoints resume(Path checkpoint) {
    requireNonNull(checkpoint, "checkpoint must not be null");
    return new Checkpoints(folder, Resumption.from(checkpoint));
  }
}
