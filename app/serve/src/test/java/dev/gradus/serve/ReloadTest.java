package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.model.Model;
import dev.gradus.runtime.Thresholds;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model file that is replaced while the server answers. */
@Timeout(120)
class ReloadTest {

  /** A hundred with -Pslow, otherwise a few. */
  private static final int RELOADS = Boolean.getBoolean("gradus.slow") ? 100 : 10;

  @TempDir private Path folder;

  private void put(Model model, Path file) throws Exception {
    Path next = folder.resolve("next");
    Trained.GRADUS.save(model, next);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void noRequestIsLostInReloads() throws Exception {
    Path file = folder.resolve("club.safetensors");
    put(Trained.CLUB, file);
    List<String> said = new CopyOnWriteArrayList<>();
    try (ModelServer server =
        Serving.create()
            .file("club", Trained.GRADUS, file)
            .reloadEvery(Duration.ofMillis(5))
            .log(said::add)
            .start(0)) {
      URI address = server.address().resolve("v2/models/club/infer");
      AtomicBoolean done = new AtomicBoolean();
      AtomicLong asked = new AtomicLong();
      Map<String, String> wrong = new ConcurrentHashMap<>();
      Set<String> versions = ConcurrentHashMap.newKeySet();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread client = new Thread(() -> ask(address, done, asked, wrong, versions), "client-" + i);
        client.start();
        clients.add(client);
      }
      for (int i = 1; i <= RELOADS; i++) {
        long before = asked.get();
        // Each has other bytes, so that it is another file.
        put(Trained.CLUB.withMetadata(Map.of("number", "" + i)), file);
        while (said.size() < i || (asked.get() < before + clients.size() && wrong.isEmpty())) {
          Thread.sleep(2);
        }
      }
      done.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertEquals(Map.of(), wrong);
      assertTrue(asked.get() >= RELOADS, asked + " requests");
      assertTrue(versions.size() > RELOADS / 4, versions.size() + " versions were seen");
      assertEquals(
          "club: now serving version %s, %s".formatted(RELOADS + 1, Trained.CLUB),
          said.get(RELOADS - 1));
    }
  }

  private static void ask(
      URI address,
      AtomicBoolean done,
      AtomicLong asked,
      Map<String, String> wrong,
      Set<String> versions) {
    HttpClient client = HttpClient.newHttpClient();
    String body =
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [25]}, {\"name\": \"weight\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [61.5]}]}";
    while (!done.get()) {
      try {
        HttpResponse<String> reply =
            client.send(
                HttpRequest.newBuilder(address)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        asked.incrementAndGet();
        versions.add(Client.json(reply.body()).path("model_version").asText());
        if (reply.statusCode() != 200 || !reply.body().contains("\"chess\"")) {
          wrong.put(reply.body(), "" + reply.statusCode());
        }
      } catch (Exception e) {
        wrong.put(e.toString(), "no reply");
      }
    }
  }

  @Test
  void aBrokenFileChangesNothing() throws Exception {
    Path file = folder.resolve("club.safetensors");
    put(Trained.CLUB, file);
    List<String> said = new ArrayList<>();
    ServingHandler handler =
        Serving.create().file("club", Trained.GRADUS, file).log(said::add).handler();
    Client client = new Client(handler);
    handler.reload();
    assertEquals(List.of(), said);

    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    handler.reload();
    handler.reload();
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).endsWith("; the model that was read before stays in use"), said.get(0));
    assertEquals(200, client.post("/invocations", "{\"instances\": [[1, 2]]}").status());
    assertTrue(
        Client.text(client.get("/metrics"))
            .contains("gradus_reload_failures_total{model=\"club\"} 1"));

    Files.delete(file);
    handler.reload();
    assertEquals(1, said.size(), "a file that is being replaced is no failure");

    put(Trained.RISK, file);
    handler.reload();
    assertTrue(said.get(1).startsWith("club: now serving version 2, model of risk"), said.get(1));
    assertEquals("[\"2\"]", Client.json(client.get("/v2/models/club")).path("versions").toString());
    assertEquals(404, client.get("/v2/models/club/versions/1").status());
  }

  /** The application replaces the model itself. */
  @Test
  void aSourceMayReturnAnotherModel() {
    List<Model> current = new ArrayList<>(List.of(Trained.CLUB));
    Client client = new Client(Serving.create().model("m", () -> current.get(0)).handler());
    assertEquals("m", Client.json(client.get("/v2/models/m")).path("name").asText());
    current.set(0, Trained.RISK);
    assertEquals("[\"2\"]", Client.json(client.get("/v2/models/m")).path("versions").toString());
  }

  @Test
  void aModelKeepsItsVersionIfTheSourceAlternates() {
    List<Model> current = new ArrayList<>(List.of(Trained.CLUB));
    Client client = new Client(Serving.create().model("m", () -> current.get(0)).handler());
    for (int i = 0; i < 4; i++) {
      current.set(0, Trained.CLUB);
      assertEquals(200, client.get("/v2/models/m/versions/1").status());
      current.set(0, Trained.RISK);
      assertEquals(200, client.get("/v2/models/m/versions/2").status());
      assertEquals(404, client.get("/v2/models/m/versions/1").status());
    }
  }

  /** A file returns its new model only after it was prepared. */
  @Test
  void theModelBeforeAnswersWhileTheNextIsPrepared() {
    AtomicReference<Model> current = new AtomicReference<>(Trained.CLUB);
    Endpoint endpoint = new Endpoint("m", current::get, Thresholds.NONE);
    ModelVersion first = endpoint.current();
    ModelVersion next = endpoint.prepare(Trained.RISK);
    assertSame(first, endpoint.current());
    assertEquals("1", first.number());
    current.set(Trained.RISK);
    assertSame(next, endpoint.current());
    assertEquals("2", next.number());
  }

  /** Between asking the source and comparing, another request may see the next model. */
  @Test
  void aRequestThatSawTheModelBeforeDoesNotBringItBack() {
    AtomicReference<Model> current = new AtomicReference<>(Trained.CLUB);
    AtomicBoolean isSlow = new AtomicBoolean();
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    Endpoint endpoint =
        new Endpoint(
            "m",
            () -> {
              Model seen = current.get();
              if (isSlow.getAndSet(false)) {
                meanwhile.get().run();
              }
              return seen;
            },
            Thresholds.NONE);
    assertEquals("1", endpoint.current().number());
    meanwhile.set(
        () -> {
          current.set(Trained.RISK);
          assertEquals("2", endpoint.current().number());
        });
    isSlow.set(true);
    assertEquals("2", endpoint.current().number());
    assertEquals("2", endpoint.current().number());
  }
}
