package dev.gradus.engine.search;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;

/** Checks which piece of a search or a comparison another process asks for. */
public final class Pieces {

  private Pieces() {}

  /**
   * Refuses a number that does not exist.
   *
   * @param whole what the piece is part of, such as {@code search}
   * @param kind what is counted, such as {@code trial}
   * @param number that is asked for
   * @param first the first number
   * @param count how many there are, at least 1
   * @throws GradusException if there is no such number
   */
  public static void check(String whole, String kind, int number, int first, int count) {
    int last = first + count - 1;
    if (number < first || number > last) {
      throw new GradusException(
          Problem.of(
              "there is no %s %s; the %s has %ss %s to %s; use the same configuration in all processes"
                  .formatted(kind, number, whole, kind, first, last)));
    }
  }
}
