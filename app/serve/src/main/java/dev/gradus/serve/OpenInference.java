package dev.gradus.serve;

import dev.gradus.engine.json.Json;
import dev.gradus.engine.model.Version;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.Nearest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Open Inference Protocol, version 2: each column is a separate input, of shape [rows] or
 * [rows, 1], and so is each column of the predictions.
 *
 * @see <a
 *     href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">The
 *     protocol</a>
 */
final class OpenInference {

  private static final String NAME = "name";
  private static final String SHAPE = "shape";
  private static final String DATATYPE = "datatype";
  private static final String DATA = "data";
  private static final String OUTPUTS = "outputs";

  private static final Set<String> WHOLE =
      Set.of("INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64");
  private static final Set<String> FRACTIONS = Set.of("FP16", "FP32", "FP64");

  private OpenInference() {}

  /** Describes the server. */
  static Map<String, Object> server() {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put(NAME, "gradus");
    server.put("version", Version.current());
    server.put("extensions", List.of());
    return server;
  }

  /** Describes a model. */
  static Map<String, Object> model(String name, ModelVersion version) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put(NAME, name);
    model.put("versions", List.of(version.number()));
    model.put("platform", "gradus");
    model.put(
        "inputs",
        version.columns().stream()
            .map(column -> tensor(column.name(), datatype(column.example())))
            .toList());
    model.put(
        OUTPUTS,
        version.outputs().stream()
            .map(column -> tensor(column.name(), column.role().datatype()))
            .toList());
    return model;
  }

  private static Map<String, Object> tensor(String name, String datatype) {
    Map<String, Object> tensor = new LinkedHashMap<>();
    tensor.put(NAME, name);
    tensor.put(DATATYPE, datatype);
    tensor.put(SHAPE, List.of(-1, 1));
    return tensor;
  }

  /** The data type of a cell. */
  static String datatype(Object cell) {
    return cell instanceof Number ? "FP64" : cell instanceof Boolean ? "BOOL" : "BYTES";
  }

  /** A request with one row. */
  static Map<String, Object> example(Map<String, Object> row) {
    List<Map<String, Object>> inputs = new ArrayList<>();
    row.forEach(
        (name, cell) -> {
          Map<String, Object> input = new LinkedHashMap<>();
          input.put(NAME, name);
          input.put(SHAPE, List.of(1));
          input.put(DATATYPE, datatype(cell));
          input.put(DATA, List.of(cell));
          inputs.add(input);
        });
    return Map.of("inputs", inputs);
  }

  /**
   * Answers a request to predict.
   *
   * @throws RefusedException with a sentence that names the input, if it is wrong
   */
  static Answer infer(String name, ModelVersion version, byte[] body, Limits limits) {
    Map<String, Object> request = JsonBody.object(body);
    List<OutputColumn> wanted = outputs(request, version);
    List<Map<String, Object>> rows = rows(request, version, limits);
    List<Prediction> predictions = version.predict(rows);
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("model_name", name);
    response.put("model_version", version.number());
    if (request.containsKey("id")) {
      response.put("id", JsonBody.asString(request.get("id"), "the id"));
    }
    List<String> notes = Answer.notes(predictions);
    if (!notes.isEmpty()) {
      response.put("parameters", Map.of("notes", String.join(" ", notes)));
    }
    response.put(OUTPUTS, wanted.stream().map(column -> tensor(column, predictions)).toList());
    return new Answer(Reply.json(response), rows.size());
  }

  private static Map<String, Object> tensor(OutputColumn column, List<Prediction> predictions) {
    Map<String, Object> tensor = new LinkedHashMap<>();
    tensor.put(NAME, column.name());
    tensor.put(SHAPE, List.of(predictions.size(), 1));
    tensor.put(DATATYPE, column.role().datatype());
    tensor.put(DATA, predictions.stream().map(column::element).toList());
    return tensor;
  }

  /** The outputs that the request names; all if it names none. */
  private static List<OutputColumn> outputs(Map<String, Object> request, ModelVersion version) {
    Object named = request.getOrDefault(OUTPUTS, List.of());
    List<OutputColumn> wanted = new ArrayList<>();
    for (Object each : JsonBody.asList(named, "'outputs'")) {
      Object name = JsonBody.asObject(each, "an output").getOrDefault(NAME, JsonBody.NULL);
      String known = JsonBody.asString(name, "the name of an output");
      wanted.add(
          version.outputs().stream()
              .filter(column -> column.name().equals(known))
              .findFirst()
              .orElseThrow(
                  () ->
                      unknown(
                          "output",
                          known,
                          version.outputs().stream().map(OutputColumn::name).toList())));
    }
    return wanted.isEmpty() ? version.outputs() : wanted;
  }

  private static RefusedException unknown(String what, String name, List<String> names) {
    String guess =
        Nearest.to(JsonBody.shortened(name), names)
            .map(near -> "; did you mean '%s'?".formatted(near))
            .orElse("");
    return RefusedException.bad(
        "there is no %s '%s'%s The model has: %s",
        what, JsonBody.shortened(name), guess.isEmpty() ? "." : guess, ColumnNames.list(names));
  }

  /** The rows of the inputs; each column of the model must have an input. */
  private static List<Map<String, Object>> rows(
      Map<String, Object> request, ModelVersion version, Limits limits) {
    if (!request.containsKey("inputs")) {
      throw RefusedException.bad(
          "the body has no 'inputs'; it must be a list with an input for each column, such as {\"name\": \"%s\", \"shape\": [1], \"datatype\": \"%s\", \"data\": [%s]}",
          version.names().get(0),
          datatype(version.columns().get(0).example()),
          Json.line(version.columns().get(0).example()));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    Set<String> known = new HashSet<>(version.names());
    Set<String> given = new HashSet<>();
    for (Object each : JsonBody.asList(request.get("inputs"), "'inputs'")) {
      Map<String, Object> input = JsonBody.asObject(each, "an input");
      String name =
          JsonBody.asString(input.getOrDefault(NAME, JsonBody.NULL), "the name of an input");
      if (!known.contains(name)) {
        throw unknown("input", name, version.names());
      }
      if (!given.add(name)) {
        throw RefusedException.bad("there are two inputs '%s'; give one", name);
      }
      fill(rows, name, cells(input, name, limits), given.size() == 1);
    }
    for (String name : version.names()) {
      if (!given.contains(name)) {
        throw RefusedException.bad(
            "there is no input for column '%s'; add one, with null for a missing cell", name);
      }
    }
    return rows;
  }

  private static void fill(
      List<Map<String, Object>> rows, String name, List<Object> cells, boolean isFirst) {
    if (isFirst) {
      cells.forEach(cell -> rows.add(new LinkedHashMap<>()));
    }
    if (cells.size() != rows.size()) {
      throw RefusedException.bad(
          "input '%s' has %s rows, but the inputs before it have %s; all must have the same number",
          name, cells.size(), rows.size());
    }
    for (int i = 0; i < cells.size(); i++) {
      rows.get(i).put(name, cells.get(i));
    }
  }

  /** The cells of an input, which is a column, flat or with a list for each row. */
  private static List<Object> cells(Map<String, Object> input, String name, Limits limits) {
    String place = "input '%s'".formatted(name);
    for (String key : List.of(SHAPE, DATATYPE, DATA)) {
      if (!input.containsKey(key)) {
        throw RefusedException.bad("%s has no '%s'", place, key);
      }
    }
    String datatype =
        JsonBody.asString(input.getOrDefault(DATATYPE, JsonBody.NULL), "the datatype of " + place);
    List<Object> data =
        JsonBody.asList(input.getOrDefault(DATA, JsonBody.NULL), "the data of " + place);
    long rows =
        rows(
            JsonBody.asList(input.getOrDefault(SHAPE, JsonBody.NULL), "the shape of " + place),
            place);
    if (rows != data.size()) {
      throw RefusedException.bad(
          "%s has %s values, but its shape says %s", place, data.size(), rows);
    }
    ModelVersion.checkRows(data.size(), limits.rows());
    List<Object> cells = new ArrayList<>(data.size());
    for (Object value : data) {
      boolean nested = value instanceof List<?> list && list.size() == 1;
      Object cell = nested ? ((List<?>) value).get(0) : value;
      String row = "row " + (cells.size() + 1);
      cells.add(checked(JsonBody.asCell(cell, row, name), datatype, row, name));
    }
    return cells;
  }

  private static long rows(List<Object> shape, String place) {
    boolean isColumn =
        (shape.size() == 1 || (shape.size() == 2 && Long.valueOf(1).equals(shape.get(1))))
            && shape.get(0) instanceof Long;
    if (!isColumn) {
      throw RefusedException.bad(
          "%s has a shape other than [rows] and [rows, 1]; a column has one value for each row",
          place);
    }
    return (Long) shape.get(0);
  }

  /** Whether a number beyond 64 bits with a sign fits into 64 bits without one. */
  private static boolean isUnsigned(BigInteger number, String datatype) {
    return datatype.equals("UINT64") && number.signum() > 0 && number.bitLength() <= Long.SIZE;
  }

  /** Whether a value is of the data type that the request says. */
  private static Object checked(Object cell, String datatype, String row, String column) {
    if (cell == JsonBody.NULL) {
      return cell;
    }
    boolean fits;
    if (WHOLE.contains(datatype)) {
      fits =
          cell instanceof Long
              || (cell instanceof BigInteger number && isUnsigned(number, datatype));
    } else if (FRACTIONS.contains(datatype)) {
      fits = cell instanceof Number;
    } else if (datatype.equals("BOOL")) {
      fits = cell instanceof Boolean;
    } else if (datatype.equals("BYTES")) {
      fits = cell instanceof String;
    } else {
      throw RefusedException.bad(
          "%s: column '%s' has the datatype '%s'; use FP64 for numbers, BYTES for strings, BOOL for true and false",
          row, column, JsonBody.shortened(datatype));
    }
    if (!fits) {
      throw RefusedException.bad(
          "%s: column '%s' has %s, which is not of the datatype %s of the input",
          row, column, JsonBody.what(cell), datatype);
    }
    return cell;
  }
}
