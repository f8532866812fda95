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
 * @param clip whether the scaled number z becomes z/sqrt(1 + (z/3)²), which lies between -3 and 3
 * @param quantiles map x to a normal distribution, in place of centre and scale; empty for none
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
    @Stored(onlyTrue = true) boolean clip,
    Optional<NormalScores> quantiles,
    Optional<Double> fill,
    @Stored(with = "fill") boolean indicator)
    implements PreparedColumn {

  /** The bound of clipped numbers. */
  private static final double CLIP = 3;

  /** A number beyond this is clipped to the bound itself, within the precision of double. */
  private static final double MUCH = 1e9;

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

  /** A column of centred and scaled numbers. */
  public ScaledColumn(
      String name,
      double mean,
      double deviation,
      boolean log,
      Optional<Double> fill,
      boolean indicator) {
    this(name, mean, deviation, log, false, Optional.empty(), fill, indicator);
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
    return new ScaledColumn(
        name, mean, deviation, log, clip, quantiles, Optional.of(number), indicated);
  }

  /** The same, but smoothly clipped. */
  public ScaledColumn clipped() {
    return new ScaledColumn(name, mean, deviation, log, true, quantiles, fill, indicator);
  }

  /** The same centre and scale, to describe the training data, but mapped to normal scores. */
  public ScaledColumn mapped(NormalScores to) {
    return new ScaledColumn(name, mean, deviation, log, clip, Optional.of(to), fill, indicator);
  }

  /** sign(x) log(1 + |x|). */
  public static double log(double x) {
    return Math.copySign(StrictMath.log1p(Math.abs(x)), x);
  }

  /**
   * (x - mean)/deviation, where x is first log-transformed if {@link #log} is set, and the result
   * is clipped if {@link #clip} is; or its normal score. NaN for NaN unless filled, and infinite
   * for an infinite number.
   */
  public double apply(double x) {
    double present = Double.isNaN(x) && fill.isPresent() ? fill.get() : x;
    if (quantiles.isPresent() && Double.isFinite(present)) {
      return quantiles.get().of(present);
    }
    double z = scaled(present);
    if (!clip || !Double.isFinite(present)) {
      return z;
    }
    return Math.abs(z) > MUCH ? Math.copySign(CLIP, z) : z / Math.sqrt(1 + z / CLIP * (z / CLIP));
  }

  private double scaled(double x) {
    return ((log ? log(x) : x) - mean) / deviation;
  }

  /** Whether {@link #apply} is only (x - mean)/deviation. */
  public boolean isLinear() {
    return !log && !clip && quantiles.isEmpty();
  }

  /** The x that {@link #apply} turned into y; the nearest quantile, if it was outside of all. */
  public double restore(double y) {
    if (quantiles.isPresent()) {
      return quantiles.get().restore(y);
    }
    double x = (clip ? unclipped(y) : y) * deviation + mean;
    return log ? Math.copySign(StrictMath.expm1(Math.abs(x)), x) : x;
  }

  private static double unclipped(double y) {
    double rest = 1 - y / CLIP * (y / CLIP);
    return y / Math.sqrt(Math.max(rest, 1 / (MUCH * MUCH)));
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
  public int numbers() {
    return 1;
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

  /**
   * The centre; the middle of the range, if that is none: 0 without scaling, or the least number.
   */
  @Override
  public String middle(double least, double largest, float[] into, int at) {
    boolean byRange = isLinear() && mean == least && mean + deviation >= largest;
    double middle = byRange || isUnscaled() ? least / 2 + largest / 2 : restore(0);
    encode(Double.isNaN(middle) ? 0 : middle, into, at);
    return decode(into, at);
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
    return isUnscaled() ? OptionalDouble.empty() : OptionalDouble.of(Math.abs(scaled(number)));
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
    return mean == 0 && deviation == 1 && isLinear();
  }
}
