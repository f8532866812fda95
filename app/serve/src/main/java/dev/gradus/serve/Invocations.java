package dev.gradus.serve;

import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.column.ColumnNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of MLflow, in all its forms, and CSV.
 *
 * <ul>
 *   <li>{@code dataframe_split}: {@code {"columns": […], "data": [[…], …]}}
 *   <li>{@code dataframe_records}: a list of objects
 *   <li>{@code instances}: a list of objects, or of lists in the order of the training data
 *   <li>{@code inputs}: an object with a list for each column, or a list as for {@code instances}
 * </ul>
 *
 * <p>Columns that the model does not need are ignored. The answer has a class, a number, or an
 * object for several targets; with {@code "params": {"probabilities": true}} it has an object with
 * all columns.
 *
 * @see <a href="https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally/">MLflow</a>
 */
final class Invocations {

  private static final List<String> FORMS =
      List.of("dataframe_split", "dataframe_records", "instances", "inputs");
  private static final String PARAMS = "params";
  private static final String PROBABILITIES = "probabilities";

  private Invocations() {}

  /** A request with one row. */
  static Map<String, Object> example(Map<String, Object> row) {
    return Map.of("dataframe_records", List.of(row));
  }

  /**
   * Answers a request.
   *
   * @throws RefusedException with a sentence that names the row and the column, if it is wrong
   */
  static Answer answer(Request request, ModelVersion version, Limits limits) {
    boolean everything;
    List<Prediction> predictions;
    if (request.contentType().equals(Reply.CSV)) {
      everything = false;
      predictions = version.predictCsv(request.body(), limits.rows());
    } else if (request.isJson()) {
      Map<String, Object> body = JsonBody.object(request.body());
      everything = wantsEverything(body);
      predictions = version.predict(rows(body, version, limits));
    } else {
      throw new RefusedException(
          RefusedException.UNSUPPORTED_MEDIA_TYPE,
          "the content type is '%s'; send application/json or text/csv"
              .formatted(JsonBody.shortened(request.contentType())));
    }
    Reply reply =
        request.accepts(Reply.CSV)
            ? Reply.text(Reply.CSV, Csv.of(version.outputs(), predictions))
            : Reply.json(json(version, predictions, everything));
    return new Answer(reply, predictions.size());
  }

  private static Map<String, Object> json(
      ModelVersion version, List<Prediction> predictions, boolean everything) {
    List<OutputColumn> shown =
        everything
            ? version.outputs()
            : version.outputs().stream().filter(Invocations::isAnswer).toList();
    boolean alone = !everything && shown.size() == 1;
    Map<String, Object> response = new LinkedHashMap<>();
    response.put(
        "predictions",
        predictions.stream()
            .map(
                prediction ->
                    alone ? shown.get(0).value().apply(prediction) : object(shown, prediction))
            .toList());
    List<String> notes = Answer.notes(predictions);
    if (!notes.isEmpty()) {
      response.put("notes", notes);
    }
    return response;
  }

  private static boolean isAnswer(OutputColumn column) {
    return switch (column.role()) {
      case CLASS, LABEL, NUMBER -> true;
      case PROBABILITY, SET, SPREAD -> false;
    };
  }

  private static Map<String, Object> object(List<OutputColumn> columns, Prediction prediction) {
    Map<String, Object> object = new LinkedHashMap<>();
    columns.forEach(column -> object.put(column.name(), column.value().apply(prediction)));
    return object;
  }

  private static boolean wantsEverything(Map<String, Object> body) {
    Map<String, Object> params = JsonBody.asObject(body.getOrDefault(PARAMS, Map.of()), "'params'");
    for (Map.Entry<String, Object> param : params.entrySet()) {
      if (!param.getKey().equals(PROBABILITIES) || !(param.getValue() instanceof Boolean)) {
        throw RefusedException.bad(
            "'params' has '%s' with %s; the only one is 'probabilities', true or false",
            JsonBody.shortened(param.getKey()), JsonBody.what(param.getValue()));
      }
    }
    return Boolean.TRUE.equals(params.get(PROBABILITIES));
  }

