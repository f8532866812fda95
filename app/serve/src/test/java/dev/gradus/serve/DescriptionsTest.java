package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the server says about itself: OpenAPI, metrics, pages. */
class DescriptionsTest {

  private static final Path HANDLER =
      Path.of(System.getProperty("basedir", ""), "src/main/java/dev/gradus/serve")
          .resolve("ServingHandler.java");

  private static final Pattern WORD = Pattern.compile("\"([a-z0-9][a-z0-9.]*)\"");

  private static final Pattern METRIC =
      Pattern.compile("[a-z_]+(\\{([a-z]+=\"[^\"]*\",?)*})? -?[0-9.]+(E-?[0-9]+)?");

  private final Client client =
      new Client(Serving.of("risk", Trained.RISK).model("a <b>", Trained.CLUB).handler());

  /** Every example in the document is sent to its address. */
  @Test
  void theExamplesOfOpenApiAreAnswered() {
    JsonNode document = Client.json(client.get("/openapi.json"));
    assertEquals("3.1.0", document.path("openapi").asText());
    int posted = 0;
    int got = 0;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      String address = address(path);
      if (path.getValue().has("get")) {
        assertEquals(200, client.get(address).status(), address);
        got++;
      }
      JsonNode content = path.getValue().path("post").path("requestBody").path("content");
      if (content.has("application/json")) {
        String example = content.path("application/json").path("example").toString();
        Reply reply = client.post(address, example);
        assertEquals(200, reply.status(), address + Client.text(reply));
        posted++;
      }
    }
    assertEquals(8, posted);
    assertTrue(got >= 17, got + " addresses");
  }

  /** A path with the examples of its parameters. */
  private static String address(Map.Entry<String, JsonNode> path) {
    String address = path.getKey();
    for (JsonNode parameter : path.getValue().path("parameters")) {
      address =
          address.replace(
              "{%s}".formatted(parameter.path("name").asText()),
              parameter.path("example").asText());
    }
    return address;
  }

  /**
   * Finds the addresses by trying all words that the handler compares with, in any order. Only
   * pages are left out of the description.
   */
  @Test
  void openApiDescribesEveryAddressForPrograms() throws Exception {
    Client one = new Client(Serving.of("risk", Trained.RISK).handler());
    Set<String> expected = new TreeSet<>(List.of("/", "/page.css", "/page.js", "/models/risk"));
    Client.json(one.get("/openapi.json"))
        .path("paths")
        .properties()
        .forEach(path -> expected.add(address(path)));

    Set<String> words = new TreeSet<>(List.of("", "risk", "1"));
    WORD.matcher(Files.readString(HANDLER)).results().forEach(found -> words.add(found.group(1)));
    assertTrue(words.containsAll(List.of("v2", "invocations", "openapi.json")), words.toString());
    Set<String> found = new TreeSet<>();
    for (String start : List.of("", "/v2/models/risk")) {
      List<String> paths = List.of(start);
      for (int segments = 1; segments <= 3; segments++) {
        paths =
            paths.stream().flatMap(path -> words.stream().map(word -> path + "/" + word)).toList();
        // Another method than the address takes is refused in another way.
        paths.stream().filter(path -> one.get(path).status() != 404).forEach(found::add);
      }
    }
    assertEquals(expected, found);
  }

  @Test
  void everyReferenceOfOpenApiLeadsSomewhere() {
    JsonNode document = Client.json(client.get("/openapi.json"));
    Set<String> references = new HashSet<>();
    document.findValuesAsText("$ref").forEach(references::add);
    assertEquals(6, references.size());
    for (String reference : references) {
      assertTrue(document.at(reference.substring(1)).isObject(), reference);
    }
    JsonNode row = document.at("/components/schemas/Row1");
    assertEquals("[\"age\",\"weight\",\"born\",\"club\"]", row.path("required").toString());
    JsonNode city = row.path("properties").path("city");
    assertEquals("[\"string\",\"null\"]", city.path("type").toString());
    assertEquals("[\"Oslo\",\"Rome\",\"St. Gallen, CH\"]", city.path("examples").toString());
  }

  @Test
  void openApiDescribesSetsAndIntervals() {
    JsonNode sets =
        Client.json(new Client(Serving.handler(Trained.SETS)).get("/openapi.json"))
            .at("/components/schemas/Prediction1/properties");
    assertEquals("array", sets.path("risk_set").path("type").asText(), sets.toString());
    assertEquals("string", sets.path("risk_set").path("items").path("type").asText());
    JsonNode intervals =
        Client.json(new Client(Serving.handler(Trained.INTERVALS)).get("/openapi.json"))
            .at("/components/schemas/Prediction1/properties");
    assertEquals("number", intervals.path("age_low").path("type").asText(), intervals.toString());
    assertEquals("number", intervals.path("weight_high").path("type").asText());
  }

  @Test
  void metricsHaveTheFormatOfPrometheus() {
    client.post("/models/risk/invocations", "{}");
    client.post("/models/a%20%3Cb%3E/invocations", "{\"instances\": [[1, 2], [3, 4]]}");
    String metrics = Client.text(client.get("/metrics"));
    for (String line : metrics.lines().toList()) {
      assertTrue(line.startsWith("# ") || METRIC.matcher(line).matches(), line);
    }
    List<String> expected =
        List.of(
            "gradus_requests_total{model=\"risk\",route=\"invocations\",status=\"400\"} 1",
            "gradus_requests_total{model=\"a <b>\",route=\"invocations\",status=\"200\"} 1",
            "gradus_rows_total{model=\"a <b>\"} 2",
            "gradus_prediction_seconds_count{model=\"a <b>\"} 1",
            "gradus_prediction_seconds_bucket{model=\"a <b>\",le=\"+Inf\"} 1",
            "gradus_model_version{model=\"risk\"} 1");
    assertTrue(metrics.lines().toList().containsAll(expected), metrics);
  }

  @Test
  void pagesAreEscaped() {
    String list = Client.text(client.get("/"));
    assertTrue(list.contains("<a href=\"models/a%20%3Cb%3E\">a &lt;b&gt;</a>"), list);
    Reply page = client.get("/models/a%20%3Cb%3E");
    assertTrue(Client.text(page).contains("<h1>a &lt;b&gt;</h1>"));
    assertTrue(page.headers().get("Content-Security-Policy").contains("default-src 'none'"));
    assertEquals(404, client.get("/models/b").status());
  }

  @Test
  void theStartOfOneModelIsItsPage() {
    Client one = new Client(Serving.of("risk", Trained.RISK).handler());
    assertEquals("models/risk", one.get("/").headers().get("Location"));
    assertEquals(404, one.get("").status());
    assertEquals(404, one.get("models/risk").status());
    String page = Client.text(one.get("/models/risk"));
    assertTrue(page.contains("<option selected>Oslo</option>"), page);
    assertTrue(page.contains("<option value=\"\">(missing)</option>"), page);
  }

  @Test
  void aModelThatIsNotThereYetIsNotReady() {
    Client none =
        new Client(
            Serving.create()
                .model(
                    "late",
                    () -> {
                      throw new IllegalStateException("it is still being trained");
                    })
                .handler());
    assertEquals(503, none.get("/v2/health/ready").status());
    assertEquals(503, none.get("/ping").status());
    assertEquals(200, none.get("/v2/health/live").status());
    assertEquals(
        "the model 'late' is not ready: it is still being trained",
        Client.error(none.post("/invocations", "{}")));
    assertEquals(503, none.get("/models/late").status());
    assertEquals(302, none.get("/").status());
    assertEquals(200, none.get("/openapi.json").status());
  }
}
