package dev.gradus.runtime.problem;

import java.util.List;

/** Says what is wrong with a configuration: all of it at once, in the order of the places. */
public final class ConfigurationException extends GradusException {

  private static final long serialVersionUID = 1;

  /**
   * Reports several problems at once.
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
