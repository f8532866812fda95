package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The colour, dashes and markers of each variant. They follow from the name of the loss, or of what
 * else is compared, so that a loss looks the same on every page, whatever stands next to it; only
 * where two would share a colour on one page does the second get another one.
 */
final class SeriesStyles {

  /** How many colours the style sheet has. */
  static final int COLOURS = 7;

  /** The losses that are compared most often, each with a colour of its own. */
  private static final List<String> FAMILIAR =
      List.of(
          "mean-squared-error",
          "cross-entropy",
          "mean-absolute-error",
          "huber",
          "hinge",
          "binary-focal",
          "squared-hinge");

  /** What a familiar loss is called for another kind of target. */
  private static final Map<String, String> RELATED =
      Map.of("binary-cross-entropy", "cross-entropy", "categorical-cross-entropy", "cross-entropy");

  private SeriesStyles() {}

  /** The style of a name that is alone on its page. */
  static int of(String name) {
    int familiar = FAMILIAR.indexOf(RELATED.getOrDefault(name, name));
    return familiar >= 0 ? familiar : Math.floorMod(name.hashCode(), COLOURS);
  }

  /** The style of each variant, by its name: of no more than seven, no two share a colour. */
  static Map<String, Integer> of(Comparison comparison) {
    Map<String, Integer> styles = new HashMap<>();
    Set<Integer> taken = new HashSet<>();
    comparison.variants().stream()
        .sorted(
            Comparator.comparing((Variant variant) -> !FAMILIAR.contains(key(comparison, variant)))
                .thenComparing(variant -> key(comparison, variant))
                .thenComparing(Variant::name))
        .forEach(
            variant -> {
              int style = of(key(comparison, variant));
              // When all colours are taken, the next round has other dashes.
              int round = taken.size() / COLOURS;
              style += round * COLOURS;
              while (taken.contains(style)) {
                style = round * COLOURS + (style + 1) % COLOURS;
              }
              taken.add(style);
              styles.put(variant.name(), style);
            });
    return styles;
  }

  /** An alias of a loss looks like the loss. */
  private static String key(Comparison comparison, Variant variant) {
    return comparison.path().equals("loss") ? variant.loss() : variant.name();
  }

  /** The class that the style sheet colours. */
  static String cssClass(int style) {
    return "series-" + style % COLOURS;
  }
}
