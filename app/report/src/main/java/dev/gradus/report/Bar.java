package dev.gradus.report;

import java.util.Locale;

/** Small drawings within a cell of a table, which need no script. */
final class Bar {

  private static final int WIDTH = 100;
  private static final int HEIGHT = 16;
  private static final int MIDDLE = HEIGHT / 2;

  private Bar() {}

  /**
   * A bar.
   *
   * @param share of the whole width, in [0, 1]
   */
  static Html of(double share) {
    return new Html()
        .open("svg", "class", "bar", "viewBox", "0 0 100 16", "aria-hidden", "true")
        .open("rect", "y", "3", "height", "10", "rx", "1.5", "width", place(Math.max(0.01, share)))
        .close("rect")
        .close("svg");
  }

  /**
   * An interval on an axis that has 0 in its midst.
   *
   * @param low its lower end
   * @param mean its midst, marked by a dot
   * @param high its upper end
   * @param reach where the axis ends on both sides, above 0
   */
  static Html interval(double low, double mean, double high, double reach) {
    return new Html()
        .open("svg", "class", "interval", "viewBox", "0 0 100 16", "aria-hidden", "true")
        .open("path", "class", "zero", "d", "M50 0V16")
        .close("path")
        .open(
            "path",
            "class",
            "range",
            "d",
            "M%s %sH%s".formatted(onAxis(low, reach), MIDDLE, onAxis(high, reach)))
        .close("path")
        .open("circle", "cx", onAxis(mean, reach), "cy", String.valueOf(MIDDLE), "r", "3.2")
        .close("circle")
        .close("svg");
  }

  /** Leaves a margin of 4 on both sides. */
  private static String onAxis(double value, double reach) {
    double clipped = Math.max(-1, Math.min(1, value / reach));
    return place(0.5 + 0.46 * clipped);
  }

  private static String place(double share) {
    return String.format(Locale.ROOT, "%.1f", WIDTH * share);
  }
}
