package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The variants by one measure.
 *
 * @param measure its name
 * @param higherIsBetter whether more of it is better
 * @param groups best first; variants in one group tie: their means are printed alike. Variants that
 *     cannot be measured are left out
 */
record Standings(
    Comparison comparison, String measure, boolean higherIsBetter, List<List<Variant>> groups) {

  Standings {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /** Ranks the variants that were trained. */
  static Standings of(Comparison comparison, String measure, boolean higherIsBetter) {
    Comparator<Variant> ascending =
        Comparator.comparingDouble(variant -> comparison.score(variant, measure).mean());
    List<Variant> ranked =
        comparison.trained().stream()
            .filter(variant -> Double.isFinite(comparison.score(variant, measure).mean()))
            .sorted(higherIsBetter ? ascending.reversed() : ascending)
            .toList();
    List<List<Variant>> groups = new ArrayList<>();
    String printed = "";
    for (Variant variant : ranked) {
      String value = Prose.number(comparison.score(variant, measure).mean());
      if (groups.isEmpty() || !value.equals(printed)) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(variant);
      printed = value;
    }
    return new Standings(comparison, measure, higherIsBetter, groups);
  }

  /** How many variants are ranked. */
  int size() {
    return groups.stream().mapToInt(List::size).sum();
  }

  /** Whether all tie. */
  boolean isTie() {
    return groups.size() == 1;
  }

  List<Variant> best() {
    return groups.get(0);
  }

  List<Variant> worst() {
    return groups.get(groups.size() - 1);
  }

  /** All but the best. */
  List<Variant> rest() {
    return groups.stream().skip(1).flatMap(List::stream).toList();
  }

  /** The mean of a variant, as it is printed. */
  String value(Variant variant) {
    return Prose.number(mean(variant));
  }

  double mean(Variant variant) {
    return comparison.score(variant, measure).mean();
  }

  /** Whether the difference between two variants is more than chance, as far as the seeds show. */
  boolean isClear(Variant a, Variant b) {
    int runs = Math.min(a.scores().size(), b.scores().size());
    double[] differences = new double[runs];
    for (int i = 0; i < runs; i++) {
      differences[i] =
          a.scores().get(i).getOrDefault(measure, Double.NaN)
              - b.scores().get(i).getOrDefault(measure, Double.NaN);
    }
    return Estimate.of(differences).isClear();
  }
}
