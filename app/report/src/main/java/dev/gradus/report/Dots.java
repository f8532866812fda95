package dev.gradus.report;

import java.util.List;

/**
 * Dots, each with the line that it stands for.
 *
 * @param x what the horizontal axis shows, with its unit
 * @param y what the vertical axis shows
 * @param diagonal whether a grey line marks x = y
 * @param at their places
 */
record Dots(String x, String y, boolean diagonal, List<Dot> at) {

  Dots {
    at = List.copyOf(at);
  }

  /**
   * A dot.
   *
   * @param line of the file that it stands in, or its row
   */
  record Dot(double x, double y, int line) {}
}
