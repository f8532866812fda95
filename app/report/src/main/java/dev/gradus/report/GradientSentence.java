package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.Variant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the gradients of the losses differ before the first step, as far as it matters. */
final class GradientSentence {

  /** Below this ratio, two lengths are about the same. */
  private static final double NOTABLE = 1.05;

  /** From this ratio on, one gradient is spread over the examples much less evenly. */
  private static final double UNEVEN = 1.25;

  private final InitialGradients start;
  private final List<Variant> variants;
  private final SameLearning same;

  private GradientSentence(Comparison comparison, SameLearning same) {
    this.start = comparison.start();
    this.variants = comparison.trained();
    this.same = same;
  }

  /**
   * The sentence.
   *
   * @param same what the optimizers do with the length of a gradient
   * @return empty if the variants did not start alike, or if it is unclear what the optimizers do
   */
  static Optional<String> of(Comparison comparison, SameLearning same) {
    return comparison.start().sameWeights() && comparison.path().equals("loss")
        ? new GradientSentence(comparison, same).sentence()
        : Optional.empty();
  }

  private Optional<String> sentence() {
    List<Variant> byLength =
        variants.stream()
            .filter(variant -> Double.isFinite(length(variant)) && length(variant) > 0)
            .sorted(Comparator.comparingDouble(this::length))
            .toList();
    if (byLength.size() < 2) {
      return Optional.empty();
    }
    if (same.sizeMattersToAll()) {
      return Optional.of(lengths(byLength));
    }
    return same.sizeMattersToNone()
        ? widest().map(pair -> directions(pair, byLength))
        : Optional.empty();
  }

  private String lengths(List<Variant> byLength) {
    Variant shortest = byLength.get(0);
    Variant longest = byLength.get(byLength.size() - 1);
    Optional<Long> degrees = degrees(shortest, longest);
    if (ratio(byLength) < NOTABLE) {
      return byLength.size() == 2
          ? "Before the first step, both gradients have about the same length%s."
              .formatted(
                  degrees
                      .map(
                          d ->
                              d == 0
                                  ? " and the same direction"
                                  : " and are %s° apart".formatted(d))
                      .orElse(""))
          : "Before the first step, all gradients have about the same length.";
    }
    return "Before the first step, the gradient of %s is %s times as long as that of %s%s."
        .formatted(
            Prose.code(longest.name()),
            Prose.times(ratio(byLength)),
            Prose.code(shortest.name()),
            degrees
                .map(
                    d ->
                        d == 0
                            ? ", in the same direction"
                            : " and points %s° away from it".formatted(d))
                .orElse(""));
  }

  private String directions(Pair pair, List<Variant> byLength) {
    return "Before the first step, the gradients of %s and %s %s.%s%s"
        .formatted(
            Prose.code(pair.first().name()),
            Prose.code(pair.second().name()),
            pair.degrees() == 0
                ? "have the same direction"
                : "are %s° apart".formatted(pair.degrees()),
            ratio(byLength) < NOTABLE
                ? ""
                : " Their lengths do not matter: %s.".formatted(same.dividesOut(" them")),
            balance());
  }

  private double ratio(List<Variant> byLength) {
    return length(byLength.get(byLength.size() - 1)) / length(byLength.get(0));
  }

  private double length(Variant variant) {
    return Vectors.length(start.norms().getOrDefault(variant.name(), List.of()));
  }

  /** How unevenly the gradient is spread over the examples. */
  private String balance() {
    Variant most = variants.get(0);
    Variant least = variants.get(0);
    for (Variant variant : variants) {
      most = unevenness(variant) > unevenness(most) ? variant : most;
      least = unevenness(variant) < unevenness(least) ? variant : least;
    }
    if (!(unevenness(most) > UNEVEN * unevenness(least))) {
      return "";
    }
    return " Over %s examples, the largest |dL/dz| is %s times the mean with %s, but %s times with %s."
        .formatted(
            start.examples().size(),
            Prose.times(unevenness(most)),
            Prose.code(most.name()),
            Prose.times(unevenness(least)),
            Prose.code(least.name()));
  }

  /** The longest dL/dz of an example, as a multiple of the mean; NaN if all are 0. */
  private double unevenness(Variant variant) {
    double[] lengths =
        start.examples().stream()
            .mapToDouble(
                example ->
                    Vectors.length(example.gradient().getOrDefault(variant.name(), List.of())))
            .toArray();
    double sum = 0;
    double largest = 0;
    for (double length : lengths) {
      sum += length;
      largest = Math.max(largest, length);
    }
    return largest * lengths.length / sum;
  }

  /** Two variants and the angle between their gradients. */
  private record Pair(Variant first, Variant second, long degrees) {}

  /** The two whose gradients differ most in direction. */
  private Optional<Pair> widest() {
    Optional<Pair> widest = Optional.empty();
    for (Variant a : variants) {
      for (Variant b : variants) {
        Optional<Long> degrees = a.equals(b) ? Optional.empty() : degrees(a, b);
        if (degrees.isPresent() && (widest.isEmpty() || degrees.get() > widest.get().degrees())) {
          widest = Optional.of(new Pair(a, b, degrees.get()));
        }
      }
    }
    return widest;
  }

  private Optional<Long> degrees(Variant a, Variant b) {
    double cosine =
        start.cosines().getOrDefault(a.name(), Map.of()).getOrDefault(b.name(), Double.NaN);
    return Double.isNaN(cosine)
        ? Optional.empty()
        : Optional.of(Math.round(Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))))));
  }
}
