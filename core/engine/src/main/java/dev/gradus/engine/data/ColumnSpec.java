package dev.gradus.engine.data;

/**
 * What a column of a table is to be for the network; the values under {@code columns} in the YAML.
 */
public sealed interface ColumnSpec permits Numeric, Categorical, Ignore, Weight {

  /** What happens to a number before the network sees it. */
  enum Scale {
    /** The mean of the training rows is subtracted, and the result divided by their deviation. */
    STANDARD,
    /** Nothing. */
    NONE
  }
}
