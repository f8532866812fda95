package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each column contributes to a prediction, over HTTP. */
class AttributionsTest {

  private static final double NEAR = 1e-4;

  private static final String ROW =
      "{\"age\": 44, \"weight\": 80.5, \"smoker\": null, \"city\": \"Rome\", \"born\": \"1990-02-03\", \"club\": \"golf\"}";

  private final Client risk = new Client(Serving.of("risk", Trained.RISK).handler());

  @Test
  void contributionsAddUpToThePrediction() {
    JsonNode said = Client.json(risk.post("/attributions", "{\"row\": " + ROW + "}"));
    JsonNode predicted =
        Client.json(
                risk.post(
                    "/invocations",
                    "{\"dataframe_records\": ["
                        + ROW
                        + "], \"params\": {\"probabilities\": true}}"))
            .at("/predictions/0");
    String output = said.path("output").asText();
    assertEquals(predicted.path("risk").asText(), output);
    double prediction = said.path("prediction").asDouble();
    assertEquals(predicted.path("probability_" + output).asDouble(), prediction, NEAR);
    double sum = said.path("baseline").asDouble();
    for (JsonNode each : said.path("contributions")) {
      sum += each.path("contribution").asDouble();
    }
    assertEquals(prediction, sum, NEAR);
    assertEquals(6, said.path("contributions").size());
    JsonNode city =
        said.path("contributions")
            .valueStream()
            .filter(each -> each.path("column").asText().equals("city"))
            .findFirst()
            .orElseThrow();
    assertEquals("Rome", city.path("cell").asText());
    assertEquals("any", city.path("baseline").asText());
    assertTrue(said.path("notes").toString().contains("smoker"), said.path("notes").toString());
  }

  @Test
  void anyOutputCanBeExplained() {
    JsonNode low =
        Client.json(
            risk.post("/models/risk/attributions", "{\"row\": " + ROW + ", \"output\": \"low\"}"));
    assertEquals("low", low.path("output").asText());
    assertEquals(
        "the model predicts no 'none'; it predicts high, low, middle, or so",
        Client.error(risk.post("/attributions", "{\"row\": " + ROW + ", \"output\": \"none\"}")));
  }

  @Test
  void everyKindOfTargetIsExplained() {
    for (var model :
        List.of(
            Trained.CLUB,
            Trained.NUMBERS,
            Trained.WEIGHT,
            Trained.LABELS,
            Trained.SETS,
            Trained.INTERVALS)) {
      Client client = new Client(Serving.handler(model));
      JsonNode document = Client.json(client.get("/openapi.json"));
      String example =
          document
              .at("/paths/~1attributions/post/requestBody/content/application~1json/example")
              .toString();
      Reply reply = client.post("/attributions", example);
      assertEquals(200, reply.status(), () -> example + Client.text(reply));
      JsonNode said = Client.json(reply);
      assertTrue(model.target().outputs().size() > 0 && !said.path("output").asText().isEmpty());
      double sum = said.path("baseline").asDouble() - said.path("prediction").asDouble();
      for (JsonNode each : said.path("contributions")) {
        sum += each.path("contribution").asDouble();
      }
      assertEquals(0, sum, NEAR * Math.max(1, Math.abs(said.path("prediction").asDouble())));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "{}; 400; 'row' is null, but must be an object",
        "{\"row\": [1]}; 400; 'row' is a list, but must be an object",
        "{\"row\": {\"age\": []}}; 400; 'row': column 'age' has a list",
        "{\"row\": {\"age\": \"old\"}}; 400; column 'age' is numeric, but here it has 'old'",
        "{\"row\": {}}; 400; the model needs a column 'age', which is missing",
        "{\"row\": {}, \"output\": 3}; 400; 'output' is 3, but must be a string",
        "{\"rows\": []}; 400; the body has 'rows'",
        "[]; 400; the body is a list",
      })
  void aWrongRequestGetsASentence(String body, int status, String sentence) {
    Reply reply = risk.post("/attributions", body.strip());
    assertEquals(status, reply.status());
    assertTrue(Client.error(reply).startsWith(sentence.strip()), Client.error(reply));
  }

  @Test
  void anotherMethodTypeOrModelIsRefused() {
    assertEquals(405, risk.get("/attributions").status());
    assertEquals(
        415, risk.post("/attributions", "age\n1\n", Map.of("Content-Type", "text/csv")).status());
    assertEquals(404, risk.post("/models/wine/attributions", "{}").status());
    Client two = new Client(Serving.of("risk", Trained.RISK).model("club", Trained.CLUB).handler());
    assertEquals(
        "there are several models; use /models/NAME/attributions with one of risk, club",
        Client.error(two.post("/attributions", "{}")));
  }
}
