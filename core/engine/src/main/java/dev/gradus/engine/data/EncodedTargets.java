package dev.gradus.engine.data;

import dev.gradus.runtime.column.CategoryPlaces;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.TargetColumns;
import java.util.List;
import java.util.function.Function;

/** Encodes the target cells of a table as the numbers that a network is trained to output. */
final class EncodedTargets {

  private EncodedTargets() {}

  /**
   * Encodes cells.
   *
   * @param cells returns the cells of a column by its name
   * @param into zeros, {@link TargetColumns#width} for each row; overwritten
   * @throws dev.gradus.runtime.problem.DataException if a cell is missing, or invalid for its
   *     column
   */
  static void encode(TargetColumns target, Function<String, ColumnCells> cells, float[] into) {
    if (target instanceof ClassTarget classes) {
      classes(classes, cells, into);
      return;
    }
    List<? extends PreparedColumn> columns = target.columns();
    for (int i = 0; i < columns.size(); i++) {
      PreparedColumn column = columns.get(i);
      EncodedCells.encode(column, cells.apply(column.name()), into, i, columns.size());
    }
  }

  private static void classes(
      ClassTarget target, Function<String, ColumnCells> cells, float[] into) {
    ColumnCells own = cells.apply(target.name());
    List<String> classes = target.classes();
    int[] rows = own.rows();
    CategoryPlaces places = new CategoryPlaces(classes);
    for (int i = 0; i < rows.length; i++) {
      own.refuseMissing(rows[i]);
      String text = own.column().text(rows[i]);
      int place = places.of(text);
      if (place < 0) {
        throw own.wrong(
            rows[i],
            "column '%s' has the class '%s' here, which the model has not learned.%s The classes are: %s"
                .formatted(
                    target.name(),
                    text,
                    ColumnNames.didYouMean(text, classes),
                    ColumnNames.list(classes)));
      }
      if (target.single()) {
        into[i] = place;
      } else {
        into[i * classes.size() + place] = 1;
      }
    }
  }
}
