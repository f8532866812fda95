package dev.gradus.engine.training;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Loss;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Counts the batches without anything that the loss compares, such as an event, and warns once: the
 * loss of such a batch is meaningless, and nothing is learned from it.
 */
final class NothingCompared {

  private final Loss loss;
  private final Consumer<Warning> warnings;
  private int batches;
  private int idle;
  private boolean said;

  /**
   * Starts with a count of 0.
   *
   * @param loss as it is written in the configuration
   * @param warnings receives a warning
   */
  NothingCompared(Loss loss, Consumer<Warning> warnings) {
    this.loss = loss;
    this.warnings = warnings;
  }

  /**
   * Counts a batch.
   *
   * @param compared whether it holds anything that the loss compares
   */
  void add(boolean compared) {
    batches++;
    idle += compared ? 0 : 1;
  }

  /** Warns about the batches of an epoch, unless it has warned before, and resets the count. */
  void epochDone(int epoch) {
    say(
        "epoch " + epoch,
        "so nothing was learned from them; use a larger batch-size, or check the columns that it uses");
  }

  /** Warns about such batches of a table. */
  void tableDone(int examples) {
    say(
        String.format(Locale.ROOT, "a table of %,d examples", examples),
        "so nothing was learned from it; use a larger batch-size or larger tables, or check the columns that it uses");
  }

  /** Warns about such batches of evaluated examples. */
  void measured(int examples) {
    say(
        String.format(Locale.ROOT, "the %,d evaluated examples", examples),
        "so its value has no meaning for them");
  }

  private void say(String where, String consequence) {
    if (idle > 0 && !said) {
      said = true;
      String which =
          idle == batches
              ? "any batch"
              : String.format(Locale.ROOT, "%,d of the %,d batches", idle, batches);
      warnings.accept(
          new Warning(
              "loss: %s found nothing to compare in %s of %s, %s"
                  .formatted(PluginType.nameOf(loss), which, where, consequence),
              idle));
    }
    batches = 0;
    idle = 0;
  }
}
