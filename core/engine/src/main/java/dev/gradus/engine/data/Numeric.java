package dev.gradus.engine.data;

import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;

/**
 * A column of numbers.
 *
 * @param scale what happens to them
 */
@Plugin(
    name = "numeric",
    summary = "A column of numbers. The network sees how many deviations each lies above the mean.",
    formula = "(x - mean)/deviation, over the training rows; deviation 1 for a constant column")
public record Numeric(
    @Option("standard brings the column to mean 0 and deviation 1; none leaves it as it is")
        ColumnSpec.Scale scale)
    implements ColumnSpec {

  /** Standardised. */
  public Numeric() {
    this(ColumnSpec.Scale.STANDARD);
  }
}
