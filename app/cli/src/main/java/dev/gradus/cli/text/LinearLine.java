package dev.gradus.cli.text;

import dev.gradus.engine.event.LinearBaseline;
import dev.gradus.engine.model.Training;
import dev.gradus.spi.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;

/** The scores of simpler predictions, in lines below those of the network. */
public final class LinearLine {

  public static final String KEY = "linear-model";

  private static final String CONSTANT = "constant-prediction";

  private LinearLine() {}

  /**
   * The line for one part of the data.
   *
   * @param metrics by name; empty if there is no linear model
   */
  public static Optional<String> of(Map<String, Double> metrics) {
    return of("a linear model gets", metrics);
  }

  private static Optional<String> of(String who, Map<String, Double> metrics) {
    return metrics.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Status.withoutValues(metrics).entrySet().stream()
                .map(entry -> entry.getKey() + " " + MetricTable.text(entry.getValue()))
                .collect(Collectors.joining(", ", who + ": ", "")));
  }

  /**
   * The line for the validation rows, or for the training rows if there are none, or the reason why
   * there is no linear model.
   */
  public static Optional<String> of(LinearBaseline linear) {
    return of("a linear model gets", linear.metrics(), value -> true)
        .or(() -> Optional.of(linear.sentence()).filter(sentence -> !sentence.isEmpty()));
  }

  /** The line of a prediction that is the same for all rows; empty if there is none. */
  public static Optional<String> ofConstant(LinearBaseline linear, Target.Kind kind) {
    String who =
        switch (kind) {
          case NUMERIC -> "the mean gets";
          case CLASSES, BINARY -> "the most frequent class gets";
          case LABELS -> "the frequencies of the labels get";
        };
    return of(who, linear.constant(), Double::isFinite);
  }

  private static Optional<String> of(
      String who, Map<String, Map<String, Double>> metrics, DoublePredicate shown) {
    String part =
        metrics.containsKey(Training.VALIDATION_PART)
            ? Training.VALIDATION_PART
            : Training.TRAINING_PART;
    Map<String, Double> some = new LinkedHashMap<>(metrics.getOrDefault(part, Map.of()));
    some.values().removeIf(value -> !shown.test(value));
    return of("%s (%s)".formatted(who, part), some);
  }

  /** The scores as JSON; empty if no linear model was fitted. */
  public static Map<String, Object> asMap(LinearBaseline linear) {
    if (linear.sentence().isEmpty()) {
      return Map.of();
    }
    Map<String, Object> object = new LinkedHashMap<>();
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("metrics", linear.metrics());
    own.put("sentence", linear.sentence());
    object.put(KEY, own);
    object.put(CONSTANT, Map.of("metrics", linear.constant()));
    return object;
  }
}
