package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * A column of numbers that are centred and scaled: (x - centre) / scale.
 *
 * @param name the column
 * @param mean the centre: the mean, or with other kinds of scaling the minimum or the median;
 *     finite; 0 without scaling
 * @param deviation the scale: the population standard deviation (divided by n, not n - 1), or with
 *     other kinds of scaling the range or the interquartile range; 1 without scaling, or if all
 *     numbers are equal up to rounding; finite and greater than 0
 * @param log whether x is first replaced by sign(x) log(1 + |x|)
 * @param fill the fill value of a missing number, in the unit of the data; empty if numbers must
 *     not be missing
 * @param indicator whether a further input marks missing numbers
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

  private static final int DIGITS = 6;
  private static final int MOST_DIGITS = 17;

  public ScaledColumn {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new IllegalArgumentException(
          "column '%s' cannot be scaled by a mean of %s and a standard deviation of %s"
              .formatted(name, mean, deviation));
    }
    if (fill.isPresent() && !Double.isFinite(fill.get())) {
      throw new IllegalArgumentException(
          "column '%s' cannot be filled with %s".formatted(name, fill.get()));
    }
  }

  /** A column without missing numbers. */
  public ScaledColumn(String name, double mean, double deviation) {
    this(name, mean, deviation, false, Optional.empty(), false);
  }

  /** A column without scaling. */
  public static ScaledColumn unchanged(String name) {
    return new ScaledColumn(name, 0, 1);
  }

  /** The same with a fill value for missing numbers. */
  public ScaledColumn filled(double number, boolean indicated) {
    return new ScaledColumn(name, mean, deviation, log, Optional.of(number), indicated);
  }

  /** sign(x) log(1 + |x|). */
  public static double log(double x) {
    return Math.copySign(StrictMath.log1p(Math.abs(x)), x);
  }

  /**
   * (x - mean)/deviation, where x is first log-transformed if {@link #log} is set; NaN for NaN
   * unless filled.
   */
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
   * Converts a standard deviation around y to the unit of the data; with a logarithm, by the
   * tangent at y.
   */
  public double restoreDeviation(double y, double around) {
    double inColumn = around * deviation;
    return log ? inColumn * StrictMath.exp(Math.abs(y * deviation + mean)) : inColumn;
  }

  /**
   * A number in the unit of the data, rounded to six digits of its distance from the mean: a float
   * is accurate to that many.
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

  /** The centre, with about as many digits as the spread is known to. */
  @Override
  public Object example() {
    BigDecimal centre = BigDecimal.valueOf(restore(0));
    return log
        ? centre.round(new MathContext(2)).doubleValue()
        : centre
            .setScale(1 - (int) Math.floor(StrictMath.log10(deviation)), RoundingMode.HALF_EVEN)
            .doubleValue();
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

  /** The message for a cell that is not a number. */
  public String noNumber(String text) {
    return "column '%s' is numeric, but here it has '%s'; correct the cell".formatted(name, text);
  }

  /** The message for a number that is too large for a float after scaling. */
  public String outOfRange(double number) {
    return "column '%s' has %s here; after scaling (mean %s, standard deviation %s) that is not a finite float"
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
  public OptionalDouble distance(double number) {
    return isUnscaled() ? OptionalDouble.empty() : OptionalDouble.of(Math.abs(apply(number)));
  }

  @Override
  public String learnedFrom() {
    return isUnscaled()
        ? ""
        : "around %s, with a spread of %s%s"
            .formatted(
                ShortNumber.of(mean), ShortNumber.of(deviation), log ? ", both of logarithms" : "");
  }

  @Override
  public boolean isUnscaled() {
    return mean == 0 && deviation == 1 && !log;
  }
}
