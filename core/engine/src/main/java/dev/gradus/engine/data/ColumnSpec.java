package dev.gradus.engine.data;

import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Objects;
import java.util.Optional;

/** How the network sees a column of a table; the values under {@code columns} in the YAML. */
public sealed interface ColumnSpec
    permits NumericSpec, CategoricalSpec, BooleanSpec, DateSpec, IgnoredSpec, WeightSpec {

  /** The scaling of a number before the network sees it. */
  enum Scale {
    /** Subtracts the mean of the training rows and divides by their standard deviation. */
    STANDARD,
    /** The minimum of the training rows becomes 0, the maximum 1. */
    MIN_MAX,
    /**
     * The median of the training rows becomes 0, and their interquartile range 1; if that is 0,
     * half of their range.
     */
    ROBUST,
    /** The same, and then z/sqrt(1 + (z/3)²), so that no input is below -3 or above 3. */
    ROBUST_CLIPPED,
    /**
     * Normally distributed: each of up to 256 quantiles of the training rows, evenly spaced in the
     * result, becomes the normal score of its rank; a number between two of them is interpolated,
     * and one outside of all has the score of the nearest.
     */
    QUANTILE,
    /** sign(x) log(1 + |x|), standardised. */
    LOG,
    /**
     * Standardised; the inputs of all such columns together are then made uncorrelated, each with
     * standard deviation 1.
     */
    WHITEN,
    /** Nothing. */
    NONE;

    /** The scaling of a target, which is a linear function, or that of a logarithm. */
    Scale ofTargets() {
      return switch (this) {
        case ROBUST_CLIPPED -> ROBUST;
        case QUANTILE, WHITEN -> STANDARD;
        default -> this;
      };
    }
  }

  /**
   * Learns how the cells of an input become numbers.
   *
   * @param training the cells to learn from; those in other rows of their table are only checked
   * @param plan declares the other columns
   * @return empty, unless overridden: the network does not see such a column
   * @throws DataException if a cell in any row of the table is invalid for the column
   */
  default Optional<PreparedColumn> learn(ColumnCells training, PreparationPlan plan) {
    return Optional.empty();
  }

  /**
   * Whether a row with a missing cell is usable: there is a fill value, or the column is ignored.
   */
  boolean allowsMissing();

  /**
   * The kind of target that is declared like this; empty, unless overridden: a target cannot be
   * declared like this.
   */
  default Optional<Target.Kind> asTarget() {
    return Optional.empty();
  }

  /**
   * Whether an auxiliary column of a loss or a metric, which is not an input, may be declared like
   * this; false, unless overridden.
   */
  default boolean mayStandAside() {
    return false;
  }

  /**
   * Whether the numbers of an input are whitened together with those of others; false, unless
   * overridden.
   */
  default boolean isWhitened() {
    return false;
  }

  /**
   * The memory that learning an input takes for each training row, in bytes, besides the table; 0,
   * unless overridden.
   */
  default int learningBytesPerRow() {
    return 0;
  }

  /** The declared type, for a sentence. */
  default String called() {
    return Objects.requireNonNull(getClass().getAnnotation(Plugin.class)).name();
  }
}
