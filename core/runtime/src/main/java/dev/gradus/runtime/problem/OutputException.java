package dev.gradus.runtime.problem;

import java.util.List;

/**
 * Says that something could not be written though nothing is wrong with its place: the disk is
 * full, a quota is reached, a device or the reader of a pipe is gone.
 */
public final class OutputException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports several at once; at least one. */
  public OutputException(List<Problem> problems) {
    super(problems);
  }

  /** Reports a problem and what caused it. */
  public OutputException(Problem problem, Throwable cause) {
    super(problem, cause);
  }
}
