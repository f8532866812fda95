package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A training run on the page.
 *
 * @param name of the variant; empty if it is the only run
 * @param style how its curves look
 * @param study what was recorded of it
 */
record Run(String name, int style, Study study) {

  /** The only run of a page. */
  static Run alone(Study study) {
    return new Run("", SeriesStyles.of(PluginType.nameOf(study.configuration().loss())), study);
  }

  /** The variants of a comparison that were trained, each in the style of its loss. */
  static List<Run> of(Comparison comparison) {
    List<Run> runs = new ArrayList<>();
    Map<String, Integer> styles = SeriesStyles.of(comparison);
    comparison
        .variants()
        .forEach(
            variant ->
                variant
                    .study()
                    .ifPresent(
                        study ->
                            runs.add(
                                new Run(
                                    variant.name(),
                                    styles.getOrDefault(variant.name(), 0),
                                    study))));
    return runs;
  }

  /** Its name for a legend, or the given one if it is the only run. */
  String nameOr(String otherwise) {
    return name.isEmpty() ? otherwise : name;
  }
}
