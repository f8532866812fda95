package dev.gradus.serve;

import dev.gradus.engine.model.Version;
import dev.gradus.runtime.column.PreparedColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes the addresses for programs in OpenAPI 3.1, with the columns of each model and a row
 * that it predicts. The pages for people are not among them.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI</a>
 */
final class OpenApi {

  private static final int MOST_CHOICES = 100;
  private static final String TYPE = "type";
  private static final String OBJECT = "object";
  private static final String DESCRIPTION = "description";
  private static final String STRING = "string";

  private static final Map<String, Object> JSON_REPLY = content(Reply.JSON, Map.of(TYPE, OBJECT));
  private static final Map<String, Object> TEXT_REPLY = content("text/plain", Map.of(TYPE, STRING));

  private OpenApi() {}

  /** The document. */
  static Map<String, Object> of(List<Endpoint> endpoints) {
    Map<String, Object> paths = new LinkedHashMap<>();
    paths.put("/v2", get("The server", JSON_REPLY));
    paths.put("/v2/health/live", get("Whether the server runs", JSON_REPLY));
    paths.put("/v2/health/ready", get("Whether all models are ready", JSON_REPLY));
    paths.put("/v2/models", get("The names of the models", JSON_REPLY));
    paths.put("/ping", get("Whether all models are ready, as MLflow asks", Map.of()));
    paths.put("/health", get("The same as /ping", Map.of()));
    paths.put("/version", get("The version of Gradus", TEXT_REPLY));
    paths.put("/metrics", get("Metrics for Prometheus", TEXT_REPLY));
    paths.put("/openapi.json", get("This description", JSON_REPLY));
    Map<String, Object> schemas = new LinkedHashMap<>();
    schemas.put("Error", error());
    schemas.put("Attribution", attribution());
    for (int i = 0; i < endpoints.size(); i++) {
      Optional<ModelVersion> version = endpoints.get(i).latest();
      if (version.isPresent()) {
        add(endpoints.get(i).name(), version.get(), i + 1, endpoints.size() == 1, paths, schemas);
      }
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        entries(
            "title",
            "Predictions of Gradus",
            "version",
            Version.current(),
            DESCRIPTION,
            "The Open Inference Protocol (version 2), the requests of MLflow, and CSV."));
    // Relative to the address of this document, wherever the handler is.
    document.put("servers", List.of(Map.of("url", ".")));
    document.put("paths", paths);
    document.put("components", Map.of("schemas", schemas));
    return document;
  }

  /** Adds a model; the only one has a short address, too. */
  private static void add(
      String name,
      ModelVersion version,
      int number,
      boolean isOnly,
      Map<String, Object> paths,
      Map<String, Object> schemas) {
    String model = "/v2/models/" + Paths.encoded(name);
    if (isOnly) {
      paths.put("/invocations", invocations(name, version, number));
      paths.put("/attributions", attributions(name, version, number));
    }
    Map<String, Map<String, Object>> operations = new LinkedHashMap<>();
    operations.put("", get("The inputs and outputs of " + name, JSON_REPLY));
    operations.put("/ready", get("Whether " + name + " is ready", JSON_REPLY));
    operations.put("/infer", infer(name, version));
    operations.forEach((rest, operation) -> paths.put(model + rest, operation));
    operations.forEach(
        (rest, operation) ->
            paths.put(model + "/versions/{version}" + rest, ofVersion(operation, version)));
    paths.put(
        "/models/" + Paths.encoded(name) + "/invocations", invocations(name, version, number));
    paths.put(
        "/models/" + Paths.encoded(name) + "/attributions", attributions(name, version, number));
    schemas.put("Row" + number, row(version));
    schemas.put("Prediction" + number, prediction(version));
  }

  /** The same of a version that the address names; another than the current one is refused. */
  private static Map<String, Object> ofVersion(
      Map<String, Object> operation, ModelVersion version) {
    Map<String, Object> parameter =
        entries(
            "name",
            "version",
            "in",
            "path",
            "required",
            true,
            "schema",
            Map.of(TYPE, STRING),
            "example",
            version.number());
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("parameters", List.of(parameter));
    item.putAll(operation);
    return item;
  }

  /** What each column contributes to a prediction. */
  private static Map<String, Object> attributions(String name, ModelVersion version, int number) {
    Map<String, Object> body =
        entries(
            TYPE,
            OBJECT,
            "required",
            List.of("row"),
            "properties",
            entries(
                "row",
                reference("Row" + number),
                "output",
                entries(
                    TYPE,
                    STRING,
                    DESCRIPTION,
                    "the class, label or number to explain; by default the predicted class, the most probable label or the first number")));
    return post(
        "What each column contributes to a prediction of " + name + " (integrated gradients)",
        Map.of(
            Reply.JSON,
            entries("schema", body, "example", Explanations.example(version.example()))),
        content(Reply.JSON, reference("Attribution")));
  }

  private static Map<String, Object> attribution() {
    Map<String, Object> number = Map.of(TYPE, "number");
    Map<String, Object> string = Map.of(TYPE, STRING);
    Map<String, Object> contribution =
        entries(
            TYPE,
            OBJECT,
            "properties",
            entries("column", string, "cell", string, "baseline", string, "contribution", number));
    return entries(
        TYPE,
        OBJECT,
        DESCRIPTION,
        "The contributions, the largest first, add up to the prediction of the row minus that of the baseline: a row in the middle of the training data.",
        "properties",
        entries(
            "output",
            string,
            "prediction",
            number,
            "baseline",
            number,
            "contributions",
            entries(TYPE, "array", "items", contribution),
            "notes",
            entries(TYPE, "array", "items", string)));
  }

