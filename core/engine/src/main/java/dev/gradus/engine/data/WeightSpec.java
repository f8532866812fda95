package dev.gradus.engine.data;

import dev.gradus.spi.Plugin;

/** A column of example weights. */
@Plugin(
    name = "weight",
    summary =
        "Example weights for training: positive numbers that multiply the loss of an example, not normalised. The network does not see them.")
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
