package dev.gradus.runtime.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The user's input is wrong: a configuration, data, a plugin, or a model file.
 *
 * <p>Its message is for humans: one line for each problem, with its place. Every package has its
 * own subtype.
 */
public class GradusException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final List<Problem> problems;

  /**
   * Reports several problems at once.
   *
   * @param problems at least one
   */
  public GradusException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public GradusException(Problem problem) {
    this(List.of(problem));
  }

  /** Reports one problem and what caused it. */
  public GradusException(Problem problem, Throwable cause) {
    super(problem.toString(), cause);
    this.problems = List.of(problem);
  }

  /** The problems, in the order of their places; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
