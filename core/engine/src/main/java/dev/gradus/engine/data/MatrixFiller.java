package dev.gradus.engine.data;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.problem.Bytes;
import dev.gradus.engine.problem.Warning;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Fills a matrix from left to right with the columns of a table, as they were learned. */
final class MatrixFiller {

  private final Table table;
  private final int[] rows;
  private final Set<String> used;
  private final Matrix matrix;
  private final Consumer<Warning> warnings;
  private int next;

  /**
   * A filler.
   *
   * @param rows those of the table that become rows of the matrix, in this order; not modified
   * @param width the number of columns of the matrix
   * @param widest the column that becomes most numbers, if it is of categories
   * @param used the columns that the model uses, none of which is meant by another name
   * @param warnings is told of cells that were not learned
   */
  MatrixFiller(
      Table table,
      int[] rows,
      int width,
      Optional<OneHotColumn> widest,
      Set<String> used,
      Consumer<Warning> warnings) {
    this.table = table;
    this.used = used;
    this.rows = rows;
    this.warnings = warnings;
    long bytes = (long) rows.length * width * Float.BYTES;
    if (bytes / Float.BYTES > Integer.MAX_VALUE - 8 || bytes > Runtime.getRuntime().maxMemory()) {
      throw new DataException(
          table.origin(),
          String.format(
              Locale.ROOT,
              "a matrix of %,d rows x %,d columns needs %s of memory, more than there is; take fewer rows%s",
              rows.length,
              width,
              Bytes.text(bytes),
              widest
                  .map(
                      column ->
                          ", or ignore columns of many categories, such as '%s', which becomes %s numbers"
                              .formatted(column.name(), column.width()))
                  .orElse("")));
    }
    this.matrix = Matrix.zeros(rows.length, width);
  }

  Matrix matrix() {
    return matrix;
  }

  void addScaled(ScaledColumn scaled) {
    Column column = column(scaled.name());
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      double number = column.number(row);
      boolean filled = scaled.fill().isPresent() && column.isMissing(row);
      float value = (float) scaled.apply(filled ? Double.NaN : number);
      if (!Float.isFinite(value) || (Double.isNaN(number) && !filled)) {
        refuseMissing(column, row);
        throw Double.isNaN(number)
            ? noNumber(column, row)
            : outOfRange(table.placeOf(row), scaled, number);
      }
      set(i, next, value);
      if (scaled.indicator()) {
        set(i, next + 1, filled ? 1 : 0);
      }
    }
    next += scaled.width();
  }

  void addBoolean(BooleanColumn yesNo) {
    Column column = column(yesNo.name());
    YesNoWords words = yesNo.words();
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      boolean filled = yesNo.fill().isPresent() && column.isMissing(row);
      float value = filled ? yesNo.filled() : words.value(column, row);
      if (Float.isNaN(value)) {
        refuseMissing(column, row);
        throw noAnswer(column, row, words);
      }
      set(i, next, value);
      if (yesNo.indicator()) {
        set(i, next + 1, filled ? 1 : 0);
      }
    }
    next += yesNo.width();
  }

  void addOneHot(OneHotColumn oneHot) {
    Column column = column(oneHot.name());
    CategoryPlaces places = new CategoryPlaces(oneHot.categories());
    UnknownCategories unknown = new UnknownCategories(oneHot.name());
    for (int i = 0; i < rows.length; i++) {
      String category = text(column, rows[i], oneHot.fill());
      int place = places.of(category);
      if (place >= 0) {
        set(i, next + place, 1);
      } else {
        unknown.add(category);
      }
    }
    unknown.warn(table.origin(), rows.length, warnings);
    next += oneHot.width();
  }

  void addCodes(CodeColumn codes) {
    addPlaces(codes.name(), codes.categories(), codes.fill());
  }

  void addOrdinal(OrdinalColumn ordinal) {
    addPlaces(ordinal.name(), ordinal.order(), ordinal.fill());
  }

  private void addPlaces(String name, List<String> names, Optional<String> fill) {
    Column column = column(name);
    CategoryPlaces places = new CategoryPlaces(names);
    UnknownCategories unknown = new UnknownCategories(name);
    for (int i = 0; i < rows.length; i++) {
      String category = text(column, rows[i], fill);
      int place = places.of(category);
      if (place < 0) {
        unknown.add(category);
      }
      set(i, next, place);
    }
    unknown.warn(table.origin(), rows.length, warnings);
    next++;
  }

  /** The text of a cell, or what stands for it. */
  private String text(Column column, int row, Optional<String> fill) {
    if (column.isMissing(row) && fill.isPresent()) {
      return fill.get();
    }
    refuseMissing(column, row);
    return column.text(row);
  }

  void addClasses(ClassTarget target) {
    Column column = column(target.name());
    CategoryPlaces places = new CategoryPlaces(target.classes());
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      refuseMissing(column, row);
      int place = places.of(column.text(row));
      if (place < 0) {
        throw unknownClass(target, column, row);
      }
      if (target.single()) {
        set(i, 0, place);
      } else {
        set(i, place, 1);
      }
    }
  }

  private void set(int row, int column, float value) {
    matrix.values()[row * matrix.columns() + column] = value;
  }

  private Column column(String name) {
    return table
        .find(name)
        .orElseThrow(
            () ->
                new DataException(
                    table.origin(),
                    "the model needs a column '%s', which is not there.%s The columns are: %s"
                        .formatted(
                            name,
                            ColumnNames.didYouMean(name, table.names(), used),
                            ColumnNames.list(table.names()))));
  }

  private void refuseMissing(Column column, int row) {
    if (column.isMissing(row)) {
      throw new DataException(
          table.placeOf(row),
          "column '%s' has an empty cell here, but the model needs a value; fill it, or remove the row"
              .formatted(column.name()));
    }
  }

  private DataException noNumber(Column column, int row) {
    return new DataException(
        table.placeOf(row),
        "the model takes numbers from column '%s', but here it has '%s'; correct the cell"
            .formatted(column.name(), column.text(row)));
  }

  private DataException noAnswer(Column column, int row, YesNoWords words) {
    return new DataException(
        table.placeOf(row),
        "the model takes yes or no from column '%s', but here it has '%s'; write one of its words: %s"
            .formatted(column.name(), column.text(row), words));
  }

  private DataException unknownClass(ClassTarget target, Column column, int row) {
    return new DataException(
        table.placeOf(row),
        "column '%s' has the class '%s' here, which the model has not learned.%s The classes are: %s"
            .formatted(
                column.name(),
                column.text(row),
                ColumnNames.didYouMean(column.text(row), target.classes()),
                ColumnNames.list(target.classes())));
  }

  static DataException outOfRange(String where, ScaledColumn column, double number) {
    return new DataException(
        where,
        "column '%s' has %s here; after scaling (mean %s, deviation %s) that is not a finite float"
            .formatted(column.name(), number, column.mean(), column.deviation()));
  }
}
