package dev.gradus.runtime.problem;

import java.io.Serializable;

/**
 * One problem with the user's input.
 *
 * @param where the place, as precise as it is known: {@code iris.yaml:3:5} (file, line and column,
 *     counted from 1), {@code iris.csv:12}, a file alone, or empty
 * @param sentence what was found, what was expected, and what to do
 * @param remedy what the program that uses Gradus can offer as help, if anything
 */
public record Problem(String where, String sentence, Remedy remedy) implements Serializable {

  private static final long serialVersionUID = 1;

  /** A problem without a special remedy. */
  public Problem(String where, String sentence) {
    this(where, sentence, Remedy.IN_THE_SENTENCE);
  }

  /** A problem without a place. */
  public static Problem of(String sentence) {
    return new Problem("", sentence);
  }

  /** The place, a colon, and the sentence. */
  @Override
  public String toString() {
    return where.isEmpty() ? sentence : where + ": " + sentence;
  }
}
