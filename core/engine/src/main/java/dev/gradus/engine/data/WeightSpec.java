package dev.gradus.engine.data;

import dev.gradus.spi.Plugin;

/** A column that says how much each example counts. */
@Plugin(
    name = "weight",
    summary =
        "How much each example counts in training: numbers above 0 by which its loss is multiplied, not normalised. The network does not see them.")
public record WeightSpec() implements ColumnSpec {

  @Override
  public boolean allowsMissing() {
    return false;
  }

  @Override
  public boolean mayStandAside() {
    return true;
  }

  @Override
  public String called() {
    return "a weight";
  }
}
