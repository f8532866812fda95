package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gradus.engine.json.Json;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.Thresholds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol, version 2, as its specification words it. */
class OpenInferenceTest {

  private static final String TWO_ROWS =
      """
      {"id": "42", "inputs": [
        {"name": "age", "shape": [2], "datatype": "INT64", "data": [25, 61]},
        {"name": "weight", "shape": [2, 1], "datatype": "FP32", "data": [70.5, 81]},
        {"name": "smoker", "shape": [2, 1], "datatype": "BOOL", "data": [[true], [false]]},
        {"name": "city", "shape": [2], "datatype": "BYTES", "data": ["Oslo", null]},
        {"name": "club", "shape": [2], "datatype": "BYTES", "data": ["chess", "golf"]},
        {"name": "born", "shape": [2], "datatype": "BYTES", "data": ["2001-04-05", "1965-01-31"]}
      ]}""";

  private final Client client = new Client(Serving.of("risk", Trained.RISK).handler());

  @Test
  void healthIsAnswered() {
    assertEquals(200, client.get("/v2/health/live").status());
    assertTrue(Client.json(client.get("/v2/health/live")).path("live").asBoolean());
    assertTrue(Client.json(client.get("/v2/health/ready")).path("ready").asBoolean());
    JsonNode model = Client.json(client.get("/v2/models/risk/ready"));
    assertEquals("risk", model.path("name").asText());
    assertTrue(model.path("ready").asBoolean());
    assertEquals(200, client.get("/v2/models/risk/versions/1/ready").status());
  }

  /** A tensor holds no lists. */
  @Test
  void aSetIsOneString() {
    Client sets = new Client(Serving.of("risk", Trained.SETS).handler());
    JsonNode described = Client.json(sets.get("/v2/models/risk")).path("outputs").path(4);
    assertEquals("risk_set", described.path("name").asText());
    assertEquals("BYTES", described.path("datatype").asText());
    JsonNode output =
        Client.json(
                sets.post(
                    "/v2/models/risk/infer",
                    """
                    {"inputs": [
                      {"name": "age", "shape": [1], "datatype": "FP64", "data": [44]},
                      {"name": "weight", "shape": [1], "datatype": "FP64", "data": [80]}],
                     "outputs": [{"name": "risk_set"}]}"""))
            .path("outputs")
            .path(0);
    assertEquals(
        String.join("|", Trained.SETS.predictor().prediction(44, 80).classSet()),
        output.path("data").path(0).asText("none"),
        output.toString());
  }

  @Test
  void aBarInAClassOfASetIsEscaped() {
    Client sets = new Client(Serving.of("risk", Trained.BARS).handler());
    Set<String> classes = new TreeSet<>();
    int largest = 0;
    for (int age = 20; age < 70; age += 2) {
      String found =
          Client.text(
              sets.post(
                  "/invocations",
                  "{\"instances\": [[%s, 80]]}".formatted(age),
                  Map.of("Content-Type", "application/json", "Accept", "text/csv")));
      String text = found.strip().substring(found.strip().lastIndexOf(',') + 1);
      List<String> read =
          Stream.of(text.split("(?<=[^\\\\]|^|[^\\\\]\\\\\\\\)[|]"))
              .map(name -> name.replaceAll("\\\\(.)", "$1"))
              .toList();
      assertEquals(Trained.BARS.predictor().prediction(age, 80).classSet(), read, text);
      classes.addAll(read);
      largest = Math.max(largest, read.size());
    }
    assertEquals(Set.of("a|b", "c|\\", "|d"), classes);
    assertTrue(largest > 1);
  }

