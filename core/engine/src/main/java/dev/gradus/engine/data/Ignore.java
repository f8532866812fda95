package dev.gradus.engine.data;

import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;

/** A column that is left out. */
@Plugin(
    name = "ignore",
    summary = "A column that the network does not see, such as a row's identifier.")
public record Ignore() implements ColumnSpec {

  @Override
  public Optional<PreparedColumn> learn(ColumnCells training, PreparationPlan plan) {
    return Optional.empty();
  }

  @Override
  public boolean allowsMissing() {
    return true;
  }

  @Override
  public Optional<Target.Kind> asTarget() {
    return Optional.empty();
  }

  @Override
  public String called() {
    return "ignored";
  }
}
