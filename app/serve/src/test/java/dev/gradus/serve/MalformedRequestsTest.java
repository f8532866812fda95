package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.json.Json;
import dev.gradus.runtime.Thresholds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every wrong request gets a sentence and a status from 400 to 499. */
class MalformedRequestsTest {

  private static final long SEED = 20_260_101;

  private static final String INFER = "/v2/models/risk/infer";
  private static final String INVOCATIONS = "/models/risk/invocations";
  private static final String ATTRIBUTIONS = "/models/risk/attributions";

  private final Client client = new Client(Serving.of("risk", Trained.RISK).handler());
  private final ModelVersion version = new ModelVersion(Trained.RISK, Thresholds.NONE, 1);

  /** Bodies that are right, to be damaged. */
  private List<String> right() {
    Map<String, Object> row = version.example();
    return List.of(
        Json.line(OpenInference.example(row)),
        Json.line(Invocations.example(row)),
        Json.line(Explanations.example(row)),
        Json.line(Map.of("instances", List.of(row, row))),
        Json.line(Map.of("inputs", row)),
        "{\"dataframe_split\":{\"columns\":%s,\"data\":[%s]}}"
            .formatted(Json.line(row.keySet()), Json.line(row.values())));
  }

  private static String addressOf(String body) {
    return body.contains("\"shape\"")
        ? INFER
        : body.startsWith("{\"row\"") ? ATTRIBUTIONS : INVOCATIONS;
  }

  @Test
  void theyAreRightBeforeTheyAreDamaged() {
    for (String body : right()) {
      Reply reply = client.post(addressOf(body), body);
      assertEquals(200, reply.status(), body + Client.text(reply));
    }
  }

