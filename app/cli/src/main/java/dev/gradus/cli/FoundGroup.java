package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns that say which rows belong together, such as the identifier of a patient with several
 * visits.
 *
 * @param by the column whose groups the split keeps together; empty if there is none, or rows are
 *     split by time
 * @param others such columns that are not needed
 */
record FoundGroup(Optional<ColumnSummary> by, Set<String> others) {

  /** With fewer groups, those that are held out are not like the others. */
  private static final int LEAST_GROUPS = 10;

  /** The seed of a first configuration. */
  private static final long SEED = 0;

  /** Finds such columns among the inputs, except in images. Of several, the coarsest decides. */
  static FoundGroup of(
      DetectedData found, List<ColumnSummary> columns, PredictionTarget goal, FoundDates dates) {
    List<ColumnSummary> repeating =
        columns.stream()
            .filter(column -> found.images().isEmpty() && !column.equals(goal.target()))
            .filter(column -> !dates.contains(column.name()))
            .filter(column -> repeats(column, found.table()))
            .toList();
    Optional<ColumnSummary> by =
        repeating.stream()
            .filter(column -> repeating.size() < columns.size() - 1)
            .min(Comparator.comparingInt(ColumnSummary::distinct))
            .filter(column -> dates.time().isEmpty() && learnsAll(found.table(), goal, column));
    return new FoundGroup(
        by,
        repeating.stream()
            .filter(column -> by.filter(column::equals).isEmpty())
            .map(ColumnSummary::name)
            .collect(Collectors.toSet()));
  }

  /** Whether several rows share a value of the column, which is named like an identifier. */
  static boolean repeats(ColumnSummary summary, Table table) {
    return summary.missing() == 0
        && summary.distinct() >= LEAST_GROUPS
        && summary.distinct() < summary.rows()
        && Identifiers.namesGroup(summary.name())
        && (!summary.numeric() || Identifiers.isWhole(table.column(summary.name())));
  }

  /** Whether the rows that are not held out have every class, so that it can be learned. */
  private static boolean learnsAll(Table table, PredictionTarget goal, ColumnSummary by) {
    double share = DefaultsBySize.heldOut(table.rows());
    if (!goal.classes() || goal.target().isEmpty()) {
      return true;
    }
    Table complete =
        Table.of(table.column(by.name()), table.column(goal.target().name()))
            .withoutMissing(name -> true);
    Column classes = complete.column(goal.target().name());
    int[] learned = Split.grouped(complete, by.name(), share, SEED).training();
    return ColumnSummary.classes(classes.select(learned)).size()
        == ColumnSummary.classes(classes).size();
  }

  /** Whether the split keeps the groups of this column together. */
  boolean isBy(String column) {
    return by.filter(group -> group.name().equals(column)).isPresent();
  }

  /** The sentence about the split; empty if it does not keep groups together. */
  Optional<String> aboutSplit() {
    return by.map(
        column ->
            String.format(
                Locale.ROOT,
                "The split keeps the rows of each '%1$s' together (%2$,d in %3$,d rows), so the network is evaluated on groups that it was not trained on. For a random split, remove 'group: %4$s'.",
                column.name(),
                column.distinct(),
                column.rows(),
                YamlPlace.key(column.name())));
  }
}
