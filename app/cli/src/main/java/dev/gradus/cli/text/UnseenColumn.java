package dev.gradus.cli.text;

import dev.gradus.engine.data.UnseenCell;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.problem.Warning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The column of predictions that names the cells unlike those in training. */
public final class UnseenColumn {

  /** The name of the column. */
  static final String NAME = "unseen";

  private final List<List<UnseenCell>> rows;

  /** The column for some rows. */
  UnseenColumn(List<List<UnseenCell>> rows) {
    this.rows = rows;
  }

  /** In CSV, such as {@code age 120 (17 to 90); city Oslo}; empty if there are none. */
  public String text(int row) {
    return rows.get(row).stream().map(UnseenCell::toString).collect(Collectors.joining("; "));
  }

  /** The cells of a row, as a list of objects for JSON. */
  public Object value(int row) {
    return rows.get(row);
  }

  /** A warning about a model that does not know the ranges of its numbers. */
  public static Optional<Warning> unknownRanges(Model model) {
    boolean hasNumbers =
        model.preparation().inputs().stream().anyMatch(input -> input.categories().isEmpty());
    return hasNumbers && model.ranges().isEmpty()
        ? Optional.of(
            Warning.of(
                "--mark-unseen: to mark every number outside its range in training, train the model again. An older version of Gradus trained it, which did not record the ranges. Until then, only numbers very far from their mean are marked"))
        : Optional.empty();
  }
}
