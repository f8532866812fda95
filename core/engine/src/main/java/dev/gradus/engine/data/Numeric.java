package dev.gradus.engine.data;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * A column of numbers.
 *
 * @param scale what happens to them
 * @param missing what stands for a missing one
 * @param constant the number that does, with {@link Missing#CONSTANT}
 * @param indicator whether a further input says where one was missing
 */
@Plugin(
    name = "numeric",
    summary = "A column of numbers. The network sees how many deviations each lies above the mean.",
    formula = "(x - mean)/deviation, over the training rows; deviation 1 for a constant column")
public record Numeric(
    @Option(
            "standard: mean 0 and deviation 1; min-max: from 0 to 1; robust: median 0 and quartiles 1 apart; log: the logarithm of 1 + |x| with the sign of x, standardised; none: as it is")
        ColumnSpec.Scale scale,
    @Option(
            "what stands for a missing number, learned from the training rows: refuse, mean, median, most-frequent, constant")
        Missing missing,
    @Option("the number that does, with missing: constant") double constant,
    @Option("whether a further input is 1 where a number is missing, else 0") boolean indicator)
    implements ColumnSpec {

  /** What stands for a missing number. */
  public enum Missing {
    /** Nothing: the cell is an error. */
    REFUSE,
    /** The mean of the others. */
    MEAN,
    /** The median of the others: the mean of the middle two of an even number. */
    MEDIAN,
    /** The most frequent of the others, the smallest of several. */
    MOST_FREQUENT,
    /** A given number. */
    CONSTANT
  }

  /** Standardised, none missing. */
  public Numeric() {
    this(ColumnSpec.Scale.STANDARD);
  }

  /** With another scale. */
  public Numeric(ColumnSpec.Scale scale) {
    this(scale, Missing.REFUSE, 0, false);
  }

  /**
   * Checks that there is something to indicate.
   *
   * @throws IllegalArgumentException with a sentence, if there is not
   */
  public Numeric {
    Options.check(Numeric.class, scale, missing, constant, indicator);
    if (indicator && missing == Missing.REFUSE) {
      throw new IllegalArgumentException(
          "indicator needs missing to say what stands for a missing number, such as median");
    }
  }
}
