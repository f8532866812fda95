package dev.gradus.engine.json;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Writes numbers with as few digits as tell them from their neighbours, the same in every Java
 * release; {@link Double#toString(double)} has written others since JDK 19.
 *
 * @see <a href="https://drive.google.com/file/d/1IEeATSVnEE6TkrHlCYNY2GjaraBjOT4f">R. Giulietti,
 *     The Schubfach way to render doubles, 2020</a>
 */
public final class Digits {

  private Digits() {}

  /** What {@link Double#toString(double)} of JDK 19 and later writes. */
  public static String of(double number) {
    return NumberOutput.toString(number, true);
  }

  /** What {@link Float#toString(float)} of JDK 19 and later writes. */
  public static String of(float number) {
    return NumberOutput.toString(number, true);
  }
}
