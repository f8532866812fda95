package dev.gradus.engine.data;

import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;

/** A column that says how much each example counts. */
@Plugin(
    name = "weight",
    summary =
        "How much each example counts in training: numbers above 0 by which its loss is multiplied, not normalised. The network does not see them.")
public record Weight() implements ColumnSpec {

  @Override
  public Optional<PreparedColumn> learn(ColumnCells training, PreparationPlan plan) {
    return Optional.empty();
  }

  @Override
  public boolean allowsMissing() {
    return false;
  }

  @Override
  public Optional<Target.Kind> asTarget() {
    return Optional.empty();
  }

  @Override
  public String called() {
    return "a weight";
  }
}
