package dev.gradus.engine.data;

import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumberText;
import dev.gradus.engine.table.Table;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/**
 * A column of numbers, of which something is subtracted before they are divided by something.
 *
 * @param name the column
 * @param mean what is subtracted: the mean, or with another scale the least number or the median;
 *     finite; 0 if the numbers stay as they are
 * @param deviation what they are divided by: the population standard deviation (divided by n, not n
 *     - 1), or with another scale the range or the distance of the quartiles; 1 if the numbers stay
 *     as they are, or are all equal but for rounding; finite and greater than 0
 * @param log whether x becomes sign(x) log(1 + |x|) before
 * @param fill what stands for a missing number, in the unit of the data; empty if none may be
 *     missing
 * @param indicator whether a further input says where one is missing
 */
@Stored(value = "numeric", many = "numerics")
public record ScaledColumn(
    String name,
    double mean,
    double deviation,
    @Stored(onlyTrue = true) boolean log,
    Optional<Double> fill,
    @Stored(with = "fill") boolean indicator)
    implements PreparedColumn {

  private static final int MOST_ROUNDED = 1000;

  private static final int DIGITS = 6;
  private static final int MOST_DIGITS = 17;

  /** Checks the numbers. */
  public ScaledColumn {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new IllegalArgumentException(
          "column '%s' cannot be scaled by a mean of %s and a deviation of %s"
              .formatted(name, mean, deviation));
    }
    if (fill.isPresent() && !Double.isFinite(fill.get())) {
      throw new IllegalArgumentException(
          "column '%s' cannot be filled with %s".formatted(name, fill.get()));
    }
  }

  /** A column of which no number is missing. */
  public ScaledColumn(String name, double mean, double deviation) {
    this(name, mean, deviation, false, Optional.empty(), false);
  }

  /** A column that stays as it is. */
  static ScaledColumn unchanged(String name) {
    return new ScaledColumn(name, 0, 1);
  }

  /** The same, with a number for missing ones. */
  ScaledColumn filled(double number, boolean indicated) {
    return new ScaledColumn(name, mean, deviation, log, Optional.of(number), indicated);
  }

  /**
   * Learns a scale.
   *
   * @param numbers finite, at least one; not modified
   * @throws DataException if the numbers are too large to be added up
   */
  static ScaledColumn learn(String name, double[] numbers, ColumnSpec.Scale scale, String origin) {
    return switch (scale) {
      case NONE -> unchanged(name);
      // Whitening goes on from there.
      case STANDARD, WHITEN -> learn(name, numbers, origin);
      case MIN_MAX -> {
        double least = Arrays.stream(numbers).min().orElse(0);
        double most = Arrays.stream(numbers).max().orElse(0);
        double size = Math.max(Math.abs(least), Math.abs(most));
        yield new ScaledColumn(name, least, usable(most - least, size, numbers.length));
      }
      case ROBUST -> {
        double[] sorted = Arrays.stream(numbers).sorted().toArray();
        double distance = Quantiles.of(sorted, 0.75) - Quantiles.of(sorted, 0.25);
        double median = Quantiles.of(sorted, 0.5);
        yield new ScaledColumn(name, median, usable(distance, median, numbers.length));
      }
      case LOG -> {
        double[] logs = Arrays.stream(numbers).map(ScaledColumn::log).toArray();
        ScaledColumn learned = learn(name, logs, origin);
        yield new ScaledColumn(
            name, learned.mean, learned.deviation, true, Optional.empty(), false);
      }
    };
  }

  /**
   * What numbers may be divided by: their width, or 1 if that is nothing but rounding, as that of
   * 0.3 and 0.1 + 0.2 is (the rule of scikit-learn, sklearn.preprocessing.StandardScaler). What a
   * number is rounded by does not grow with their count, so beyond {@value #MOST_ROUNDED} the bound
   * does not either.
   *
   * @param width a distance between numbers
   * @param size how large the numbers are
   * @param count how many there are
   */
  private static double usable(double width, double size, int count) {
    double rounding = Math.min(count, MOST_ROUNDED) * Math.ulp(1.0) * Math.abs(size);
    return width > rounding && Double.isFinite(width) ? width : 1;
  }

  private static double log(double x) {
    return Math.copySign(StrictMath.log1p(Math.abs(x)), x);
  }

  /**
   * Learns mean and deviation.
   *
   * <p>In two passes, the first corrected by what rounding has left, so that a large mean does not
   * swallow a small deviation (Chan, Golub, LeVeque, Algorithms for computing the sample variance,
   * 1983).
   *
   * @param numbers finite, at least one; not modified
   * @throws DataException if the numbers are too large to be added up
   */
  static ScaledColumn learn(String name, double[] numbers, String origin) {
    double lowest = numbers[0];
    double highest = numbers[0];
    double sum = 0;
    for (double x : numbers) {
      lowest = Math.min(lowest, x);
      highest = Math.max(highest, x);
      sum += x;
    }
    if (lowest == highest) {
      return new ScaledColumn(name, lowest, 1);
    }
    double mean = sum / numbers.length;
    double left = 0;
    double squares = 0;
    for (double x : numbers) {
      double e = x - mean;
      left += e;
      squares += e * e;
    }
    double correction = left / numbers.length;
    double deviation = Math.sqrt(squares / numbers.length - correction * correction);
    if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
      throw new DataException(
          origin,
          "column '%s' reaches from %s to %s, too far to be standardised; change its unit, or ignore it"
              .formatted(name, lowest, highest));
    }
    // Squares of numbers below 1e-154 vanish: then the deviation is 0.
    return new ScaledColumn(name, mean + correction, usable(deviation, mean, numbers.length));
  }

  /** (x - mean)/deviation, of the logarithm if it is taken; NaN for NaN unless filled. */
  public double apply(double x) {
    double present = Double.isNaN(x) && fill.isPresent() ? fill.get() : x;
    return ((log ? log(present) : present) - mean) / deviation;
  }

  /** The x that {@link #apply} turned into y. */
  public double restore(double y) {
    double x = y * deviation + mean;
    return log ? Math.copySign(StrictMath.expm1(Math.abs(x)), x) : x;
  }

  /**
   * A standard deviation in the unit of the data, of one around a y; where the logarithm is taken,
   * that of the tangent there.
   */
  public double restoreDeviation(double y, double around) {
    double inColumn = around * deviation;
    return log ? inColumn * StrictMath.exp(Math.abs(y * deviation + mean)) : inColumn;
  }

  /**
   * A number in the unit of the data, with six digits of its distance from the mean: a float is
   * sure of as many.
   */
  String text(double value) {
    double beyond = log ? 0 : StrictMath.log10(Math.abs(value) / deviation);
    int digits = (int) Math.min(MOST_DIGITS, DIGITS + Math.max(0, Math.ceil(beyond)));
    String text = String.format(Locale.ROOT, "%." + digits + "g", value);
    return text.contains("e") || !text.contains(".") ? text : text.replaceAll("\\.?0+$", "");
  }

  @Override
  public int width() {
    return indicator ? 2 : 1;
  }

  @Override
  public Optional<String> filling() {
    return fill.map(NumberText::plain);
  }

  @Override
  public void encode(ColumnCells cells, float[] into, int at, int stride) {
    Column column = cells.column();
    int[] rows = cells.rows();
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      double number = column.number(row);
      boolean filled = fill.isPresent() && column.isMissing(row);
      float value = (float) apply(filled ? Double.NaN : number);
      if (!Float.isFinite(value) || (Double.isNaN(number) && !filled)) {
        cells.refuseMissing(row);
        throw cells.wrong(
            row, Double.isNaN(number) ? noNumber(column.text(row)) : outOfRange(number));
      }
      into[at + i * stride] = value;
      if (indicator) {
        into[at + i * stride + 1] = filled ? 1 : 0;
      }
    }
  }

  @Override
  public void encode(double raw, float[] into, int at) {
    float value = (float) apply(raw);
    if (!Float.isFinite(value)) {
      throw new DataException("", outOfRange(raw));
    }
    into[at] = value;
    if (indicator) {
      into[at + 1] = Double.isNaN(raw) ? 1 : 0;
    }
  }

  @Override
  public CellEncoder cells() {
    return new CellEncoder() {
      @Override
      public boolean number(double number, float[] into, int at) {
        encode(number, into, at);
        return true;
      }

      @Override
      public boolean text(String text, float[] into, int at) {
        double number = NumberText.parse(text);
        if (Double.isNaN(number)) {
          throw new DataException("", noNumber(text));
        }
        return number(number, into, at);
      }

      @Override
      public void missing(float[] into, int at) {
        encode(Double.NaN, into, at);
      }
    };
  }

  private String noNumber(String text) {
    return "the model takes numbers from column '%s', but here it has '%s'; correct the cell"
        .formatted(name, text);
  }

  private String outOfRange(double number) {
    return "column '%s' has %s here; after scaling (mean %s, deviation %s) that is not a finite float"
        .formatted(name, number, mean, deviation);
  }

  @Override
  public String decode(float[] from, int at) {
    return text(restore(from[at]));
  }

  @Override
  public Optional<DoubleUnaryOperator> quantity() {
    return indicator ? Optional.empty() : Optional.of(this::restore);
  }

  @Override
  public void warnOfRounding(Table table, Consumer<Warning> warnings) {
    if (mean == 0 && deviation == 1 && !log) {
      CoarseColumns.warn(table.column(name), table.origin(), warnings);
    }
  }
}
