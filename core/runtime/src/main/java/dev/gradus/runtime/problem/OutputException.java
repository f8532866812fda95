package dev.gradus.runtime.problem;

import java.util.List;

/**
 * Output could not be written although its location is valid: the disk is full, a quota is reached,
 * or a device or the reader of a pipe is gone.
 */
public final class OutputException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports several problems; at least one. */
  public OutputException(List<Problem> problems) {
    super(problems);
  }

  /** Reports a problem and what caused it. */
  public OutputException(Problem problem, Throwable cause) {
    super(problem, cause);
  }
}
