package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a comparison says, in sentences: how hard each variant is pulled at step 0, and who ends
 * ahead, as far as the seeds can tell.
 */
final class Verdict {

  /** Below this ratio, two gradients are called equally long. */
  private static final double NOTABLE = 1.05;

  /** More names would drown the sentence. */
  private static final int MOST_NAMES = 3;

  private final Comparison comparison;
  private final String judge;
  private final boolean higherIsBetter;
  private final List<Variant> ranked;

  private Verdict(Comparison comparison) {
    this.comparison = comparison;
    MetricNames measures = MetricNames.of(comparison);
    judge = measures.judge(comparison);
    higherIsBetter = measures.higherIsBetter(judge);
    Comparator<Variant> ascending =
        Comparator.comparingDouble(variant -> comparison.score(variant, judge).mean());
    ranked =
        comparison.trained().stream()
            .filter(variant -> Double.isFinite(comparison.score(variant, judge).mean()))
            .sorted(higherIsBetter ? ascending.reversed() : ascending)
            .toList();
  }

  /** That of a comparison in which somebody was trained. */
  static Verdict of(Comparison comparison) {
    return new Verdict(comparison);
  }

  /** The answer. */
  String sentence() {
    if (comparison.trained().size() < 2) {
      return "Only %s was trained: there is nothing to compare it with."
          .formatted(Prose.code(comparison.trained().get(0).name()));
    }
    String start = comparison.start().sameWeights() ? "From the same weights, " : "";
    String ending = ending();
    return pull()
        .map(
            pull ->
                start
                    + pull
                    + (ending.startsWith("none") || ending.startsWith("all") ? ", yet " : ", and ")
                    + ending
                    + ".")
        .orElseGet(() -> start.isEmpty() ? capital(ending) + "." : start + ending + ".");
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  /** A variant, and the length of what it wants at step 0. */
  private record Pull(String name, double length) {}

  /** Whose gradient is longest at step 0, beside the shortest. */
  private Optional<String> pull() {
    List<Pull> pulls =
        comparison.start().norms().entrySet().stream()
            .map(entry -> new Pull(entry.getKey(), length(entry.getValue())))
            .filter(pull -> Double.isFinite(pull.length()) && pull.length() > 0)
            .sorted(Comparator.comparingDouble(Pull::length))
            .toList();
    if (pulls.size() < 2) {
      return Optional.empty();
    }
    Pull weakest = pulls.get(0);
    Pull strongest = pulls.get(pulls.size() - 1);
    double ratio = strongest.length() / weakest.length();
    return ratio < NOTABLE
        ? Optional.empty()
        : Optional.of(
            "%s pulls %s times as hard as %s"
                .formatted(Prose.code(strongest.name()), times(ratio), Prose.code(weakest.name())));
  }

  /** The length of the gradient of all layers together. */
  static double length(List<Double> norms) {
    return Math.sqrt(norms.stream().mapToDouble(norm -> norm * norm).sum());
  }

  private static String times(double ratio) {
    return ratio >= 100
        ? Prose.number(Math.round(ratio))
        : String.format(Locale.ROOT, "%.1f", ratio);
  }

  private String ending() {
    if (ranked.size() < 2) {
      return "there is nothing to compare it with";
    }
    Variant best = ranked.get(0);
    Variant worst = ranked.get(ranked.size() - 1);
    if (comparison.score(best, judge).mean() == comparison.score(worst, judge).mean()) {
      return "all end alike, with %s %s".formatted(judge, mean(best));
    }
    String range = "%s %s against %s".formatted(judge, mean(best), mean(worst));
    if (comparison.seeds().size() < 2) {
      return "with this one seed %s ends best, %s with %s; one run says nothing of others"
          .formatted(Prose.code(best.name()), range, Prose.code(worst.name()));
    }
    List<Variant> beaten = beaten(best);
    if (beaten.size() == ranked.size() - 1) {
      return "%s ends clearly ahead: %s with %s"
          .formatted(
              Prose.code(best.name()),
              "%s %s against %s".formatted(judge, mean(best), mean(ranked.get(1))),
              Prose.code(ranked.get(1).name()));
    }
    if (beaten.isEmpty()) {
      return "none ends clearly ahead: over %s, %s lies between %s and %s"
          .formatted(
              Prose.count(comparison.seeds().size(), "seed"), judge, mean(worst), mean(best));
    }
    List<Variant> others =
        ranked.stream().skip(1).filter(variant -> !beaten.contains(variant)).toList();
    return "%s ends clearly ahead of %s, %s, but not of %s"
        .formatted(
            Prose.code(best.name()),
            few(beaten),
            "%s %s against %s".formatted(judge, mean(best), mean(beaten.get(0))),
            few(others));
  }

  /** Their names, or how many they are if that would be long. */
  private static String few(List<Variant> variants) {
    return variants.size() > MOST_NAMES
        ? variants.size() + " others"
        : Prose.list(variants.stream().map(variant -> Prose.code(variant.name())).toList());
  }

  private String mean(Variant variant) {
    return Prose.number(comparison.score(variant, judge).mean());
  }

  /** Those to whom the paired difference of the best leaves no doubt, at 95 %. */
  private List<Variant> beaten(Variant best) {
    return ranked.stream().skip(1).filter(variant -> difference(best, variant).isClear()).toList();
  }

  private Estimate difference(Variant a, Variant b) {
    int runs = Math.min(a.scores().size(), b.scores().size());
    double[] differences = new double[runs];
    for (int i = 0; i < runs; i++) {
      differences[i] =
          a.scores().get(i).getOrDefault(judge, Double.NaN)
              - b.scores().get(i).getOrDefault(judge, Double.NaN);
    }
    return Estimate.of(differences);
  }

  /** What else there is to be said. */
  List<String> evidence() {
    List<String> sentences = new ArrayList<>();
    angle().ifPresent(sentences::add);
    sentences.add(
        "Judged by %s, which %s was trained on; %s is better. %s"
            .formatted(
                Prose.code(judge),
                comparison.trained().stream().anyMatch(c -> c.loss().equals(judge))
                    ? "one of them"
                    : "none of them",
                higherIsBetter ? "more" : "less",
                comparison.seeds().size() < 2
                    ? "With one seed there are no intervals: add seeds before believing a difference."
                    : "Differences are taken seed by seed, and called clear if their 95 % confidence interval leaves out 0."));
    if (comparison.part().equals("training")) {
      sentences.add(
          "Nothing was set apart, so all is measured on the examples that were learned from: how the variants do on others is not known.");
    }
    comparison
        .controlRun()
        .ifPresent(
            controlRun ->
                sentences.add(
                    controlRun.holds()
                        ? "Printing %s beside the loss has changed no bit of the weights: a printed number teaches nothing."
                            .formatted(
                                Prose.list(controlRun.printed().stream().map(Prose::code).toList()))
                        : "Printing other numbers beside the loss has changed the weights, which must not be; see the checksums."));
    List<String> adapted =
        comparison.trained().stream()
            .filter(variant -> !variant.notes().isEmpty())
            .map(variant -> Prose.code(variant.name()))
            .toList();
    if (!adapted.isEmpty()) {
      sentences.add(
          "To take part, %s had to be adapted: the difference is not the %s alone."
              .formatted(Prose.list(adapted), comparison.path()));
    }
    List<String> refused =
        comparison.variants().stream()
            .filter(variant -> !variant.tookPart())
            .map(variant -> Prose.code(variant.name()))
            .toList();
    if (!refused.isEmpty()) {
      sentences.add("%s could not take part, for the reason below.".formatted(Prose.list(refused)));
    }
    return sentences;
  }

  /** The two that want the most different directions. */
  private Optional<String> angle() {
    String first = "";
    String second = "";
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, Map<String, Double>> a : comparison.start().cosines().entrySet()) {
      for (Map.Entry<String, Double> b : a.getValue().entrySet()) {
        if (!a.getKey().equals(b.getKey()) && b.getValue() < least) {
          least = b.getValue();
          first = a.getKey();
          second = b.getKey();
        }
      }
    }
    if (first.isEmpty()) {
      return Optional.empty();
    }
    long degrees = Math.round(Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, least)))));
    if (degrees == 0) {
      return Optional.of("At step 0 all want the same direction, to within half a degree.");
    }
    return Optional.of(
        "At step 0 the directions that are wanted differ by up to %s°, between %s and %s (cosine %s)."
            .formatted(degrees, Prose.code(first), Prose.code(second), Prose.number(least)));
  }
}