  @Test
  void wholeNumbersKeepTheirDigits() {
    Client ids = new Client(Serving.of("ids", Trained.IDS).handler());
    for (String id : List.of("1152921504606846977", "1152921504606846978")) {
      double found = 0;
      for (String datatype : List.of("INT64", "UINT64", "FP64")) {
        Reply reply =
            ids.post(
                "/v2/models/ids/infer",
                """
                {"inputs": [{"name": "id", "shape": [1], "datatype": "%s", "data": [%s]}]}"""
                    .formatted(datatype, id));
        assertEquals(200, reply.status(), Client.text(reply));
        assertFalse(Client.text(reply).contains("notes"), Client.text(reply));
        found = Client.json(reply).path("outputs").path(0).path("data").path(0).asDouble();
        assertEquals(Trained.IDS.predictor().predict(Map.of("id", id)).outputs()[0], found);
      }
      assertEquals(
          found,
          Client.json(ids.post("/invocations", "{\"instances\": [[%s]]}".formatted(id)))
              .path("predictions")
              .path(0)
              .asDouble());
    }
    for (String wrong : List.of("9223372036854775808", "1e30", "1" + "0".repeat(500))) {
      Reply reply =
          ids.post(
              "/v2/models/ids/infer",
              """
              {"inputs": [{"name": "id", "shape": [1], "datatype": "INT64", "data": [%s]}]}"""
                  .formatted(wrong));
      assertEquals(400, reply.status(), Client.text(reply));
    }
  }

  @Test
  void intervalsAreOutputs() {
    Client numbers = new Client(Serving.of("numbers", Trained.INTERVALS).handler());
    assertEquals(
        List.of("age", "weight", "age_low", "age_high", "weight_low", "weight_high"),
        Client.json(numbers.get("/v2/models/numbers")).path("outputs").findValuesAsText("name"));
  }

  @Test
  void theServerDescribesItself() {
    JsonNode server = Client.json(client.get("/v2"));
    assertEquals("gradus", server.path("name").asText());
    assertTrue(server.path("version").isTextual());
    assertTrue(server.path("extensions").isArray());
  }

  @Test
  void eachColumnIsAnInputOfItsOwn() {
    JsonNode model = Client.json(client.get("/v2/models/risk"));
    assertEquals("risk", model.path("name").asText());
    assertEquals("[\"1\"]", model.path("versions").toString());
    assertTrue(model.path("platform").isTextual());
    Map<String, String> inputs = new LinkedHashMap<>();
    for (JsonNode input : model.path("inputs")) {
      assertEquals("[-1,1]", input.path("shape").toString());
      inputs.put(input.path("name").asText(), input.path("datatype").asText());
    }
    assertEquals(
        Map.of(
            "age", "FP64", "weight", "FP64", "smoker", "BOOL", "city", "BYTES", "born", "BYTES",
            "club", "BYTES"),
        inputs);
    assertEquals("risk", model.path("outputs").path(0).path("name").asText());
    assertEquals("BYTES", model.path("outputs").path(0).path("datatype").asText());
    assertEquals("FP64", model.path("outputs").path(1).path("datatype").asText());
  }

  @Test
  void rowsArePredictedAsByThePredictor() {
    Reply reply = client.post("/v2/models/risk/infer", TWO_ROWS);
    assertEquals(200, reply.status(), Client.text(reply));
    JsonNode response = Client.json(reply);
    assertEquals("risk", response.path("model_name").asText());
    assertEquals("1", response.path("model_version").asText());
    assertEquals("42", response.path("id").asText());
    Map<String, Object> first =
        Map.of(
            "age",
            25,
            "weight",
            70.5,
            "smoker",
            true,
            "city",
            "Oslo",
            "club",
            "chess",
            "born",
            "2001-04-05");
    Prediction expected = Trained.RISK.predictor().predict(first);
    JsonNode outputs = response.path("outputs");
    assertEquals(4, outputs.size());
    assertEquals(expected.className(), outputs.path(0).path("data").path(0).asText());
    assertEquals("[2,1]", outputs.path(0).path("shape").toString());
    for (int k = 1; k < 4; k++) {
      String name = outputs.path(k).path("name").asText().substring("probability_".length());
      assertEquals(
          (float) expected.probability(name),
          (float) outputs.path(k).path("data").path(0).asDouble());
    }
  }

  @Test
  void aRequestNamesTheOutputsThatItWants() {
    String body = TWO_ROWS.replace("\"id\"", "\"outputs\": [{\"name\": \"risk\"}], \"id\"");
    JsonNode outputs = Client.json(client.post("/v2/models/risk/infer", body)).path("outputs");
    assertEquals(1, outputs.size());
    assertEquals(2, outputs.path(0).path("data").size());
    assertEquals(
        "there is no output 'risc'; did you mean 'risk'? The model has: risk, probability_high, probability_low, probability_middle, or so",
        Client.error(
            client.post(
                "/v2/models/risk/infer",
                body.replace("{\"name\": \"risk\"", "{\"name\": \"risc\""))));
  }