  private static List<Map<String, Object>> rows(
      Map<String, Object> body, ModelVersion version, Limits limits) {
    List<String> forms = FORMS.stream().filter(body::containsKey).toList();
    if (forms.size() != 1) {
      throw RefusedException.bad(
          "the body has %s; give one of %s",
          forms.isEmpty() ? "no rows" : String.join(" and ", forms), String.join(", ", FORMS));
    }
    String form = forms.get(0);
    Object given = body.getOrDefault(form, JsonBody.NULL);
    List<Map<String, Object>> rows =
        form.equals("dataframe_split")
            ? ofSplit(JsonBody.asObject(given, form), version, limits)
            : given instanceof Map
                ? ofColumns(form, JsonBody.asObject(given, form), version, limits)
                : ofList(form, JsonBody.asList(given, "'%s'".formatted(form)), version, limits);
    ModelVersion.checkRows(rows.size(), limits.rows());
    return rows;
  }

  private static List<Map<String, Object>> ofSplit(
      Map<String, Object> split, ModelVersion version, Limits limits) {
    List<String> columns = version.names();
    if (split.containsKey("columns")) {
      columns =
          JsonBody.asList(split.get("columns"), "'columns'").stream()
              .map(name -> JsonBody.asString(name, "a name in 'columns'"))
              .toList();
      checkThere(columns, version);
    }
    List<Object> data =
        JsonBody.asList(split.getOrDefault("data", JsonBody.NULL), "'data' of dataframe_split");
    ModelVersion.checkRows(data.size(), limits.rows());
    List<Map<String, Object>> rows = new ArrayList<>(data.size());
    for (Object row : data) {
      String place = "row " + (rows.size() + 1);
      rows.add(ofCells(JsonBody.asList(row, place), columns, version, place));
    }
    return rows;
  }

  /** As in a table, a whole column must not be missing. */
  private static void checkThere(List<String> columns, ModelVersion version) {
    for (String name : version.names()) {
      if (!columns.contains(name)) {
        throw RefusedException.bad(
            "the model needs a column '%s', which is missing.%s Found: %s",
            name,
            ColumnNames.didYouMean(
                name, columns.stream().filter(other -> !version.names().contains(other)).toList()),
            ColumnNames.list(columns.stream().map(JsonBody::shortened).toList()));
      }
    }
  }

  private static Map<String, Object> ofCells(
      List<Object> cells, List<String> columns, ModelVersion version, String place) {
    if (cells.size() != columns.size()) {
      throw RefusedException.bad(
          "%s has %s cells, but there are %s columns: %s",
          place, cells.size(), columns.size(), ColumnNames.list(columns));
    }
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      row.put(columns.get(i), cells.get(i));
    }
    return checked(row, version, place);
  }

  /** Other columns may hold anything. */
  private static Map<String, Object> checked(
      Map<String, Object> row, ModelVersion version, String place) {
    for (String name : version.names()) {
      JsonBody.asCell(row.getOrDefault(name, JsonBody.NULL), place, name);
    }
    return row;
  }

  private static List<Map<String, Object>> ofColumns(
      String form, Map<String, Object> columns, ModelVersion version, Limits limits) {
    checkThere(List.copyOf(columns.keySet()), version);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String name : version.names()) {
      Object column = columns.getOrDefault(name, JsonBody.NULL);
      List<Object> cells = column instanceof List ? JsonBody.asList(column, name) : List.of(column);
      ModelVersion.checkRows(cells.size(), limits.rows());
      if (rows.isEmpty()) {
        cells.forEach(cell -> rows.add(new LinkedHashMap<>()));
      }
      if (cells.size() != rows.size()) {
        throw RefusedException.bad(
            "column '%s' in %s has %s cells, but the columns before it have %s",
            name, form, cells.size(), rows.size());
      }
      for (int i = 0; i < cells.size(); i++) {
        rows.get(i).put(name, JsonBody.asCell(cells.get(i), "row " + (i + 1), name));
      }
    }
    return rows;
  }

  private static List<Map<String, Object>> ofList(
      String form, List<Object> given, ModelVersion version, Limits limits) {
    ModelVersion.checkRows(given.size(), limits.rows());
    List<Map<String, Object>> rows = new ArrayList<>(given.size());
    for (Object row : given) {
      String place = "row " + (rows.size() + 1);
      if (row instanceof Map) {
        rows.add(checked(JsonBody.asObject(row, place), version, place));
      } else if (row instanceof List && !form.equals("dataframe_records")) {
        rows.add(ofCells(JsonBody.asList(row, place), version.names(), version, place));
      } else {
        throw RefusedException.bad(
            "%s of %s is %s, but must be an object with a value for each column: %s",
            place, form, JsonBody.what(row), ColumnNames.list(version.names()));
      }
    }
    return rows;
  }
}
