package dev.gradus.engine.data;

import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Objects;
import java.util.Optional;

/**
 * What a column of a table is to be for the network; the values under {@code columns} in the YAML.
 */
public sealed interface ColumnSpec
    permits NumericSpec, CategoricalSpec, BooleanSpec, IgnoredSpec, WeightSpec {

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
    /**
     * Standardised; of inputs, the numbers of all such columns together are then made uncorrelated,
     * each of deviation 1.
     */
    WHITEN,
    /** Nothing. */
    NONE
  }

  /**
   * Learns how the cells of an input become numbers.
   *
   * @param training the cells to learn from; those in other rows of their table are only checked
   * @param plan what the other columns are to be
   * @return empty, unless overridden: the network does not see such a column
   * @throws DataException if a cell in any row of the table cannot be what the column is to hold
   */
  default Optional<PreparedColumn> learn(ColumnCells training, PreparationPlan plan) {
    return Optional.empty();
  }

  /**
   * Whether a row with a missing cell can be used: there is a fill value, or the column is ignored.
   */
  boolean allowsMissing();

  /** What a target is that is declared so; empty, unless overridden: none can be. */
  default Optional<Target.Kind> asTarget() {
    return Optional.empty();
  }

  /**
   * Whether a column that a loss or a metric sees, and that so is no input, may be declared so;
   * not, unless overridden.
   */
  default boolean mayStandAside() {
    return false;
  }

  /** Whether the numbers of an input are whitened with those of others; not, unless overridden. */
  default boolean isWhitened() {
    return false;
  }

  /** What a column is that is declared so, for a sentence. */
  default String called() {
    return Objects.requireNonNull(getClass().getAnnotation(Plugin.class)).name();
  }
}
