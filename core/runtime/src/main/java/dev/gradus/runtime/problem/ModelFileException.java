package dev.gradus.runtime.problem;

/** A model or checkpoint file cannot be used; {@link #reason} classifies why. */
public final class ModelFileException extends GradusException {

  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** The kinds of reason. */
  public enum Reason {
    /** The file cannot be read at all: it is missing, a folder, or not permitted. */
    UNREADABLE,
    /** The bytes are not those that were written, or were never such a file. */
    CORRUPT,
    /** The file, or a file to be written, exceeds a limit of the format or of the memory. */
    TOO_LARGE,
    /** The file was written by a version that is no longer supported. */
    TOO_OLD,
    /** The file was written by a later version. */
    TOO_NEW,
    /** The model needs a plugin that is not installed, or another version of it. */
    UNKNOWN_PLUGIN
  }

  public ModelFileException(Reason reason, Problem problem) {
    super(problem);
    this.reason = reason;
  }

  /** Reports a problem and what caused it. */
  public ModelFileException(Reason reason, Problem problem, Throwable cause) {
    super(problem, cause);
    this.reason = reason;
  }

  /** The kind of reason. */
  public Reason reason() {
    return reason;
  }
}
