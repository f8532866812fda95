package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.model.Resumption;
import java.nio.file.Path;

/**
 * Where a run writes its checkpoints, and whether it resumes from one.
 *
 * <pre>{@code
 * job.checkpoints(Checkpoints.in(folder)).train();             // a new run
 * job.checkpoints(Checkpoints.in(folder).resume()).train();    // the interrupted one
 * }</pre>
 *
 * <p>The configuration sets how often they are written and how many are kept, with {@code training:
 * {checkpoint: …}}; the defaults are those of {@link dev.gradus.engine.config.Checkpoint}.
 *
 * @param folder for the checkpoints of this run only; created if it does not exist
 * @param resumption whether an earlier run is resumed
 */
public record Checkpoints(Path folder, Resumption resumption) {

  /** A new run. Its first checkpoint replaces those of an earlier run. */
  public static Checkpoints in(Path folder) {
    requireNonNull(folder, "folder must not be null");
    return new Checkpoints(folder, Resumption.NEVER);
  }

  /**
   * Resumes the run in the folder from its newest intact checkpoint, with exactly the same result
   * as if it had never stopped. If all its epochs are done, its result is returned immediately.
   */
  public Checkpoints resume() {
    return new Checkpoints(folder, Resumption.NEWEST);
  }

  /** Resumes the run in the folder, or starts a new one if there are no checkpoints. */
  public Checkpoints resumeIfAny() {
    return new Checkpoints(folder, Resumption.IF_ANY);
  }

  /** Resumes a run from a given checkpoint, which may be in another folder. */
  public Checkpoints resume(Path checkpoint) {
    requireNonNull(checkpoint, "checkpoint must not be null");
    return new Checkpoints(folder, Resumption.from(checkpoint));
  }
}
