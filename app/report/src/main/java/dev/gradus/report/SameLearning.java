package dev.gradus.report;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.GradientScale;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds losses that train the same network. Their gradients at the start have one direction, their
 * lengths are equal or differ by a factor that the optimizer divides out, and the scores of the
 * trained networks agree.
 */
final class SameLearning {

  /** Two gradients with a larger cosine have one direction, but for the rounding of floats. */
  private static final double PARALLEL = 1 - 1e-6;

  /** Two lengths, or scores, with a smaller relative difference are equal. */
  private static final double EQUAL = 1e-3;

  /** What the length of the gradient of a loss does to a step. */
  private enum Length {
    MATTERS,
    DIVIDED_OUT,
    /**
     * A penalty is added to the gradient, or clipping shortens it, before the optimizer gets it.
     */
    UNCLEAR;

    static Length in(Configuration configuration) {
      TrainingSpec training = configuration.training();
      boolean isClipped =
          training.clipValue().isPresent()
              || training.clipNorm().isPresent()
              || training.clipGlobalNorm().isPresent();
      if (isClipped || !configuration.regularizers().isEmpty()) {
        return UNCLEAR;
      }
      return GradientScale.matters(configuration.optimizer()) ? MATTERS : DIVIDED_OUT;
    }
  }

  private final Comparison comparison;
  private final Map<String, Length> lengths = new LinkedHashMap<>();

  SameLearning(Comparison comparison) {
    this.comparison = comparison;
    comparison
        .trained()
        .forEach(
            variant ->
                lengths.put(
                    variant.name(), Length.in(variant.study().orElseThrow().configuration())));
  }

  /** Whether a longer gradient makes a longer step, for all variants. */
  boolean sizeMattersToAll() {
    return lengths.values().stream().allMatch(Length.MATTERS::equals);
  }

  /** Whether the length of a gradient makes no difference to any variant. */
  boolean sizeMattersToNone() {
    return lengths.values().stream().allMatch(Length.DIVIDED_OUT::equals);
  }

  /** Whether nothing can be said of the length of a gradient for some variant. */
  boolean isSizeUnclear() {
    return lengths.containsValue(Length.UNCLEAR);
  }

  /** Groups of two or more variants that learn the same. */
  List<List<Variant>> groups() {
    List<List<Variant>> groups = new ArrayList<>();
    if (!comparison.path().equals("loss")) {
      return groups;
    }
    for (Variant variant : comparison.trained()) {
      groups.stream()
          .filter(group -> group.stream().allMatch(other -> learnTheSame(other, variant)))
          .findFirst()
          .ifPresentOrElse(
              group -> group.add(variant), () -> groups.add(new ArrayList<>(List.of(variant))));
    }
    groups.removeIf(group -> group.size() < 2);
    return groups;
  }

  /** Why the variants of a group learn the same, for a sentence. */
  String why(List<Variant> group) {
    Variant first = group.get(0);
    return group.stream().allMatch(other -> isEquallyLong(first, other))
        ? "their gradients are equal"
        : "their gradients differ by a factor, which " + dividesOut("");
  }

  /**
   * {@code `adam` divides out}, of all optimizers of the comparison.
   *
   * @param what they divide out, after a space; may be empty
   */
  String dividesOut(String what) {
    List<String> optimizers =
        comparison.trained().stream()
            .map(variant -> variant.study().orElseThrow().configuration().optimizer())
            .map(PluginType::nameOf)
            .map(Prose::code)
            .distinct()
            .toList();
    return "%s %s%s out"
        .formatted(Prose.list(optimizers), optimizers.size() == 1 ? "divides" : "divide", what);
  }

  /** How many times longer the gradient of the second is than that of the first. */
  double factor(Variant a, Variant b) {
    return length(b) / length(a);
  }

  /** Whether both have the same length, as most places print it. */
  boolean isEquallyLong(Variant a, Variant b) {
    return Math.abs(factor(a, b) - 1) <= EQUAL;
  }

  private double length(Variant variant) {
    return Vectors.length(comparison.start().norms().getOrDefault(variant.name(), List.of()));
  }

  private boolean learnTheSame(Variant a, Variant b) {
    double cosine =
        comparison
            .start()
            .cosines()
            .getOrDefault(a.name(), Map.of())
            .getOrDefault(b.name(), Double.NaN);
    boolean ignoresFactor =
        lengths.get(a.name()) == Length.DIVIDED_OUT && lengths.get(b.name()) == Length.DIVIDED_OUT;
    return comparison.start().sameWeights()
        && cosine >= PARALLEL
        && (isEquallyLong(a, b) || ignoresFactor)
        && scoresAgree(a, b);
  }

  private boolean scoresAgree(Variant a, Variant b) {
    for (int i = 0; i < Math.min(a.scores().size(), b.scores().size()); i++) {
      for (String measure : comparison.measures()) {
        double first = a.scores().get(i).getOrDefault(measure, Double.NaN);
        double second = b.scores().get(i).getOrDefault(measure, Double.NaN);
        double largest = Math.max(Math.abs(first), Math.abs(second));
        if (Double.isFinite(first)
            && Double.isFinite(second)
            && Math.abs(first - second) > EQUAL * largest) {
          return false;
        }
      }
    }
    return true;
  }
}
