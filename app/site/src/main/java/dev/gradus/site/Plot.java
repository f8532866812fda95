package dev.gradus.site;

import static dev.gradus.site.Figure.at;
import static dev.gradus.site.SitePage.escape;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Curves or bars over an axis.
 *
 * @param x the label of the horizontal axis
 * @param curves drawn from the last to the first, each with its name next to it
 * @param steepest values beyond plus or minus this are cut off
 */
record Plot(String x, List<Curve> curves, double steepest) implements Figure.Drawing {

  private static final double WIDTH = 400;
  private static final double HEIGHT = 260;

  /** The positions along a curve where its name may be. */
  private static final double[] PLACES = {0.88, 0.76, 0.62, 0.5, 0.38, 0.24, 0.12};

  /** The distance of a name above or below its curve. */
  private static final double[] DISTANCES = {-13, 13, -19, 19, -26, 26, -38, 38, -50, 50};

  /** The room that a name needs above or below its curve. */
  private static final double LETTER = 13;

  /** How much the picture may grow for curves that are drawn only for comparison. */
  private static final double COMPARED = 1.5;

  /** The style of a curve. */
  enum Style {
    VALUE,
    GRADIENT,
    OTHER,
    BARS;

    /** The class in the style sheet. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A curve.
   *
   * @param name written next to it
   * @param x ascending
   * @param y the same length; not drawn where it is not finite
   */
  @SuppressWarnings("ArrayRecordComponent") // A plot is drawn once, and never compared.
  record Curve(String name, Style style, double[] x, double[] y) {}

  /** A plot that cuts nothing off. */
  Plot(String x, List<Curve> curves) {
    this(x, curves, Double.POSITIVE_INFINITY);
  }

  @Override
  public String svg() {
    Canvas canvas = new Canvas(46, 12, WIDTH - 12, HEIGHT - 42);
    for (double tick : ticks(canvas.fromX, canvas.toX)) {
      canvas.line("grid", canvas.px(tick), canvas.top, canvas.px(tick), canvas.bottom);
      canvas.text("tick middle", canvas.px(tick), canvas.bottom + 16, number(tick));
    }
    for (double tick : ticks(canvas.fromY, canvas.toY)) {
      double y = canvas.py(tick);
      canvas.line(tick == 0 ? "zero" : "grid", canvas.left, y, canvas.right, y);
      canvas.text("tick end", canvas.left - 6, y + 4, number(tick));
    }
    canvas.text("axis middle", (canvas.left + canvas.right) / 2, HEIGHT - 6, x);
    canvas.curves();
    canvas.names();
    String names = curves.stream().map(Curve::name).collect(Collectors.joining(", "));
    return "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s over %s\">%s</svg>"
        .formatted(at(WIDTH), at(HEIGHT), escape(names), escape(x), canvas.svg);
  }

  @Override
  public String thumbnail() {
    Canvas canvas = new Canvas(2, 3, 118, 53);
    canvas.line("zero", canvas.left, canvas.py(0), canvas.right, canvas.py(0));
    canvas.curves();
    return "<svg class=\"thumbnail\" viewBox=\"0 0 120 56\" aria-hidden=\"true\">%s</svg>"
        .formatted(canvas.svg);
  }

  /** Maps the values of the curves to the area of the plot. */
  private final class Canvas {
    final StringBuilder svg = new StringBuilder();
    final double left;
    final double top;
    final double right;
    final double bottom;
    final double fromX = curves.get(0).x()[0];
    final double toX = curves.get(0).x()[curves.get(0).x().length - 1];
    final double fromY;
    final double toY;

    Canvas(double left, double top, double right, double bottom) {
      this.left = left;
      this.top = top;
      this.right = right;
      this.bottom = bottom;
      DoubleSummaryStatistics own = reach(style -> style != Style.OTHER);
      DoubleSummaryStatistics all = reach(style -> true);
      double low = Math.max(all.getMin(), COMPARED * own.getMin());
      double high = Math.min(all.getMax(), COMPARED * own.getMax());
      double room = high > low ? 0.06 * (high - low) : 1;
      fromY = low < 0 ? low - room : low;
      toY = high + room;
    }

