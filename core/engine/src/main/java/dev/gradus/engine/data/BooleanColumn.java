package dev.gradus.engine.data;

import java.util.List;
import java.util.Optional;

/**
 * A column of yes and no, which becomes 1 and 0.
 *
 * @param name the column
 * @param positive the words for yes; empty for the usual ones
 * @param negative the words for no; empty for the usual ones, or if only a missing cell says no
 * @param fill what stands for a missing cell, true for yes; empty if none may be missing
 * @param indicator whether a further number is 1 where a cell was missing, else 0
 */
public record BooleanColumn(
    String name,
    List<String> positive,
    List<String> negative,
    Optional<Boolean> fill,
    boolean indicator)
    implements PreparedColumn {

  /** A column in the usual words, of which no cell is missing. */
  public BooleanColumn(String name) {
    this(name, List.of(), List.of(), Optional.empty(), false);
  }

  /** Checks the words, and that there is something to indicate. */
  public BooleanColumn {
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
    YesNoWords.check(positive, negative);
    if ((positive.isEmpty() && !negative.isEmpty()) || (indicator && fill.isEmpty())) {
      throw new IllegalArgumentException(
          "column '%s' lacks words for yes, or what stands for a missing cell".formatted(name));
    }
  }

  @Override
  public int width() {
    return indicator ? 2 : 1;
  }

  /** Whether there are words for yes alone, so that nothing but a missing cell says no. */
  boolean isNegativeByAbsence() {
    return !positive.isEmpty() && negative.isEmpty();
  }

  YesNoWords words() {
    return YesNoWords.of(positive, negative);
  }

  /**
   * The number for a cell of a row of numbers.
   *
   * @param raw 1 or 0; NaN if it is missing
   * @return 1 or 0; NaN for another number, or if none may be missing
   * @throws DataException if the column has words of its own, which a number does not say
   */
  float apply(double raw) {
    if (!positive.isEmpty()) {
      throw new DataException(
          "",
          "column '%s' says yes and no in words of its own, so a row of numbers is not enough; give the model a table"
              .formatted(name));
    }
    if (Double.isNaN(raw)) {
      return filled();
    }
    return raw == 1 || raw == 0 ? (float) raw : Float.NaN;
  }

  /** What stands for a missing cell; NaN if none may be missing. */
  float filled() {
    return fill.isEmpty() ? Float.NaN : fill.get() ? 1 : 0;
  }
}
