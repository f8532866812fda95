package dev.gradus.engine.table;

import dev.gradus.runtime.object.Cell;
import dev.gradus.runtime.object.Fields;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Creates tables from application objects: records, beans, maps. */
final class ObjectTable {

  private final List<ColumnBuilder> columns = new ArrayList<>();

  private ObjectTable(Iterable<String> names, int rows) {
    names.forEach(
        name -> columns.add(new ColumnBuilder(TableChecks.checkName(name), Math.max(1, rows))));
  }

  static Table ofObjects(List<?> rows) {
    checkPresent(rows);
    Class<?> type = rows.get(0).getClass();
    if (rows.get(0) instanceof Map) {
      throw new DataException("", "the rows are maps; make the table with Table.ofMaps");
    }
    Fields fields = Fields.of(type);
    ObjectTable table = new ObjectTable(fields.names(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Object row = rows.get(i);
      if (row.getClass() != type) {
        throw new DataException(
            place(i),
            "a row of %s, but those before it are of %s; all rows of a table are of one class"
                .formatted(row.getClass().getName(), type.getName()));
      }
      for (int j = 0; j < table.columns.size(); j++) {
        int field = j;
        table.add(i, j, () -> fields.cell(row, field));
      }
    }
    return table.build();
  }

  static Table ofMaps(List<? extends Map<String, ?>> rows) {
    checkPresent(rows);
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.keySet()));
    if (names.isEmpty()) {
      throw TableChecks.noColumns();
    }
    if (names.stream().anyMatch(Objects::isNull)) {
      throw new DataException("", "a column has null for its name; give it one");
    }
    ObjectTable table = new ObjectTable(names, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Map<String, ?> row = rows.get(i);
      for (int j = 0; j < table.columns.size(); j++) {
        String name = table.columns.get(j).name();
        Object value = row.get(name);
        table.add(i, j, () -> value == null ? Cell.MISSING : Cell.of(name, value));
      }
    }
    return table.build();
  }

  private static void checkPresent(List<?> rows) {
    if (rows.isEmpty()) {
      throw TableChecks.noRows();
    }
    for (int i = 0; i < rows.size(); i++) {
      if (Objects.isNull(rows.get(i))) {
        throw new DataException(place(i), "the row is null; leave it out, or give it its values");
      }
    }
  }

  /** The source of a cell. */
  private interface Origin {
    Cell cell();
  }

  private void add(int row, int column, Origin origin) {
    Cell cell;
    try {
      cell = origin.cell();
    } catch (DataException e) {
      throw new DataException(new Problem(place(row), String.valueOf(e.getMessage())), e);
    }
    if (cell.text().isEmpty()) {
      columns.get(column).add(cell.number());
    } else {
      char[] chars = cell.text().toCharArray();
      columns.get(column).add(chars, 0, chars.length);
    }
  }

  private static String place(int row) {
    return "row " + (row + 1);
  }

  private Table build() {
    return Table.of(columns.stream().map(ColumnBuilder::build).toList());
  }
}
