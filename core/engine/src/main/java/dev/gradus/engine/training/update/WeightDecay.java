package dev.gradus.engine.training.update;

import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.spi.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The weight decay of an optimizer: its option of that name.
 *
 * <p>An optimizer need not distinguish tensors by their role. To exempt some from weight decay, the
 * engine updates them with an optimizer that differs only in that option.
 */
public final class WeightDecay {

  private static final String OPTION = "weight-decay";

  private WeightDecay() {}

  /** The same optimizer with a weight decay of 0, also of optimizers among its options. */
  static Optimizer without(Optimizer optimizer) {
    return changed(optimizer, decay -> 0);
  }

  /** The same optimizer with another weight decay, also of optimizers among its options. */
  static Optimizer changed(Optimizer optimizer, DoubleUnaryOperator change) {
    RecordOptions options = RecordOptions.of(optimizer.getClass());
    Map<String, Object> values = options.valuesOf(optimizer);
    values.replaceAll((name, value) -> value instanceof Optimizer of ? changed(of, change) : value);
    values.computeIfPresent(
        OPTION,
        (name, value) ->
            value instanceof Double decay ? (Object) change.applyAsDouble(decay) : value);
    return (Optimizer) options.create(values);
  }

  /** The weight decay of an optimizer, and of each optimizer among its options. */
  public static List<Double> of(Optimizer optimizer) {
    List<Double> decays = new ArrayList<>();
    Optimizer unused =
        changed(
            optimizer,
            decay -> {
              decays.add(decay);
              return decay;
            });
    return decays;
  }

  /** Whether there is weight decay to switch off. */
  private static boolean isIn(Optimizer optimizer) {
    Map<String, Object> values = RecordOptions.of(optimizer.getClass()).valuesOf(optimizer);
    return values.get(OPTION) instanceof Double
        || values.values().stream().anyMatch(value -> value instanceof Optimizer of && isIn(of));
  }

  /**
   * Checks that there is weight decay to switch off.
   *
   * @param place of the option that requests it
   * @param whom which tensors, such as {@code for biases}
   * @throws TrainingException if the optimizer has no such option, or does not take 0 for it
   */
  public static void check(Optimizer optimizer, String place, String whom) {
    checkThere(optimizer, place, "be switched off " + whom);
    try {
      Optimizer unused = without(optimizer);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "%s: %s does not take a weight-decay of 0 %s: %s"
              .formatted(place, PluginType.nameOf(optimizer), whom, e.getMessage()));
    }
  }

  /**
   * Checks that there is weight decay of each tensor.
   *
   * @param place of the option that changes it
   * @param what what cannot be done without it, such as {@code follow a schedule}
   * @throws TrainingException if the optimizer has no such option
   */
  public static void checkThere(Optimizer optimizer, String place, String what) {
    boolean has = isIn(optimizer);
    if (!has || optimizer.isFullBatch()) {
      throw new TrainingException(
          "%s: %s has %s, so it cannot %s; remove %s"
              .formatted(
                  place,
                  PluginType.nameOf(optimizer),
                  has ? "one weight decay for all weights together" : "no option weight-decay",
                  what,
                  place.substring(place.lastIndexOf('.') + 1)));
    }
  }
}
