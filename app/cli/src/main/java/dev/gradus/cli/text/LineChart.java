package dev.gradus.cli.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A small line chart in plain characters. Each line is drawn with a letter, and its name is at its
 * end. Where lines overlap, their letters alternate.
 */
final class LineChart {

  private static final int WIDTH = 60;
  private static final int HEIGHT = 9;

  /**
   * The ratio from which the axis is logarithmic, because a few large numbers would flatten the
   * rest.
   */
  private static final double WIDE = 100;

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private final String[][] letters = new String[HEIGHT][WIDTH];

  /** The names of the lines that end in each row. */
  private final String[] ends = new String[HEIGHT];

  private double least = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;

  private LineChart() {
    for (String[] row : letters) {
      Arrays.fill(row, "");
    }
    Arrays.fill(ends, "");
  }

  /**
   * Draws a chart.
   *
   * @param title above the chart
   * @param lines by name: one number per epoch, from the first on; NaN is left out
   */
  static String of(String title, Map<String, List<Double>> lines) {
    LineChart chart = new LineChart();
    int epochs = 1;
    for (List<Double> line : lines.values()) {
      epochs = Math.max(epochs, line.size());
      line.forEach(chart::reach);
    }
    if (chart.least > chart.largest) {
      return title + ": there is nothing to draw";
    }
    int number = 0;
    for (Map.Entry<String, List<Double>> line : lines.entrySet()) {
      char letter = LETTERS.charAt(number++ % LETTERS.length());
      chart.draw(letter, line.getKey(), line.getValue(), epochs);
    }
    return chart.text(title, epochs);
  }

  private void reach(double value) {
    if (Double.isFinite(value)) {
      least = Math.min(least, value);
      largest = Math.max(largest, value);
    }
  }

  private void draw(char letter, String name, List<Double> line, int epochs) {
    int last = -1;
    for (int column = 0; column < WIDTH; column++) {
      int epoch = epochs == 1 ? 0 : Math.round((float) column * (epochs - 1) / (WIDTH - 1));
      if (epoch < line.size() && Double.isFinite(line.get(epoch))) {
        int row = HEIGHT - 1 - (int) Math.round(share(line.get(epoch)) * (HEIGHT - 1));
        letters[row][column] += letter;
        last = row;
      }
    }
    if (last >= 0) {
      ends[last] += (ends[last].isEmpty() ? "  " : ", ") + letter + " " + name;
    }
  }

  private boolean isLogarithmic() {
    return least > 0 && largest > WIDE * least;
  }

  /** The height of a number in the chart, from 0 to 1. */
  private double share(double value) {
    if (largest == least) {
      return 0.5;
    }
    return isLogarithmic()
        ? Math.log(value / least) / Math.log(largest / least)
        : (value - least) / (largest - least);
  }

  private String line(int row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < WIDTH; column++) {
      String here = letters[row][column];
      line.append(here.isEmpty() ? ' ' : here.charAt(column % here.length()));
    }
    return (line + ends[row]).stripTrailing();
  }

  private String text(String title, int epochs) {
    String top = MetricTable.text(largest);
    String bottom = MetricTable.text(least);
    int margin = Math.max(top.length(), bottom.length());
    StringBuilder text = new StringBuilder(title);
    text.append(isLogarithmic() ? ", logarithmic" : "").append('\n');
    for (int row = 0; row < HEIGHT; row++) {
      String label = row == 0 ? top : row == HEIGHT - 1 ? bottom : "";
      text.append(" ".repeat(margin - label.length())).append(label).append(" |");
      text.append(line(row)).append('\n');
    }
    text.append(" ".repeat(margin)).append(" +").append("-".repeat(WIDTH)).append('\n');
    String end = "epoch " + epochs;
    text.append(String.format(Locale.ROOT, "%s  1%" + (WIDTH - 1) + "s", " ".repeat(margin), end));
    return text.toString();
  }
}
