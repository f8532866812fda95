package dev.gradus.report;

import java.util.List;

/** Lengths of vectors that are given as lists. */
final class Vectors {

  private Vectors() {}

  /** The Euclidean length; 0 if there are no numbers. */
  static double length(List<Double> numbers) {
    return Math.sqrt(numbers.stream().mapToDouble(number -> number * number).sum());
  }
}
