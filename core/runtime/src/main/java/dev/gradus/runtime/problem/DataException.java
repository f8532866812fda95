package dev.gradus.runtime.problem;

import java.util.List;

/** Data are invalid; problems name the line of the file if it is known. */
public final class DataException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports several problems; at least one. */
  public DataException(List<Problem> problems) {
    super(problems);
  }

  public DataException(Problem problem) {
    super(problem);
  }

  /** Reports one problem and what caused it. */
  public DataException(Problem problem, Throwable cause) {
    super(problem, cause);
  }

  /** Reports one problem at a place. */
  public DataException(String where, String sentence) {
    super(new Problem(where, sentence));
  }
}
