package dev.gradus.cli;

import dev.gradus.cli.text.Visible;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.Column;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;

/**
 * How often the classes of a target occur.
 *
 * @param classes the number of classes
 * @param rarest the rarest class, and how many rows it has
 * @param commonest the most frequent class, and how many rows it has
 */
record ClassBalance(
    int classes, Map.Entry<String, Integer> rarest, Map.Entry<String, Integer> commonest) {

  /** From this ratio on, a network that always answers the same looks good by accuracy. */
  private static final int UNBALANCED = 3;

  /** The maximum number of characters of a name that are shown. */
  private static final int LONGEST = 40;

  static ClassBalance of(Column target) {
    Map<String, Integer> counts = ColumnSummary.classes(target);
    return new ClassBalance(
        counts.size(),
        Collections.min(counts.entrySet(), Map.Entry.comparingByValue()),
        Collections.max(counts.entrySet(), Map.Entry.comparingByValue()));
  }

  /** The metrics that fit, as a value in YAML. */
  String metrics() {
    if ((long) rarest.getValue() * UNBALANCED >= commonest.getValue()) {
      return "[accuracy]";
    }
    return String.format(
        Locale.ROOT,
        "%s   # accuracy hides a rare class: %s has %,d rows, %s has %,d",
        classes == 2 ? "[balanced-accuracy, roc-auc, accuracy]" : "[balanced-accuracy, accuracy]",
        shown(rarest.getKey()),
        rarest.getValue(),
        shown(commonest.getKey()),
        commonest.getValue());
  }

  /** The beginning of a name, on one line. */
  private static String shown(String name) {
    return Visible.line(
        name.codePointCount(0, name.length()) <= LONGEST
            ? name
            : name.substring(0, name.offsetByCodePoints(0, LONGEST)) + "...");
  }
}
