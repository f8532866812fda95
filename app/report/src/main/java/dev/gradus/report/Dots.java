package dev.gradus.report;

import java.util.List;

/**
 * Dots, each with the row that it stands for.
 *
 * @param x what the horizontal axis shows, with its unit
 * @param y what the vertical axis shows
 * @param diagonal whether a grey line marks x = y
 * @param at the places
 */
record Dots(String x, String y, boolean diagonal, List<Dot> at) {

  /** Keeps a copy. */
  Dots {
    at = List.copyOf(at);
  }

  /**
   * A dot.
   *
   * @param row of the data, from 1
   */
  record Dot(double x, double y, int row) {}
}
