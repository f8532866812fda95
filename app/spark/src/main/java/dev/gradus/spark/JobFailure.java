package dev.gradus.spark;

import dev.gradus.engine.event.TrainingException;
import java.util.Objects;
import java.util.stream.Stream;

/** Why a Spark job failed, in a sentence: the messages of Spark are stack traces. */
final class JobFailure {

  /** Chains of causes can be circles. */
  private static final int LONGEST_CHAIN = 100;

  private JobFailure() {}

  /**
   * An exception with the first line of the root cause, and with the whole failure as its cause.
   *
   * @param what what could not be done
   */
  static TrainingException of(String what, Throwable failure) {
    return new TrainingException(what + ": " + firstLine(root(failure)), failure);
  }

  private static Throwable root(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(LONGEST_CHAIN)
        .reduce(failure, (before, cause) -> cause);
  }

  private static String firstLine(Throwable root) {
    return Stream.ofNullable(root.getMessage())
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse(root.getClass().getName());
  }
}
