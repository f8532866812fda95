package dev.gradus.importing;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;

/** What cannot be imported. */
final class Refusal {

  private Refusal() {}

  /** The exception with a sentence that names it; {@link Import} adds the file. */
  static GradusException of(String sentence, Object... parts) {
    return new GradusException(Problem.of(sentence.formatted(parts)));
  }
}
