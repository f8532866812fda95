package dev.gradus.engine.data;

import dev.gradus.spi.Plugin;

/** A column that is ignored. */
@Plugin(
    name = "ignore",
    summary = "A column that the network does not see, such as a row's identifier.")
public record IgnoredSpec() implements ColumnSpec {

  @Override
  public boolean allowsMissing() {
    return true;
  }

  @Override
  public boolean mayStandAside() {
    return true;
  }

  @Override
  public String called() {
    return "ignored";
  }
}
