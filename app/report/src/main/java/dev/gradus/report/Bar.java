package dev.gradus.report;

import java.util.Locale;

/** Small drawings within a cell of a table, which need no script. */
final class Bar {

  private static final int WIDTH = 100;
  private static final int HEIGHT = 16;
  private static final String BOX = "0 0 100 16";
  private static final String HIDDEN = "aria-hidden";
  private static final int MIDDLE = HEIGHT / 2;

  private Bar() {}

  /**
   * A cell with a number and a bar for it, aligned with the cells above.
   *
   * @param share how much of its width the bar takes, in [0, 1]
   */
  static Html cell(double share, String number) {
    return cell(share, number, "bar");
  }

  /** A cell whose bar has the colour of a variant. */
  static Html cell(double share, String number, int style) {
    return cell(share, number, "bar " + SeriesStyles.cssClass(style));
  }

  private static Html cell(double share, String number, String look) {
    String width = place(Double.isFinite(share) ? Math.max(0.01, share) : 0);
    return new Html()
        .open("td", "class", "barred")
        .open("div")
        .open("svg", "class", look, "viewBox", BOX, "preserveAspectRatio", "none", HIDDEN, "true")
        .open("rect", "y", "2", "height", "12", "width", width)
        .close("rect")
        .close("svg")
        .open("span")
        .text(number)
        .close("span")
        .close("div")
        .close("td");
  }

  /**
   * A cell with a bar that goes from the middle to the right or to the left.
   *
   * @param share how much of its half the bar takes, in [-1, 1]; below 0 to the left
   */
  static Html signedCell(double share, String number) {
    double width = Math.max(0.005, Math.abs(share) / 2);
    return new Html()
        .open("td", "class", "barred")
        .open("div")
        .open(
            "svg",
            "class",
            "bar signed " + SeriesStyles.cssClass(share < 0 ? 1 : 0),
            "viewBox",
            BOX,
            "preserveAspectRatio",
            "none",
            HIDDEN,
            "true")
        .open("path", "class", "zero", "d", "M50 0V16")
        .close("path")
        .open(
            "rect",
            "x",
            place(share < 0 ? 0.5 - width : 0.5),
            "y",
            "2",
            "height",
            "12",
            "width",
            place(width))
        .close("rect")
        .close("svg")
        .open("span")
        .text(number)
        .close("span")
        .close("div")
        .close("td");
  }

  /**
   * An interval on an axis with 0 in the middle.
   *
   * @param low its lower end
   * @param mean its middle, marked by a dot
   * @param high its upper end
   * @param reach where the axis ends on both sides, above 0
   * @param style that of the variant
   */
  static Html interval(double low, double mean, double high, double reach, int style) {
    return new Html()
        .open(
            "svg",
            "class",
            "interval " + SeriesStyles.cssClass(style),
            "viewBox",
            BOX,
            HIDDEN,
            "true")
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