  private static Map<String, Object> content(String type, Map<String, Object> schema) {
    return Map.of(type, Map.of("schema", schema));
  }

  private static Map<String, Object> get(String summary, Map<String, Object> content) {
    return Map.of("get", entries("summary", summary, "responses", responses(content)));
  }

  private static Map<String, Object> responses(Map<String, Object> content) {
    return entries(
        "200",
        entries(DESCRIPTION, "The answer", "content", content),
        "4XX",
        entries(
            DESCRIPTION, "Why there is none", "content", content(Reply.JSON, reference("Error"))),
        "503",
        entries(
            DESCRIPTION,
            "The model is not ready, or too much is asked at once: ask again later",
            "content",
            content(Reply.JSON, reference("Error"))));
  }

  private static Map<String, Object> infer(String name, ModelVersion version) {
    Map<String, Object> tensor =
        entries(
            TYPE,
            OBJECT,
            "required",
            List.of("name", "shape", "datatype", "data"),
            "properties",
            entries(
                "name",
                entries(TYPE, STRING, "enum", version.names()),
                "shape",
                entries(TYPE, "array", "items", Map.of(TYPE, "integer")),
                "datatype",
                Map.of(TYPE, STRING),
                "data",
                Map.of(TYPE, "array")));
    Map<String, Object> schema =
        entries(
            TYPE,
            OBJECT,
            "required",
            List.of("inputs"),
            "properties",
            entries(
                "id",
                Map.of(TYPE, STRING),
                "inputs",
                entries(TYPE, "array", "items", tensor, "minItems", version.names().size())));
    return post(
        "Predict with " + name + " (Open Inference Protocol)",
        Map.of(
            Reply.JSON,
            entries("schema", schema, "example", OpenInference.example(version.example()))),
        JSON_REPLY);
  }

  private static Map<String, Object> invocations(String name, ModelVersion version, int number) {
    Map<String, Object> records =
        entries(TYPE, "array", "items", reference("Row" + number), "minItems", 1);
    Map<String, Object> schema =
        entries(TYPE, OBJECT, "properties", Map.of("dataframe_records", records));
    Map<String, Object> csv = entries("schema", Map.of(TYPE, STRING));
    return post(
        "Predict with " + name + " (MLflow, or CSV)",
        entries(
            Reply.JSON,
            entries("schema", schema, "example", Invocations.example(version.example())),
            Reply.CSV,
            csv),
        entries(
            Reply.JSON,
            entries(
                "schema",
                entries(
                    TYPE,
                    OBJECT,
                    "properties",
                    Map.of(
                        "predictions",
                        entries(
                            TYPE, "array", "items", Map.of("anyOf", answers(version, number)))))),
            Reply.CSV,
            csv));
  }

  private static List<Object> answers(ModelVersion version, int number) {
    List<Object> answers = new ArrayList<>();
    answers.add(version.outputs().get(0).role().schema());
    answers.add(reference("Prediction" + number));
    return answers;
  }

  private static Map<String, Object> post(
      String summary, Map<String, Object> body, Map<String, Object> reply) {
    return Map.of(
        "post",
        entries(
            "summary",
            summary,
            "requestBody",
            entries("required", true, "content", body),
            "responses",
            responses(reply)));
  }

  private static Map<String, Object> error() {
    return entries(
        TYPE,
        OBJECT,
        "required",
        List.of("error"),
        "properties",
        Map.of("error", Map.of(TYPE, STRING)));
  }

  private static Map<String, Object> row(ModelVersion version) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (PreparedColumn column : version.columns()) {
      properties.put(column.name(), column(column));
      if (column.fill().isEmpty()) {
        required.add(column.name());
      }
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(TYPE, OBJECT);
    row.put("properties", properties);
    if (!required.isEmpty()) {
      row.put("required", required);
    }
    row.put("examples", List.of(version.example()));
    return row;
  }

  /** A category that was not learned may be sent, so the names are examples and not an enum. */
  private static Map<String, Object> column(PreparedColumn column) {
    Map<String, Object> schema = new LinkedHashMap<>();
    Object example = column.example();
    List<String> types = new ArrayList<>();
    types.add(example instanceof Number ? "number" : STRING);
    if (example instanceof Boolean) {
      types.add("boolean");
    }
    if (column.fill().isPresent()) {
      types.add("null");
    }
    schema.put(TYPE, types.size() == 1 ? types.get(0) : types);
    String description = described(column);
    if (!description.isEmpty()) {
      schema.put(DESCRIPTION, description);
    }
    List<String> choices = column.choices();
    schema.put(
        "examples",
        choices.isEmpty()
            ? List.of(example)
            : choices.subList(0, Math.min(MOST_CHOICES, choices.size())));
    return schema;
  }

  /** What the model has learned from, and what fills a missing cell. */
  static String described(PreparedColumn column) {
    List<String> parts = new ArrayList<>();
    if (!column.learnedFrom().isEmpty()) {
      parts.add("in training " + column.learnedFrom());
    }
    column.filling().ifPresent(by -> parts.add("if missing, " + by));
    return String.join("; ", parts);
  }

  private static Map<String, Object> prediction(ModelVersion version) {
    Map<String, Object> properties = new LinkedHashMap<>();
    version.outputs().forEach(column -> properties.put(column.name(), column.role().schema()));
    return entries(TYPE, OBJECT, "properties", properties);
  }

  private static Map<String, Object> reference(String schema) {
    return Map.of("$ref", "#/components/schemas/" + schema);
  }

  /** A map in the order of its entries: a key, its value, the next key, and so on. */
  private static Map<String, Object> entries(Object... pairs) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      entries.put((String) pairs[i], pairs[i + 1]);
    }
    return entries;
  }
}
