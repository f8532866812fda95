package dev.gradus.engine.data;

/**
 * What a column of a table is to be for the network; the values under {@code columns} in the YAML.
 */
public sealed interface ColumnSpec permits Numeric, Categorical, YesNo, Ignore, Weight {

  /** What happens to a number before the network sees it. */
  enum Scale {
    /** The mean of the training rows is subtracted, and the result divided by their deviation. */
    STANDARD,
    /** The least of the training rows becomes 0, the largest 1. */
    MIN_MAX,
    /** The median of the training rows becomes 0, and their quartiles lie 1 apart. */
    ROBUST,
    /** sign(x) log(1 + |x|), standardised. */
    LOG,
    /** Nothing. */
    NONE
  }
}
