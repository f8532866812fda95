package dev.gradus.runtime.object;

import java.util.List;

/** Reads the cells of columns from the objects of a class: a record or a bean. */
public final class FieldCells {

  private static final int NONE = -1;

  private final Fields fields;
  private final int[] places;

  /**
   * Looks for the columns among the fields.
   *
   * @param columns the names of the columns; a class need not have all of them
   * @throws dev.gradus.runtime.problem.DataException if the class has no fields, or they cannot be
   *     read from outside
   */
  public FieldCells(Class<?> type, List<String> columns) {
    fields = Fields.of(type);
    places = columns.stream().mapToInt(fields.names()::indexOf).toArray();
  }

  /** The cells of an object of the class. */
  public NamedCells of(Object row) {
    return new NamedCells() {
      @Override
      public Cell cell(int column) {
        return places[column] == NONE ? Cell.MISSING : fields.cell(row, places[column]);
      }

      @Override
      public List<String> names() {
        return fields.names();
      }
    };
  }
}
