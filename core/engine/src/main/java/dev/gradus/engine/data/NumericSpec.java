package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A column of numbers.
 *
 * @param scale their scaling
 * @param missing the treatment of missing cells
 * @param constant the fill value, with {@link Missing#CONSTANT}
 * @param indicator whether a further input marks missing cells
 * @param clamp whether predictions of a target stay in the range of its training rows
 */
@Plugin(
    name = "numeric",
    summary =
        "A column of numbers. The network sees them standardised, unless scale says otherwise.",
    formula = "(x - mean)/stddev, over the training rows; stddev 1 for a constant column")
public record NumericSpec(
    @Option(
            "standard: mean 0 and standard deviation 1; min-max: from 0 to 1; robust: median 0 and interquartile range 1, or where that range is 0, half of the whole range 1; robust-clipped: the same, then z/sqrt(1 + (z/3)^2), which stays between -3 and 3; quantile: normally distributed, by up to 256 quantiles of the training rows, with the score of the nearest one outside of all; log: sign(x) log(1 + |x|), standardised; whiten: standardised, and decorrelated from all other whitened inputs (PCA whitening); none: unchanged")
        ColumnSpec.Scale scale,
    @Option(
            "the fill value of a missing number, learned from the training rows: refuse, mean, median, most-frequent, constant")
        Missing missing,
    @Option("the fill value for missing: constant") double constant,
    @Option("whether to add an input that is 1 where a number is missing, else 0")
        boolean indicator,
    @Option(
            "for a target: whether predictions stay in the range of the numbers in the training rows; one beyond it becomes the lowest or the highest of them. The loss does not see it")
        boolean clamp)
    implements ColumnSpec {

  /** The fill value of a missing number. */
  public enum Missing {
    /** No fill value: a missing cell is an error. */
    REFUSE,
    /** The mean of the numbers that are present. */
    MEAN,
    /**
     * The median of the numbers that are present: the mean of the middle two if their count is
     * even.
     */
    MEDIAN,
    /** The most frequent value; the smallest of these if several are equally frequent. */
    MOST_FREQUENT,
    /** A given number. */
    CONSTANT
  }

  /** Creates a standardised column that refuses missing cells. */
  public NumericSpec() {
    this(ColumnSpec.Scale.STANDARD);
  }

  /** Creates a column with another scaling that refuses missing cells. */
  public NumericSpec(ColumnSpec.Scale scale) {
    this(scale, Missing.REFUSE, 0, false);
  }

  /** Creates a column whose predictions are not clamped. */
  public NumericSpec(ColumnSpec.Scale scale, Missing missing, double constant, boolean indicator) {
    this(scale, missing, constant, indicator, false);
  }

  /**
   * Checks that an indicator has missing cells to indicate.
   *
   * @throws IllegalArgumentException with a sentence, if it has not
   */
  public NumericSpec {
    Options.check(NumericSpec.class, scale, missing, constant, indicator, clamp);
    if (indicator && missing == Missing.REFUSE) {
      throw new IllegalArgumentException(
          "indicator requires a fill value for missing numbers, such as missing: median");
    }
  }

  @Override
  public boolean allowsMissing() {
    return missing != Missing.REFUSE;
  }

  @Override
  public boolean isWhitened() {
    return scale == ColumnSpec.Scale.WHITEN;
  }

  @Override
  public Optional<Target.Kind> asTarget() {
    return Optional.of(Target.Kind.NUMERIC);
  }

  /** Sorts its numbers for quantiles, and for a value among them. */
  @Override
  public int learningBytesPerRow() {
    boolean sorts =
        missing == Missing.MEDIAN
            || missing == Missing.MOST_FREQUENT
            || scale == ColumnSpec.Scale.ROBUST
            || scale == ColumnSpec.Scale.ROBUST_CLIPPED
            || scale == ColumnSpec.Scale.QUANTILE;
    return sorts ? ColumnNumbers.SORTED_BYTES : 0;
  }

  @Override
  public Optional<PreparedColumn> learn(ColumnCells training, PreparationPlan plan) {
    if (clamp) {
      throw new DataException(
          training.origin(),
          "column '%s' is an input, but only predictions of a target can be clamped; remove clamp"
              .formatted(training.name()));
    }
    return Optional.of(learn(training, missing != Missing.REFUSE));
  }

  /** Learns a target, whose numbers must not be missing. */
  ScaledColumn learnTarget(ColumnCells training) {
    return learn(training, false);
  }

  /**
   * The lowest and the highest prediction of a target: those of the training rows, if it is
   * clamped.
   */
  DoubleStream learnRange(ColumnCells training) {
    double[] range = {-Double.MAX_VALUE, Double.MAX_VALUE};
    if (clamp) {
      range = new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
      double[] seen = range;
      training
          .numbers()
          .forEach(
              (numbers, count) -> {
                for (int i = 0; i < count; i++) {
                  seen[0] = Math.min(seen[0], numbers[i]);
                  seen[1] = Math.max(seen[1], numbers[i]);
                }
              });
    }
    return DoubleStream.of(range);
  }

  private ScaledColumn learn(ColumnCells training, boolean fills) {
    if (!fills) {
      training.refuseMissing();
    }
    checkNumbers(training);
    Column column = training.column();
    if (!fills) {
      return ScaleLearner.learn(
          column.name(), training.numbers(Double.NaN), scale, training.origin());
    }
    ColumnNumbers present = training.numbers();
    if (present.count() == 0) {
      throw training.nothingToFillIn();
    }
    double fill = ColumnQuantiles.fill(present, this);
    return ScaleLearner.learn(column.name(), training.numbers(fill), scale, training.origin())
        .filled(fill, indicator);
  }

  private static void checkNumbers(ColumnCells training) {
    Column column = training.column();
    if (column instanceof NumericColumn) {
      return;
    }
    for (int row = 0; row < column.rows(); row++) {
      if (Double.isNaN(column.number(row)) && !column.isMissing(row)) {
        throw training.wrong(
            row,
            "column '%s' is declared numeric, but here it has '%s', which is not a number; correct the cell, or, if it means a missing value, declare it (format: {missing: [%s]}), or declare the column categorical, or ignore"
                .formatted(column.name(), column.text(row), ColumnNames.inYaml(column.text(row))));
      }
    }
  }
}
