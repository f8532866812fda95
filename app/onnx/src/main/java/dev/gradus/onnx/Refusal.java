package dev.gradus.onnx;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;

/** What has no form in ONNX. */
final class Refusal {

  private Refusal() {}

  /** The exception with a sentence that names it. */
  static GradusException of(String sentence, Object... parts) {
    return new GradusException(Problem.of(sentence.formatted(parts)));
  }
}
