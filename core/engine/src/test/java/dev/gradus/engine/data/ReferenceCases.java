package dev.gradus.engine.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The reference values beside this class; its README says where they are from. */
final class ReferenceCases {

  private final Map<?, ?> reference;

  private ReferenceCases(Map<?, ?> reference) {
    this.reference = reference;
  }

  /** The case of that id. */
  static ReferenceCases of(String id) throws IOException {
    try (InputStream in =
            Objects.requireNonNull(ReferenceCases.class.getResourceAsStream("preprocessing.json"));
        JsonParser json = new JsonFactory().createParser(in)) {
      json.nextToken();
      for (Object one : (List<?>) ((Map<?, ?>) value(json)).values().iterator().next()) {
        if (id.equals(((Map<?, ?>) one).get("id"))) {
          return new ReferenceCases((Map<?, ?>) one);
        }
      }
    }
    throw new IllegalArgumentException("there is no reference case " + id);
  }

  private static Object value(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        object.put(key, value(json));
      }
      return object;
    }
    if (json.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(json));
      }
      return list;
    }
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Double.NaN;
    }
    return json.currentToken().isNumeric() ? (Object) json.getDoubleValue() : json.getText();
  }

  private List<?> list(String key) {
    Map<?, ?> holder = reference.containsKey(key) ? reference : (Map<?, ?>) reference.get("fitted");
    return (List<?>) Objects.requireNonNull(Objects.requireNonNull(holder).get(key));
  }

  /** A matrix of numbers. */
  double[][] matrix(String key) {
    return list(key).stream().map(row -> toDoubles((List<?>) row)).toArray(double[][]::new);
  }

  /** A vector of numbers that were learned. */
  double[] vector(String key) {
    return toDoubles(list(key));
  }

  private static double[] toDoubles(List<?> numbers) {
    return numbers.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
  }

  /** A matrix of texts or numbers, as columns called c0, c1, and so on; and a target. */
  Table table(String key) {
    List<?> rows = list(key);
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < ((List<?>) rows.get(0)).size(); j++) {
      int column = j;
      List<?> cells = rows.stream().map(row -> ((List<?>) row).get(column)).toList();
      columns.add(
          cells.get(0) instanceof Number
              ? NumericColumn.ofPlain("c" + j, toDoubles(cells))
              : Column.of("c" + j, cells.toArray(String[]::new)));
    }
    columns.add(Column.of("y", new double[rows.size()]));
    return Table.of(columns);
  }
}
