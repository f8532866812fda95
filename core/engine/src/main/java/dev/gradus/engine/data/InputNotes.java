package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.FilledCells;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.UnknownCategories;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the user should know about the cells of the rows that were predicted: how many were filled,
 * have an unknown category, or are far from the training data. It is counted over any number of
 * tables, as if they were one.
 */
public final class InputNotes {

  private final List<PreparedColumn> inputs;
  private final Map<String, UnknownCategories> unknown = new HashMap<>();
  private final Map<String, FilledCells.Filled> filled = new HashMap<>();
  private final Map<String, FarNumbers> far = new HashMap<>();
  private long rows;

  /** Has counted none yet. */
  InputNotes(List<PreparedColumn> inputs) {
    this.inputs = inputs;
  }

  /** Counts the filled cells of some rows. */
  void addFilled(Table table, int[] some) {
    for (PreparedColumn prepared : inputs) {
      Optional<Column> column = table.find(prepared.name());
      if (prepared.filling().isPresent() && column.isPresent()) {
        long cells = Arrays.stream(some).filter(column.get()::isMissing).count();
        if (cells > 0) {
          filled.merge(
              prepared.name(),
              new FilledCells.Filled(prepared.name(), cells, prepared.filling().get()),
              FilledCells.Filled::and);
        }
      }
    }
  }

  /** Counts the numbers that are far from the training data. */
  void addFar(Table table) {
    for (PreparedColumn prepared : inputs) {
      Optional<Column> column = table.find(prepared.name());
      if (column.isPresent() && !prepared.learnedFrom().isEmpty()) {
        far.computeIfAbsent(prepared.name(), name -> new FarNumbers(prepared))
            .add(column.get(), table);
      }
    }
  }

  /** Counts the unknown categories of a column. */
  void add(UnknownCategories ofColumn) {
    unknown.computeIfAbsent(ofColumn.column(), column -> ofColumn.none()).addAll(ofColumn);
  }

  /** Counts rows. */
  void addRows(int more) {
    rows += more;
  }

  /**
   * Warns about all of them.
   *
   * @param origin where the rows come from
   * @param warnings receives the warnings about unknown categories, then about filled cells, then
   *     about numbers, each in the order of the inputs
   */
  public void warn(String origin, Consumer<Warning> warnings) {
    List<FilledCells.Filled> inOrder = new ArrayList<>();
    for (PreparedColumn input : inputs) {
      Optional.ofNullable(unknown.get(input.name()))
          .ifPresent(column -> column.warn(origin, rows, warnings));
      Optional.ofNullable(filled.get(input.name())).ifPresent(inOrder::add);
    }
    FilledCells.warn(inOrder, origin, rows, warnings);
    for (PreparedColumn input : inputs) {
      Optional.ofNullable(far.get(input.name())).ifPresent(column -> column.warn(rows, warnings));
    }
  }
}
