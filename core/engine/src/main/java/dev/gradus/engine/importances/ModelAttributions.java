package dev.gradus.engine.importances;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Attributions;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.RowPreparation;
import dev.gradus.runtime.object.Cell;
import dev.gradus.runtime.object.NamedCells;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Divides predictions of single rows, which are compared with the middle of the training data. */
public final class ModelAttributions implements Attributions {

  private final Model model;
  private final Model explained;
  private final LossGuard guard;
  private final RowPreparation rows;
  private final StartPoint start;

  /**
   * Prepares the baseline.
   *
   * @throws dev.gradus.runtime.problem.GradusException if a layer has no gradient in prediction, or
   *     as {@link Model#configuration}
   */
  public ModelAttributions(Model model) {
    Preparation preparation = model.preparation();
    this.model = model;
    this.explained = Models.explained(model);
    this.guard = Models.guardOf(model);
    this.rows = new Preparation(preparation.inputs(), preparation.targets()).rows();
    this.start =
        StartPoint.of(
            Baseline.middle(preparation, model.ranges()), IntegratedGradients.gradients(model, 1));
  }

  @Override
  public Attribution of(Map<String, ?> row) {
    return of(row, Optional.empty(), STEPS);
  }

  @Override
  public Attribution of(Map<String, ?> row, Optional<String> output, int steps) {
    requireNonNull(row, "row must not be null");
    requireNonNull(output, "output must not be null");
    NetworkImportance.checkAtLeastOne("steps", steps, "point of the path");
    Warnings warnings = new Warnings(unused -> {});
    NetworkImportance.warnOfOtherNumber(model, warnings);
    float[] encoded = new float[rows.room()];
    rows.prepare(row, encoded).forEach(note -> warnings.accept(Warning.of(note.sentence())));
    return new IntegratedGradients(explained, guard, warnings)
        .of(
            EncodedRows.ofOne(model.preparation(), encoded),
            cells(row),
            unused -> start,
            1,
            output,
            steps);
  }

  private List<String> cells(Map<String, ?> row) {
    NamedCells named = NamedCells.of(row, rows.names());
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < rows.names().size(); column++) {
      Cell cell = named.cell(column);
      cells.add(Double.isNaN(cell.number()) ? cell.text() : NumberText.plain(cell.number()));
    }
    return cells;
  }
}
