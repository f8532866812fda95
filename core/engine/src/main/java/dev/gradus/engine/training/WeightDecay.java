package dev.gradus.engine.training;

import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.spi.Optimizer;
import java.util.Map;

/**
 * The weight decay of an optimizer: its option of that name.
 *
 * <p>An optimizer is not told what a tensor is for. To leave some alone, the engine gives them to
 * one that differs in that option alone.
 */
final class WeightDecay {

  private static final String OPTION = "weight-decay";

  private WeightDecay() {}

  /** The same optimizer with a weight decay of 0. */
  static Optimizer without(Optimizer optimizer) {
    RecordOptions options = RecordOptions.of(optimizer.getClass());
    Map<String, Object> values = options.valuesOf(optimizer);
    values.put(OPTION, 0.0);
    return (Optimizer) options.create(values);
  }

  /**
   * Checks that there is something to switch off.
   *
   * @param place of the option that asks for it
   * @param whom it is switched off for, such as {@code for biases}
   * @throws TrainingException if the optimizer has no such option, or does not take 0 for it
   */
  static void check(Optimizer optimizer, String place, String whom) {
    boolean has =
        RecordOptions.of(optimizer.getClass()).valuesOf(optimizer).get(OPTION) instanceof Double;
    if (!has || optimizer.isFullBatch()) {
      throw new TrainingException(
          "%s: %s has %s, so it cannot be switched off %s; remove %s"
              .formatted(
                  place,
                  PluginType.nameOf(optimizer),
                  has ? "one weight decay for all weights together" : "no option weight-decay",
                  whom,
                  place.substring(place.lastIndexOf('.') + 1)));
    }
    try {
      Optimizer unused = without(optimizer);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "%s: %s does not take a weight-decay of 0 %s: %s"
              .formatted(place, PluginType.nameOf(optimizer), whom, e.getMessage()));
    }
  }
}
