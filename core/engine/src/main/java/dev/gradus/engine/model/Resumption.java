package dev.gradus.engine.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a run is new, or resumes an earlier one.
 *
 * @param mode which of these
 * @param file the checkpoint to resume from; empty for the newest in the folder
 */
public record Resumption(Mode mode, Optional<Path> file) {

  /** A new run. */
  public static final Resumption NEVER = new Resumption(Mode.NEVER, Optional.empty());

  /** Resumes the run in the folder. */
  public static final Resumption NEWEST = new Resumption(Mode.ALWAYS, Optional.empty());

  /** Resumes the run in the folder; if there is none, starts a new one. */
  public static final Resumption IF_ANY = new Resumption(Mode.IF_ANY, Optional.empty());

  /** The choices. */
  public enum Mode {
    /** Starts a new run. */
    NEVER,
    /** Resumes an earlier run; it is an error if there is none. */
    ALWAYS,
    /** Resumes an earlier run, if there is one. */
    IF_ANY
  }

  /** Resumes the run that wrote this file. */
  public static Resumption from(Path file) {
    return new Resumption(Mode.ALWAYS, Optional.of(file));
  }

  boolean isNever() {
    return mode == Mode.NEVER;
  }

  boolean isOptional() {
    return mode == Mode.IF_ANY;
  }
}