  @Test
  void anUnknownCategoryIsNotedAndNotRefused() {
    JsonNode response =
        Client.json(client.post("/v2/models/risk/infer", TWO_ROWS.replace("Oslo", "Paris")));
    String notes = response.path("parameters").path("notes").asText();
    assertTrue(notes.startsWith("row 1: column 'city' has 'Paris', which"), notes);
  }

  /** What is sent, replaced by something wrong, and the sentence about it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "age", | "agee", | there is no input 'agee'; did you mean 'age'? The model has: age, weight, smoker, city, born, club
          "weight", | "age", | there are two inputs 'age'; give one
          [25, 61] | [25, 61, 7] | input 'age' has 3 values, but its shape says 2
          [25, 61] | [25] | input 'age' has 1 values, but its shape says 2
          [25, 61] | [25, 61.5] | row 2: column 'age' has 61.5, which is not of the datatype INT64 of the input
          [25, 61] | ["x", 61] | row 1: column 'age' has the string 'x', which is not of the datatype INT64 of the input
          [25, 61] | [25, {}] | row 2: column 'age' has an object, but must be a number, a string, true, false or null
          [25, 61] | {"a": 1} | the data of input 'age' is an object, but must be a list
          "INT64" | "INT65" | row 1: column 'age' has the datatype 'INT65'; use FP64 for numbers, BYTES for strings, BOOL for true and false
          "INT64" | 64 | the datatype of input 'age' is 64, but must be a string
          "shape": [2], "datatype": "INT64" | "shape": [1, 2], "datatype": "INT64" | input 'age' has a shape other than [rows] and [rows, 1]; a column has one value for each row
          "shape": [2], "datatype": "INT64" | "datatype": "INT64" | input 'age' has no 'shape'
          [25, 61] | [null, 61] | row 1: column 'age' is missing here, but the model needs a value; provide one
          "1965-01-31" | "31.1.1965" | row 2: column 'born' has dates such as 2013-04-05 or 2013-04-05T10:00, but here it has '31.1.1965'; correct the cell, or declare the format of the column (columns: {born: {date: {format: …}}})
          "id": "42" | "id": 42 | the id is 42, but must be a string
          [25, 61] | [25, 1e999] | row 2: column 'age' has Infinity, which is not of the datatype INT64 of the input
          """)
  void aWrongRequestGetsASentenceWithItsColumn(String right, String wrong, String sentence) {
    assertTrue(TWO_ROWS.contains(right), right);
    Reply reply = client.post("/v2/models/risk/infer", TWO_ROWS.replace(right, wrong));
    assertEquals(sentence, Client.error(reply));
    assertEquals(400, reply.status());
  }

  @Test
  void anInputForEachColumnIsNeeded() {
    assertEquals(
        "the body has no 'inputs'; it must be a list with an input for each column, such as {\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [44.0]}",
        Client.error(client.post("/v2/models/risk/infer", "{}")));
    assertEquals(
        "there is no input for column 'age'; add one, with null for a missing cell",
        Client.error(client.post("/v2/models/risk/infer", "{\"inputs\": []}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/models/wine", "/v2/models/risk/versions/2", "/v2/models/risk/x", "/v2/models/",
        "/v2/x", "/v2/models/risk/infer/x", "/v2/models/..%2Frisk", "/v2/models/risk/versions"
      })
  void whatIsNotThereIsNotFound(String path) {
    Reply reply = client.get(path);
    assertEquals(404, reply.status());
    assertFalse(Client.error(reply).isEmpty());
  }

  /** Every model predicts its own example, which the documentation of its address shows. */
  @Test
  void theExampleOfEachModelIsPredicted() {
    for (Model model :
        List.of(Trained.RISK, Trained.CLUB, Trained.NUMBERS, Trained.WEIGHT, Trained.LABELS)) {
      ModelVersion version = new ModelVersion(model, Thresholds.NONE, 1);
      Client of = new Client(Serving.of("m", model).handler());
      Reply reply =
          of.post("/v2/models/m/infer", Json.line(OpenInference.example(version.example())));
      assertEquals(200, reply.status(), Client.text(reply));
      JsonNode outputs = Client.json(reply).path("outputs");
      assertEquals(version.outputs().size(), outputs.size());
      assertEquals("", Client.json(reply).path("parameters").path("notes").asText(), model + "");
    }
  }
}
