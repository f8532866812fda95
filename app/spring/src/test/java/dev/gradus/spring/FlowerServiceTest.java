package dev.gradus.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A complete service, over HTTP. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FlowerServiceTest {

  private static final int REQUESTS = 400;

  private static final String FLOWER =
      """
      {"sepal_length": 6.0, "sepal_width": 2.9, "petal_length": 4.9, "petal_width": 1.7}
      """;

  @TempDir private static Path folder;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start() {
    Path file = folder.resolve("flowers.safetensors");
    context =
        SpringApplication.run(
            FlowerService.class,
            "--server.port=0",
            "--flowers=" + file,
            "--gradus.model=" + file.toUri(),
            "--gradus.required=false",
            "--management.endpoint.health.show-details=always",
            "--management.endpoints.web.exposure.include=health,metrics");
  }

  @AfterAll
  static void stop() {
    context.close();
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("gradus")));
  }

  @Test
  @Order(1)
  void itHasLearnedWhenItIsThere() throws Exception {
    String health = get("/actuator/health/gradus");
    assertTrue(health.contains("\"status\":\"UP\""), health);
    assertTrue(health.contains("\"origin\":\"the application\""), health);
    assertTrue(get("/actuator/metrics/gradus.model.parameters").contains("\"value\":131.0"));
  }

  @Test
  @Order(2)
  void itAnswersWhileItGoesOnLearning() throws Exception {
    String before = post("/species", FLOWER);
    CompletableFuture<HttpResponse<String>> learned = send("/flowers", flowers());
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(send("/species", FLOWER));
    }
    Set<String> different = new TreeSet<>();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertEquals(200, answer.join().statusCode(), answer.join().body());
      different.add(answer.join().body());
    }
    assertEquals(200, learned.join().statusCode(), learned.join().body());
    String after = post("/species", FLOWER);
    assertFalse(after.equals(before), "nothing was learned");
    different.removeAll(Set.of(before, after));
    assertEquals(Set.of(), different, "neither from the old model nor from the new one");

    String health = get("/actuator/health/gradus");
    assertTrue(health.contains("flowers.safetensors"), health);
    assertTrue(count("/actuator/metrics/gradus.predictions") >= REQUESTS + 2);
    assertEquals(100, count("/actuator/metrics/gradus.training.epoch?tag=run:flowers"));
    assertTrue(
        get("/actuator/metrics/gradus.training.validation?tag=metric:accuracy").contains("VALUE"));
  }

  @Test
  @Order(3)
  void itStaysWithItsModelIfTheNewOneCannotBeRead() throws Exception {
    String before = post("/species", FLOWER);
    Files.writeString(folder.resolve("flowers.safetensors"), "no model");
    assertEquals(500, send("/reload", "").join().statusCode());
    assertEquals(before, post("/species", FLOWER));
    String health = get("/actuator/health/gradus");
    assertTrue(health.contains("\"status\":\"UP\"") && health.contains("lastReload"), health);
  }

  /** The model that the service has learned, as {@code gradus serve} would serve it. */
  @Test
  @Order(4)
  void theHandlerOfTheServerFitsIntoAController() throws Exception {
    String reply = post("/serving/invocations", "{\"instances\": [%s]}".formatted(FLOWER));
    assertTrue(reply.matches("\\{\"predictions\":\\[\"(setosa|versicolor|virginica)\"]}"), reply);
    assertTrue(get("/serving/v2/models/flowers").contains("\"platform\":\"gradus\""));
    assertTrue(get("/serving/models/flowers").contains("petal_length"));
    HttpResponse<String> wrong =
        send("/serving/invocations", "{\"instances\": [{\"sepal_length\": \"x\"}]}").join();
    assertEquals(400, wrong.statusCode());
    assertTrue(wrong.body().contains("column 'sepal_length' is numeric"), wrong.body());
  }

  /** The flowers of the example, as a client would send them. */
  private static String flowers() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("../examples/iris.csv"))) {
      List<String> rows =
          lines
              .skip(1)
              .map(line -> line.split(",", -1))
              .map(
                  cells ->
                      "{\"sepal_length\": %s, \"sepal_width\": %s, \"petal_length\": %s, \"petal_width\": %s, \"species\": \"%s\"}"
                          .formatted((Object[]) cells))
              .toList();
      return "[" + String.join(",", rows) + "]";
    }
  }

  private static double count(String path) throws Exception {
    String meter = get(path);
    int at = meter.indexOf("\"statistic\":\"COUNT\",\"value\":");
    assertTrue(at > 0, meter);
    String number = meter.substring(at + "\"statistic\":\"COUNT\",\"value\":".length());
    return Double.parseDouble(number.substring(0, number.indexOf('}')));
  }

  private static String get(String path) throws Exception {
    return CLIENT
        .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String post(String path, String body) {
    HttpResponse<String> answer = send(path, body).join();
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  private static CompletableFuture<HttpResponse<String>> send(String path, String body) {
    return CLIENT.sendAsync(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create(
        "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
  }
}
