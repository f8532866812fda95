package dev.gradus.engine.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a run is a new one, or an earlier one that goes on.
 *
 * @param mode which of them
 * @param file the checkpoint to go on from; empty for the newest in the folder
 */
public record Resumption(Mode mode, Optional<Path> file) {

  /** A new run. */
  public static final Resumption NEVER = new Resumption(Mode.NEVER, Optional.empty());

  /** The run whose checkpoints are there goes on. */
  public static final Resumption NEWEST = new Resumption(Mode.ALWAYS, Optional.empty());

  /** The run whose checkpoints are there goes on; if there are none, a new one begins. */
  public static final Resumption IF_ANY = new Resumption(Mode.IF_ANY, Optional.empty());

  /** What is done. */
  public enum Mode {
    /** A new run begins. */
    NEVER,
    /** An earlier run goes on; that there is none is an error. */
    ALWAYS,
    /** An earlier run goes on, if there is one. */
    IF_ANY
  }

  /** The run that wrote this file goes on from it. */
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
