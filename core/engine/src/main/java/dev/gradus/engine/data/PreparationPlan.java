package dev.gradus.engine.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which column of a table is to be what.
 *
 * <p>A column that is not declared is numeric if its cells are numbers, and categorical if they are
 * texts; if some are numbers and some are not, it must be declared. Of several targets, one whose
 * texts are yes and no, or another usual pair, is boolean, and so are then those of 0 and 1.
 *
 * @param targets the columns to predict; several if all of them are numeric, or all of them are
 *     boolean; at least one
 * @param columns the declared columns, by name; a target may be among them
 * @param scale what happens to the numbers of columns that are not declared, targets included
 * @param singleOutput whether two classes are predicted by one output, instead of one for each
 * @param codes whether a categorical input becomes one code, for an embedding, instead of a number
 *     for each category
 * @param fillsMissing whether the median, or the most frequent name, stands for a missing cell of
 *     an input that is not declared
 * @param aside columns that a loss or a metric sees beside the target, or that say which rows
 *     belong together; the network does not see them
 */
public record PreparationPlan(
    List<String> targets,
    Map<String, ColumnSpec> columns,
    ColumnSpec.Scale scale,
    boolean singleOutput,
    boolean codes,
    boolean fillsMissing,
    Set<String> aside) {

  public PreparationPlan {
    aside = Set.copyOf(aside);
    targets = List.copyOf(targets);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("there must be a target column");
    }
  }

  /** Without columns aside. */
  public PreparationPlan(
      List<String> targets,
      Map<String, ColumnSpec> columns,
      ColumnSpec.Scale scale,
      boolean singleOutput,
      boolean codes,
      boolean fillsMissing) {
    this(targets, columns, scale, singleOutput, codes, fillsMissing, Set.of());
  }

  /** With missing cells as errors. */
  public PreparationPlan(
      List<String> targets,
      Map<String, ColumnSpec> columns,
      ColumnSpec.Scale scale,
      boolean singleOutput,
      boolean codes) {
    this(targets, columns, scale, singleOutput, codes, false);
  }

  /** One target and no declared columns; numbers are standardised; one output per class. */
  public PreparationPlan(String target) {
    this(List.of(target), Map.of(), ColumnSpec.Scale.STANDARD, false, false, false);
  }
}
