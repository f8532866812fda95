package dev.gradus.engine.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types of the columns of a table.
 *
 * <p>An undeclared column is numeric if its cells are numbers, and categorical if they are strings,
 * unless all are ISO dates: then it is an input of dates. If some are numbers and some are not, it
 * must be declared. If one of several targets has the strings yes and no, or another usual pair, it
 * is boolean, and so are the targets of 0 and 1.
 *
 * @param targets the columns to predict; several if all of them are numeric, or all of them are
 *     boolean; at least one
 * @param columns the declared columns, by name; a target may be among them
 * @param scale the scaling of undeclared numeric columns, including targets
 * @param singleOutput whether two classes are predicted by one output, instead of one for each
 * @param codes whether a categorical input becomes one code, for an embedding, instead of a number
 *     for each category
 * @param fillsMissing whether missing cells of undeclared inputs are filled with the median or the
 *     most frequent name
 * @param aside auxiliary columns of losses and metrics, and group columns; the network does not see
 *     them
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

  /** Creates a plan without auxiliary columns. */
  public PreparationPlan(
      List<String> targets,
      Map<String, ColumnSpec> columns,
      ColumnSpec.Scale scale,
      boolean singleOutput,
      boolean codes,
      boolean fillsMissing) {
    this(targets, columns, scale, singleOutput, codes, fillsMissing, Set.of());
  }

  /** Creates a plan in which missing cells are errors. */
  public PreparationPlan(
      List<String> targets,
      Map<String, ColumnSpec> columns,
      ColumnSpec.Scale scale,
      boolean singleOutput,
      boolean codes) {
    this(targets, columns, scale, singleOutput, codes, false);
  }

  /**
   * Creates a plan with one target and no declared columns; numbers are standardised, and there is
   * one output per class.
   */
  public PreparationPlan(String target) {
    this(List.of(target), Map.of(), ColumnSpec.Scale.STANDARD, false, false, false);
  }
}