  /** 200 bodies: cut off, or with a part that was replaced, left out or doubled. */
  @TestFactory
  Stream<DynamicTest> damagedBodiesAreRefusedOrPredicted() {
    Random random = new Random(SEED);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String whole = right().get(i % right().size());
      String damaged = damaged(whole, random);
      tests.add(
          DynamicTest.dynamicTest(
              i + " " + damaged, () -> assertAnswered(addressOf(whole), damaged)));
    }
    return tests.stream();
  }

  private static String damaged(String body, Random random) {
    int from = random.nextInt(body.length());
    int to = Math.min(body.length(), from + 1 + random.nextInt(12));
    List<String> others =
        List.of(
            "null", "[", "}", "\"", "1e999", "-", "\u0000", "{}", "[[[[", "\\u12", "\uD800", ",");
    return switch (random.nextInt(5)) {
      case 0 -> body.substring(0, from);
      case 1 -> body.substring(0, from) + body.substring(to);
      case 2 ->
          body.substring(0, from) + others.get(random.nextInt(others.size())) + body.substring(to);
      case 3 -> body.substring(0, to) + body.substring(from);
      default ->
          body.substring(0, from)
              + others.get(random.nextInt(others.size()))
              + body.substring(from);
    };
  }

  /** A damaged body may still be a request, such as one with another number. */
  private void assertAnswered(String address, String body) {
    Reply reply = client.post(address, body);
    String text = Client.text(reply);
    boolean isRight = reply.status() == 200;
    assertTrue(isRight || (reply.status() >= 400 && reply.status() < 500), text);
    if (!isRight) {
      assertFalse(Client.error(reply).isBlank(), text);
      assertFalse(text.contains("Exception") || text.contains("\tat "), text);
    }
  }

  /** Types that the place does not have; each is refused. */
  @TestFactory
  Stream<DynamicTest> otherValuesAreRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String value :
        List.of("null", "7", "-0.5", "\"x\"", "true", "[]", "{}", "[[]]", "[null]", "{\"a\":{}}")) {
      for (String form :
          List.of("dataframe_split", "dataframe_records", "instances", "inputs", "params")) {
        if (form.equals("params") && value.equals("{}")) {
          continue;
        }
        tests.add(refused(INVOCATIONS, "{\"%s\": %s}".formatted(form, value)));
      }
      for (String key : List.of("inputs", "outputs")) {
        tests.add(refused(INFER, "{\"%s\": %s}".formatted(key, value)));
      }
      tests.add(refused(INFER, value));
      tests.add(refused(INVOCATIONS, value));
      for (String key : List.of("name", "shape", "datatype", "data")) {
        tests.add(refused(INFER, "{\"inputs\": [{\"%s\": %s}]}".formatted(key, value)));
      }
    }
    assertTrue(tests.size() > 100, tests.size() + " bodies");
    return tests.stream();
  }

  private DynamicTest refused(String address, String body) {
    return DynamicTest.dynamicTest(
        address + " " + body,
        () -> {
          assertEquals(400, client.post(address, body).status());
          assertAnswered(address, body);
        });
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      byte[] body = new byte[1 + random.nextInt(200)];
      random.nextBytes(body);
      for (String type : List.of("application/json", "text/csv")) {
        Reply reply =
            client
                .handler()
                .answer(new Request("POST", INVOCATIONS, Map.of("Content-Type", type), body));
        assertEquals(400, reply.status(), Client.text(reply));
      }
    }
  }

  private Reply encoded(String encoding, byte[] body) {
    Map<String, String> headers =
        Map.of("content-type", "application/json", "content-encoding", encoding);
    return client.handler().answer(new Request("POST", INVOCATIONS, headers, body));
  }

  @Test
  void gzipIsDecompressedAndOtherEncodingsAreRefused() throws IOException {
    byte[] body = right().get(1).getBytes(StandardCharsets.UTF_8);
    String plain = Client.text(encoded("identity", body));
    for (String name : List.of("gzip", "GZIP", "x-gzip")) {
      assertEquals(plain, Client.text(encoded(name, gzip(body))));
    }
    Reply refused = encoded("br", body);
    assertEquals(415, refused.status());
    assertEquals("gzip", refused.headers().get("Accept-Encoding"));
    assertTrue(Client.error(refused).contains("Content-Encoding is 'br'"), Client.error(refused));
    assertEquals(415, encoded("gzip, gzip", gzip(gzip(body))).status());
    assertEquals(400, encoded("gzip", body).status());
    assertEquals(400, encoded("gzip", Arrays.copyOf(gzip(body), 20)).status());
    byte[] bomb = new byte[(4 << 20) + 1];
    assertTrue(gzip(bomb).length < bomb.length / 100);
    assertEquals(413, encoded("gzip", gzip(bomb)).status());
  }

  static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(body);
    }
    return out.toByteArray();
  }

  @Test
  void deepNestingIsRefused() {
    for (String body : List.of("[".repeat(1_000_000), "{\"inputs\":".repeat(100_000))) {
      assertEquals(400, client.post(INFER, body).status());
    }
  }

  @Test
  void aLongCellIsNotRepeatedWhole() {
    Reply reply =
        client.post(
            INVOCATIONS,
            right().get(1).replace("\"age\":", "\"age\":\"" + "x".repeat(1 << 20) + "\",\"b\":"));
    assertEquals(400, reply.status());
    assertTrue(reply.body().length < 10_000, reply.body().length + " bytes");
    assertTrue(Client.error(reply).startsWith("column 'age' is numeric"), Client.error(reply));
  }

  /** Addresses that would leave a folder, if they named files. */
  @Test
  void noAddressReachesTheDisk() {
    for (String path :
        List.of(
            "/../../etc/passwd",
            "/models/..%2f..%2fetc%2fpasswd",
            "/page.css/../../pom.xml",
            "/%2e%2e/pom.xml",
            "/models/risk%00",
            "/page.js%00",
            "//etc/passwd",
            "/v2//models",
            "/models/file:%2F%2F%2Fetc%2Fpasswd",
            "/" + "a/".repeat(10_000),
            "/page%2Ecss/x")) {
      Reply reply = client.get(path);
      assertEquals(404, reply.status(), path + Client.text(reply));
    }
    for (String path : List.of("/models/%zz", "/%", "/models/%c3%28/%e")) {
      assertTrue(List.of(400, 404).contains(client.get(path).status()), path);
    }
  }

  @Test
  void otherMethodsAreRefused() {
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "x".repeat(1000))) {
      for (String path :
          List.of("/", "/v2", "/metrics", "/ping", INFER, INVOCATIONS, "/models/risk")) {
        Reply reply =
            client.handler().answer(new Request(method, path, Map.of(), new byte[] {'{', '}'}));
        assertEquals(405, reply.status(), method + path);
        assertTrue(reply.headers().containsKey("Allow"));
      }
    }
    assertEquals(
        405,
        client
            .handler()
            .answer(new Request("GET", INFER, Map.of(), "{}".getBytes(StandardCharsets.UTF_8)))
            .status());
  }

  /** Requests for models that do not exist do not fill the memory. */
  @Test
  void noLabelOfAMetricComesFromARequest() {
    for (int i = 0; i < 100; i++) {
      client.get("/v2/models/made-up-" + i);
      client.get("/made-up-" + i);
    }
    String metrics = Client.text(client.get("/metrics"));
    assertFalse(metrics.contains("made-up"), metrics);
    assertTrue(metrics.lines().count() < 60, metrics);
  }
}
