package dev.gradus.runtime.problem;

import java.util.List;

/** Says that data are not as they must be, with the line of the file where that is known. */
public final class DataException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports several problems at once; at least one. */
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
