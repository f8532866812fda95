package dev.gradus.runtime.problem;

import java.util.List;

/** A configuration is wrong: all problems together, in the order of their places. */
public final class ConfigurationException extends GradusException {

  private static final long serialVersionUID = 1;

  /**
   * Reports several problems.
   *
   * @param problems at least one
   */
  public ConfigurationException(List<Problem> problems) {
    super(problems);
  }

  public ConfigurationException(Problem problem) {
    super(problem);
  }

  /** Reports one problem and what caused it. */
  public ConfigurationException(Problem problem, Throwable cause) {
    super(problem, cause);
  }
}
