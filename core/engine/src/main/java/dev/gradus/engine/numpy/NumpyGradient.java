package dev.gradus.engine.numpy;

import java.util.List;

/**
 * The line of numpy that a loss stands for after the last activation of a network.
 *
 * @param options lines that give options their values, such as {@code delta = 0.5}
 * @param lines the line of {@code d_Z2}; if the activation relates the outputs of a row to each
 *     other and nothing cancels, that of {@code d_A2} before it; empty if there is none
 * @param remark a sentence about a constant factor, or about trainable parameters; may be empty
 * @param reason why there is no line, in a sentence; empty if there is one
 */
public record NumpyGradient(
    List<String> options, List<String> lines, String remark, String reason) {

  /** Copies the lists. */
  public NumpyGradient {
    options = List.copyOf(options);
    lines = List.copyOf(lines);
  }

  static NumpyGradient none(String reason) {
    return new NumpyGradient(List.of(), List.of(), "", reason);
  }

  /** Whether there is a line. */
  public boolean isPresent() {
    return !lines.isEmpty();
  }
}
