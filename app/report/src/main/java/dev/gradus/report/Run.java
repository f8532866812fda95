package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.List;

/**
 * A training run on the page.
 *
 * @param name what sets it apart; empty if it is the only one
 * @param style how its curves look
 * @param study what there is to be seen of it
 */
record Run(String name, int style, Study study) {

  /** The only run of a page. */
  static Run alone(Study study) {
    return new Run("", 0, study);
  }

  /** Those of a comparison that took place, each with a look of its own. */
  static List<Run> of(Comparison comparison) {
    List<Run> runs = new ArrayList<>();
    comparison
        .variants()
        .forEach(
            variant ->
                variant
                    .study()
                    .ifPresent(study -> runs.add(new Run(variant.name(), runs.size(), study))));
    return runs;
  }

  /** Its name for a legend, or the given one if it is the only run. */
  String nameOr(String otherwise) {
    return name.isEmpty() ? otherwise : name;
  }
}
