package dev.gradus.report;

import java.util.List;
import java.util.Optional;

/**
 * Curves over a common axis.
 *
 * @param x what the horizontal axis shows, with its unit
 * @param y what the vertical axis shows
 * @param logarithmic whether the vertical axis is; then only numbers above 0 are shown
 * @param diagonal whether a grey line marks x = y
 * @param unit whether both axes run from 0 to 1
 * @param lines at least one
 */
record Lines(
    String x, String y, boolean logarithmic, boolean diagonal, boolean unit, List<Line> lines) {

  /** More points could not be told apart. */
  static final int MOST_POINTS = 400;

  /** The range above which small numbers vanish on a linear axis. */
  private static final double WIDE = 30;

  /** Keeps a copy. */
  Lines {
    lines = List.copyOf(lines);
  }

  /** Curves on a linear axis. */
  Lines(String x, String y, List<Line> lines) {
    this(x, y, false, false, false, lines);
  }

  /** On a logarithmic axis if all numbers are above 0 and some are much larger than others. */
  Lines scaled() {
    double least = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (Line line : lines) {
      for (double value : line.y()) {
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          largest = Math.max(largest, value);
        }
      }
    }
    return new Lines(x, y, least > 0 && largest > WIDE * least, diagonal, unit, lines);
  }

  /** Whether there is anything to be seen. */
  boolean isEmpty() {
    return lines.stream().allMatch(line -> line.y().stream().noneMatch(Double::isFinite));
  }

  /**
   * A curve.
   *
   * @param name for the legend
   * @param style which colour, dashes and markers; the same number looks the same everywhere
   * @param x ascending, at most {@link #MOST_POINTS}
   * @param y as long; NaN where there is nothing
   * @param dotted whether every point is marked, as for a few measured ones
   * @param open which points are marked by open circles; empty for none
   * @param notes what the tooltip adds for each point; empty for nothing
   */
  record Line(
      String name,
      int style,
      List<Double> x,
      List<Double> y,
      boolean dotted,
      Optional<List<Boolean>> open,
      Optional<List<String>> notes) {

    /** Keeps copies. */
    Line {
      x = List.copyOf(x);
      y = List.copyOf(y);
    }

    /** A plain curve. */
    Line(String name, int style, List<Double> x, List<Double> y) {
      this(name, style, x, y, false, Optional.empty(), Optional.empty());
    }
  }
}
