package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.Thresholds;
import dev.gradus.spi.Interval;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of MLflow, and CSV. */
class InvocationsTest {

  private static final Map<String, String> CSV = Map.of("Content-Type", "text/csv; charset=utf-8");

  private final Client risk = new Client(Serving.handler(Trained.RISK));
  private final Client club = new Client(Serving.of("club", Trained.CLUB).handler());

  @Test
  void mlflowAsksWhetherTheServerIsUp() {
    assertEquals(200, risk.get("/ping").status());
    assertEquals(200, risk.get("/health").status());
    assertEquals(200, risk.get("/version").status());
  }

  /** The four forms of its documentation. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dataframe_split\": {\"columns\": [\"weight\", \"age\"], \"data\": [[61.5, 25], [99, 60]]}}",
        "{\"dataframe_split\": {\"index\": [0, 1], \"columns\": [\"age\", \"other\", \"weight\"], \"data\": [[25, {}, 61.5], [60, null, 99]]}}",
        "{\"dataframe_records\": [{\"age\": 25, \"weight\": 61.5}, {\"weight\": 99, \"age\": 60, \"x\": [1]}]}",
        "{\"instances\": [{\"age\": 25, \"weight\": 61.5}, {\"age\": 60, \"weight\": 99}]}",
        "{\"instances\": [[25, 61.5], [60, 99]]}",
        "{\"inputs\": {\"age\": [25, 60], \"weight\": [61.5, 99]}}",
        "{\"inputs\": [[25, 61.5], [60, 99]], \"params\": {}}",
      })
  void allFormsArePredictedAlike(String body) {
    Reply reply = club.post("/invocations", body);
    assertEquals("{\"predictions\":[\"chess\",\"golf\"]}", Client.text(reply));
    assertEquals(200, reply.status());
  }

  @Test
  void probabilitiesComeOnRequest() {
    JsonNode reply =
        Client.json(
            club.post(
                "/models/club/invocations",
                "{\"instances\": [[25, 61.5]], \"params\": {\"probabilities\": true}}"));
    Prediction expected = Trained.CLUB.predictor().prediction(25, 61.5);
    JsonNode row = reply.path("predictions").path(0);
    assertEquals("chess", row.path("club").asText());
    assertEquals(
        (float) expected.probability("golf"), (float) row.path("probability_golf").asDouble());
    assertEquals(2, row.size());
  }

  @Test
  void severalNumbersAndLabelsAreObjects() {
    JsonNode numbers =
        Client.json(
            new Client(Serving.handler(Trained.NUMBERS))
                .post("/invocations", "{\"instances\": [{\"risk\": \"low\"}]}"));
    assertTrue(numbers.path("predictions").path(0).path("age").isNumber(), numbers.toString());
    assertTrue(numbers.path("predictions").path(0).path("weight").isNumber());
    JsonNode labels =
        Client.json(
            new Client(Serving.handler(Trained.LABELS))
                .post("/invocations", "{\"instances\": [[30, 70]]}"));
    assertTrue(labels.path("predictions").path(0).path("smoker").isBoolean(), labels.toString());
    JsonNode number =
        Client.json(
            new Client(Serving.handler(Trained.WEIGHT))
                .post(
                    "/invocations",
                    "{\"instances\": [{\"age\": 30, \"club\": \"golf\", \"risk\": \"low\"}]}"));
    assertTrue(number.path("predictions").path(0).isNumber(), number.toString());
  }

  @Test
  void csvComesInAndOut() {
    Reply reply =
        club.post(
            "/invocations",
            "weight;age;name\n61,5;25;\"A;B\"\n99;60;C\n",
            Map.of("Content-Type", "text/csv", "Accept", "text/csv"));
    List<String> lines = Client.text(reply).lines().toList();
    assertEquals("club,probability_golf", lines.get(0), Client.text(reply));
    assertTrue(lines.get(1).matches("chess,[0-9].*"), lines.get(1));
    assertTrue(lines.get(2).matches("golf,0[.][0-9]+"), lines.get(2));
    assertEquals(
        "{\"predictions\":[\"chess\",\"golf\"]}",
        Client.text(club.post("/invocations", "age,weight\n25,61.5\n60,99\n", CSV)));
  }

  /** The whole table, as the command predicts it. */
  @Test
  void csvIsPredictedAsATable() {
    for (Model model :
        List.of(Trained.RISK, Trained.LABELS, Trained.WEIGHT, Trained.SETS, Trained.INTERVALS)) {
      String csv = Trained.csv();
      String table =
          model == Trained.LABELS
              ? csv.lines().filter(line -> !line.contains(",,")).reduce("", (a, b) -> a + b + "\n")
              : csv;
      Reply reply =
          new Client(Serving.handler(model))
              .post(
                  "/invocations", table, Map.of("Content-Type", "text/csv", "Accept", "text/csv"));
      assertEquals(200, reply.status(), Client.text(reply));
      List<Prediction> expected =
          model
              .predictor()
              .predictAll(
                  Trained.GRADUS.readTable(
                      new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)),
                      "people",
                      model));
      List<OutputColumn> columns = new ModelVersion(model, Thresholds.NONE, 1).outputs();
      assertEquals(Csv.of(columns, expected), Client.text(reply));
      assertEquals(expected.size() + 1, Client.text(reply).lines().count());
    }
  }

  @Test
  void setsAndIntervalsComeOnRequest() {
    Prediction expected = Trained.SETS.predictor().prediction(44, 80);
    JsonNode set =
        Client.json(
            new Client(Serving.handler(Trained.SETS))
                .post(
                    "/invocations",
                    "{\"instances\": [[44, 80]], \"params\": {\"probabilities\": true}}"));
    List<String> classes = new ArrayList<>();
    set.path("predictions").path(0).path("risk_set").forEach(each -> classes.add(each.asText()));
    assertEquals(expected.classSet(), classes, set.toString());
    JsonNode numbers =
        Client.json(
                new Client(Serving.handler(Trained.INTERVALS))
                    .post(
                        "/invocations",
                        "{\"instances\": [[\"low\"]], \"params\": {\"probabilities\": true}}"))
            .path("predictions")
            .path(0);
    Map<String, Interval> intervals =
        Trained.INTERVALS.predictor().predict(Map.<String, Object>of("risk", "low")).intervals();
    assertEquals(6, numbers.size(), numbers.toString());
    intervals.forEach(
        (name, interval) -> {
          assertEquals(interval.low(), numbers.path(name + "_low").asDouble());
          assertEquals(interval.high(), numbers.path(name + "_high").asDouble());
        });
  }

  @Test
  void quotesAreDoubled() {
    assertTrue(
        Client.text(
                risk.post(
                    "/invocations",
                    Trained.csv(),
                    Map.of("Content-Type", "text/csv", "Accept", "text/csv")))
            .contains("\"middle, or so\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"instances": [[25]]} | row 1 has 1 cells, but there are 2 columns: age, weight
          {"instances": [7]} | row 1 of instances is 7, but must be an object with a value for each column: age, weight
          {"dataframe_records": [[25, 61.5]]} | row 1 of dataframe_records is a list, but must be an object with a value for each column: age, weight
          {"dataframe_records": [{"age": 25}]} | the model needs a column 'weight', which is missing. Found: age
          {"dataframe_records": [{"age": 25, "wieght": 61}]} | the model needs a column 'weight', which is missing. Did you mean 'wieght'? Found: age, wieght
          {"dataframe_records": [{"age": 25, "weight": "x"}]} | column 'weight' is numeric, but here it has 'x'; correct the cell
          {"dataframe_records": [{"age": 25, "weight": 7}, {"age": 25, "weight": true}]} | row 2: column 'weight' is numeric, but here it has 'true'; correct the cell
          {"dataframe_records": [{"age": 25, "weight": [7]}]} | row 1: column 'weight' has a list, but must be a number, a string, true, false or null
          {"dataframe_split": {"columns": ["age"], "data": [[1]]}} | the model needs a column 'weight', which is missing. Found: age
          {"dataframe_split": {"columns": ["age", 7], "data": [[1]]}} | a name in 'columns' is 7, but must be a string
          {"dataframe_split": {"columns": ["age", "weight"]}} | 'data' of dataframe_split is null, but must be a list
          {"inputs": {"age": [25, 26], "weight": [1]}} | column 'weight' in inputs has 1 cells, but the columns before it have 2
          {"inputs": {"age": [25, 26]}} | the model needs a column 'weight', which is missing. Found: age
          {"instances": []} | there are no rows; send at least one
          {} | the body has no rows; give one of dataframe_split, dataframe_records, instances, inputs
          {"instances": [[1, 2]], "inputs": []} | the body has instances and inputs; give one of dataframe_split, dataframe_records, instances, inputs
          {"instances": [[1, 2]], "params": {"temperature": 1}} | 'params' has 'temperature' with 1; the only one is 'probabilities', true or false
          [] | the body is a list, but must be a JSON object
          {"instances": [[1, 2]], "instances": [[1, 2]]} | the body cannot be read: its JSON is malformed: the key 'instances' is duplicated, at character 36
          {"instances": [[1, 2] | the body cannot be read: its JSON is malformed: it ends where ',' is expected, at character 22
          {"instances": [[1, 1e999]]} | column 'weight' has Infinity here; pass a finite number
          """)
  void aWrongRequestGetsASentence(String body, String sentence) {
    Reply reply = club.post("/invocations", body);
    assertEquals(sentence, Client.error(reply));
    assertEquals(400, reply.status());
  }

  @Test
  void aWrongCsvGetsASentenceWithItsLine() {
    assertEquals(
        "the body:3: column 'weight' is numeric, but here it has 'x'; correct the cell",
        Client.error(club.post("/invocations", "age,weight\n1,2\n3,x\n", CSV)));
    for (String csv :
        List.of("", "\n", "age\n1\n", "age,weight\n", "\u0000\u0001", "a,b\n\"1,2\n")) {
      Reply reply = club.post("/invocations", csv, CSV);
      assertEquals(400, reply.status(), csv + Client.text(reply));
    }
  }

  @Test
  void whatCurlSendsIsRead() {
    Map<String, String> form = Map.of("content-type", "application/x-www-form-urlencoded");
    assertEquals(200, club.post("/invocations", "{\"instances\": [[1, 2]]}", form).status());
    assertEquals(400, club.post("/v2/models/club/infer", "{}", form).status());
  }

  @Test
  void otherTypesAreNotRead() {
    Reply reply = club.post("/invocations", "<a/>", Map.of("Content-Type", "application/xml"));
    assertEquals(415, reply.status());
    assertEquals(
        "the content type is 'application/xml'; send application/json or text/csv",
        Client.error(reply));
  }

  @Test
  void severalModelsHaveAddressesOfTheirOwn() {
    Client both =
        new Client(Serving.of("a b/ü", Trained.CLUB).model("risk", Trained.RISK).handler());
    assertEquals(404, both.post("/invocations", "{}").status());
    assertEquals(
        "{\"predictions\":[\"chess\"]}",
        Client.text(
            both.post("/models/a%20b%2F%C3%BC/invocations", "{\"instances\": [[25, 61]]}")));
  }

  @Test
  void tooManyRowsAreRefused() {
    Client few =
        new Client(Serving.of("club", Trained.CLUB).limits(Limits.DEFAULT.withRows(2)).handler());
    for (String body :
        List.of(
            "{\"instances\": [[1,2],[1,2],[1,2]]}",
            "{\"inputs\": {\"age\": [1,2,3], \"weight\": [1,2,3]}}",
            "{\"dataframe_split\": {\"data\": [[1,2],[1,2],[1,2]]}}")) {
      Reply reply = few.post("/invocations", body);
      assertEquals(413, reply.status(), Client.text(reply));
      assertEquals(
          "there are 3 rows, but a request may have 2; send them in parts", Client.error(reply));
    }
    assertEquals(413, few.post("/invocations", "age,weight\n1,2\n1,2\n1,2\n", CSV).status());
  }
}