    /** The range of the curves; it includes 0. */
    private DoubleSummaryStatistics reach(Predicate<Style> which) {
      return DoubleStream.concat(
              DoubleStream.of(0),
              curves.stream()
                  .filter(curve -> which.test(curve.style()))
                  .flatMapToDouble(curve -> Arrays.stream(curve.y()))
                  .filter(Double::isFinite)
                  .map(y -> Math.max(-steepest, Math.min(steepest, y))))
          .summaryStatistics();
    }

    double px(double x) {
      return left + (x - fromX) / (toX - fromX) * (right - left);
    }

    double py(double y) {
      return bottom - (y - fromY) / (toY - fromY) * (bottom - top);
    }

    void line(String style, double x1, double y1, double x2, double y2) {
      svg.append("<path class=\"%s\" d=\"".formatted(style));
      to('M', x1, y1);
      to('L', x2, y2);
      svg.append("\"/>");
    }

    void text(String style, double x, double y, String content) {
      svg.append("<text class=\"%s\" x=\"%s\" y=\"%s\">".formatted(style, at(x), at(y)));
      svg.append(escape(content)).append("</text>");
    }

    private void to(char how, double x, double y) {
      svg.append(how).append(at(x)).append(' ').append(at(y));
    }

    /** Draws the first curve on top. */
    void curves() {
      for (int c = curves.size() - 1; c >= 0; c--) {
        Curve curve = curves.get(c);
        svg.append("<path class=\"curve %s\" d=\"".formatted(curve.style()));
        double half = (px(curve.x()[1]) - px(curve.x()[0])) / 2;
        char how = 'M';
        for (int i = 0; i < curve.x().length; i++) {
          double x = px(curve.x()[i]);
          double y = curve.y()[i];
          if (curve.style() == Style.BARS) {
            to('M', x - half, bottom);
            svg.append("V%sh%sV%s".formatted(at(py(y)), at(2 * half), at(bottom)));
          } else if (y >= fromY && y <= toY) {
            to(how, x, py(y));
            how = 'L';
          } else {
            how = 'M';
          }
        }
        svg.append("\"/>");
      }
    }

    /** Writes the name of each curve near it, away from the other curves and names. */
    void names() {
      List<double[]> taken = new ArrayList<>();
      for (Curve curve : curves) {
        double half = 3.7 * curve.name().length();
        double[] best = {right - half, top + LETTER, Double.NEGATIVE_INFINITY};
        for (double away : DISTANCES) {
          for (double place : PLACES) {
            int i = (int) (place * (curve.x().length - 1));
            double x = px(curve.x()[i]);
            double y = py(curve.y()[i]) + away;
            double free = curve.style() == Style.BARS ? best[2] : free(x, y, half, taken);
            if (free > best[2]) {
              best = new double[] {x, y, free};
            }
          }
        }
        taken.add(new double[] {best[0], best[1], half});
        text("name middle " + curve.style(), best[0], best[1] + 4, curve.name());
      }
    }

    /**
     * The distance of the middle of a name from everything else, but no more than it needs, so that
     * the first good place is used.
     *
     * @param half half the width of the name
     * @param taken the names placed so far: x and y of the middle, and half the width
     */
    private double free(double x, double y, double half, List<double[]> taken) {
      double inside = Math.min(x - half - left, right - x - half) + LETTER;
      double free = Math.min(LETTER, Math.min(Math.min(y - top, bottom - y), inside));
      for (Curve curve : curves) {
        for (int i = 1; i < curve.x().length; i++) {
          if (Math.abs(px(curve.x()[i]) - x) <= half) {
            double from = py(curve.y()[i - 1]);
            double to = py(curve.y()[i]);
            free = Math.min(free, Math.max(Math.min(from, to) - y, y - Math.max(from, to)));
          }
        }
      }
      for (double[] other : taken) {
        if (Math.abs(other[0] - x) < half + other[2]) {
          free = Math.min(free, Math.abs(other[1] - y) - LETTER / 2);
        }
      }
      return free;
    }
  }

  /** About five round numbers between two values. */
  private static List<Double> ticks(double from, double to) {
    double rough = (to - from) / 5;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double part = rough / power;
    double step = (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10) * power;
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static String number(double tick) {
    BigDecimal rounded = BigDecimal.valueOf(tick).round(new MathContext(6));
    String digits = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    return digits.replace('-', '\u2212');
  }
}
