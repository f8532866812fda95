package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Curves over a common axis.
 *
 * @param x what the horizontal axis shows, with its unit
 * @param y what the vertical axis shows
 * @param logarithmic whether the vertical axis is; then only numbers above 0 are shown
 * @param lines at least one
 */
record Lines(String x, String y, boolean logarithmic, List<Line> lines) {

  /** More points could not be told apart. */
  static final int MOST_POINTS = 400;

  /** How many points {@link #smoothed} takes the median of. */
  static final int WINDOW = 5;

  /** From this ratio of the largest to the least on, small numbers vanish on a linear axis. */
  private static final double WIDE = 30;

  /** Less than this share of the height of a picture is less than a pixel. */
  private static final double PIXEL = 0.002;

  Lines {
    lines = List.copyOf(lines);
  }

  /** Curves on a linear axis. */
  Lines(String x, String y, List<Line> lines) {
    this(x, y, false, lines);
  }

  /** On a logarithmic axis if all numbers are above 0 and some are much larger than others. */
  Lines scaled() {
    return new Lines(x, y, least() > 0 && largest() > WIDE * least(), lines);
  }

  private double least() {
    return lines.stream()
        .flatMap(line -> line.y().stream())
        .filter(Double::isFinite)
        .mapToDouble(value -> value)
        .min()
        .orElse(Double.NaN);
  }

  private double largest() {
    return lines.stream()
        .flatMap(line -> line.y().stream())
        .filter(Double::isFinite)
        .mapToDouble(value -> value)
        .max()
        .orElse(Double.NaN);
  }

  /** With each number replaced by the median of it and its neighbours. */
  Lines smoothed() {
    return new Lines(x, y, logarithmic, lines.stream().map(Line::smoothed).toList());
  }

  /** Lines that look the same are drawn once; their names are joined. */
  Lines merged() {
    List<Line> kept = new ArrayList<>();
    for (Line line : lines) {
      int same = 0;
      while (same < kept.size() && !looksLike(kept.get(same), line)) {
        same++;
      }
      if (same == kept.size()) {
        kept.add(line);
      } else {
        kept.set(same, kept.get(same).with(line.name()));
      }
    }
    return new Lines(x, y, logarithmic, kept);
  }

  private boolean looksLike(Line a, Line b) {
    if (!a.x().equals(b.x())) {
      return false;
    }
    double height =
        logarithmic ? Math.log(largest() / least()) : Math.max(largest() - least(), 1e-300);
    for (int i = 0; i < a.y().size(); i++) {
      double first = a.y().get(i);
      double second = b.y().get(i);
      double distance = logarithmic ? Math.abs(Math.log(first / second)) : Math.abs(first - second);
      boolean bothMissing = !Double.isFinite(first) && !Double.isFinite(second);
      if (first != second && !bothMissing && !(distance <= PIXEL * height)) {
        return false;
      }
    }
    return true;
  }

  /** Which of these lines {@link #merged} draws once, in sentences for a caption. */
  String drawnOnce() {
    StringBuilder sentences = new StringBuilder();
    for (Line line : merged().lines()) {
      if (line.names().size() > 1) {
        sentences
            .append(' ')
            .append(Prose.list(line.names().stream().map(Prose::code).toList()))
            .append(line.names().size() == 2 ? " are" : " are all")
            .append(" the same curve, drawn once.");
      }
    }
    return sentences.toString();
  }

  /** Whether there is nothing to draw. */
  boolean isEmpty() {
    return lines.stream().allMatch(line -> line.y().stream().noneMatch(Double::isFinite));
  }

  /**
   * A curve.
   *
   * @param names for the legend: one, or those of several curves that look the same
   * @param style which colour, dashes and markers; the same number looks the same everywhere
   * @param x ascending, at most {@link #MOST_POINTS}
   * @param y of the same length; NaN for no point
   * @param dotted whether every point is marked, as for a few measured ones
   * @param open which points are marked by open circles; empty for none
   * @param notes what the tooltip adds for each point; empty for nothing
   * @param band the range of several runs; empty for one run
   * @param dots single points on the curve, or next to it, with larger marks
   */
  record Line(
      List<String> names,
      int style,
      List<Double> x,
      List<Double> y,
      boolean dotted,
      Optional<List<Boolean>> open,
      Optional<List<String>> notes,
      Optional<Band> band,
      List<Dot> dots) {

    Line {
      names = List.copyOf(names);
      x = List.copyOf(x);
      y = List.copyOf(y);
      dots = List.copyOf(dots);
    }

    /** A curve of one run without dots. */
    Line(
        String name,
        int style,
        List<Double> x,
        List<Double> y,
        boolean dotted,
        Optional<List<Boolean>> open,
        Optional<List<String>> notes) {
      this(List.of(name), style, x, y, dotted, open, notes, Optional.empty(), List.of());
    }

    /** A plain curve. */
    Line(String name, int style, List<Double> x, List<Double> y) {
      this(name, style, x, y, false, Optional.empty(), Optional.empty());
    }

    /** The name for the legend. */
    String name() {
      return String.join(" = ", names);
    }

    /** The same with dots. */
    Line withDots(List<Dot> more) {
      return new Line(names, style, x, y, dotted, open, notes, band, more);
    }

    /** The same line with one more name. */
    private Line with(String name) {
      List<String> all = new ArrayList<>(names);
      all.add(name);
      return new Line(all, style, x, y, dotted, open, notes, band, dots);
    }

    private Line smoothed() {
      List<Double> medians = new ArrayList<>();
      for (int i = 0; i < y.size(); i++) {
        double[] near =
            y.subList(Math.max(0, i - WINDOW / 2), Math.min(y.size(), i + WINDOW / 2 + 1)).stream()
                .filter(Double::isFinite)
                .mapToDouble(value -> value)
                .sorted()
                .toArray();
        medians.add(
            Double.isFinite(y.get(i))
                ? (near[(near.length - 1) / 2] + near[near.length / 2]) / 2
                : Double.NaN);
      }
      return new Line(names, style, x, medians, dotted, open, notes, band, dots);
    }
  }

  /**
   * The range of several runs.
   *
   * @param low the lowest of them at each x of the line
   * @param high the highest
   */
  record Band(List<Double> low, List<Double> high) {

    Band {
      low = List.copyOf(low);
      high = List.copyOf(high);
    }
  }

  /**
   * A point.
   *
   * @param note what the tooltip says of it
   */
  record Dot(double x, double y, String note) {}
}
