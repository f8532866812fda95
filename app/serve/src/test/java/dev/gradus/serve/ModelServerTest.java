package dev.gradus.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.problem.GradusException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server itself: what comes over the wire, its limits, its end. */
@Timeout(60)
class ModelServerTest {

  private static final String ROW = "{\"instances\": [[25, 61.5]]}";
  private static final String CHESS = "{\"predictions\":[\"chess\"]}";

  private final HttpClient client = HttpClient.newHttpClient();

  /** The server of the JDK reads its limits once, so the first one must not be another. */
  @BeforeAll
  static void setLimits() {
    start(Limits.DEFAULT).close();
  }

  private static ModelServer start(Limits limits) {
    return Serving.of("club", Trained.CLUB).limits(limits).start(0);
  }

  private HttpResponse<String> post(URI address, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String exchange(ModelServer server, String request) throws IOException {
    try (Socket socket = connect(server)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Socket connect(ModelServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  @Test
  void itPredictsOverTheWire() throws Exception {
    try (ModelServer server = start(Limits.DEFAULT)) {
      HttpResponse<String> reply = post(server.address().resolve("invocations"), ROW);
      assertEquals(CHESS, reply.body());
      assertEquals(200, reply.statusCode());
      assertEquals("application/json", reply.headers().firstValue("Content-Type").orElseThrow());
      assertEquals(1, server.requests());
    }
  }

  @Test
  void onlyThisMachineReachesItUnlessItIsTold() {
    try (ModelServer server = start(Limits.DEFAULT)) {
      assertTrue(List.of("127.0.0.1", "[::1]").contains(server.address().getHost()));
    }
    try (ModelServer server =
        Serving.of("club", Trained.CLUB).start(new InetSocketAddress("0.0.0.0", 0))) {
      assertEquals("localhost", server.address().getHost());
    }
  }

  @Test
  void headHasNoBodyAndTheConnectionGoesOn() throws Exception {
    try (ModelServer server = start(Limits.DEFAULT)) {
      String both =
          exchange(
              server,
              "HEAD /v2 HTTP/1.1\r\nHost: x\r\n\r\nGET /v2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertEquals(2, both.split("HTTP/1.1 200 OK", -1).length - 1, both);
      assertEquals(1, both.split("\"extensions\"", -1).length - 1, both);
    }
  }

  @Test
  void aPortInUseIsNamed() {
    try (ModelServer server = start(Limits.DEFAULT)) {
      int port = server.address().getPort();
      GradusException refused =
          assertThrows(GradusException.class, () -> Serving.of("club", Trained.CLUB).start(port));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("is another program using the port?"),
          refused.getMessage());
    }
  }

  /**
   * Before it is read, if the client says how long it is, and otherwise as soon as it is too long.
   */
  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    try (ModelServer server = start(Limits.DEFAULT.withBodyBytes(100))) {
      String said =
          exchange(server, "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n");
      assertTrue(said.startsWith("HTTP/1.1 413"), said);
      assertTrue(said.contains("the body has more than 100 bytes; send the rows in parts"), said);
      String chunked =
          exchange(
              server,
              "POST /invocations HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n"
                  + " ".repeat(101)
                  + "\r\n0\r\n\r\n");
      assertTrue(chunked.startsWith("HTTP/1.1 413"), chunked);
      String endless =
          exchange(
              server,
              "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775807\r\n\r\n");
      assertTrue(endless.startsWith("HTTP/1.1 4"), endless);
      assertEquals(200, post(server.address().resolve("invocations"), ROW).statusCode());
    }
  }

  @Test
  void headersThatAreTooLargeAreRefused() throws Exception {
    try (ModelServer server = start(new Limits(1 << 20, 10, 1_000, Duration.ofSeconds(30)))) {
      String many =
          exchange(
              server, "GET /v2 HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(1_000) + "\r\n\r\n");
      assertTrue(many.startsWith("HTTP/1.1 431"), many);
      String address =
          exchange(server, "GET /v2?" + "x".repeat(1_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(address.startsWith("HTTP/1.1 431"), address);
    }
  }

  @Test
  void whatIsNotHttpIsRefused() throws Exception {
    try (ModelServer server = start(Limits.DEFAULT)) {
      for (String request :
          List.of("hello\r\n\r\n", "GET http://[ HTTP/1.1\r\n\r\n", "GET /%zz HTTP/1.1\r\n\r\n")) {
        String reply = exchange(server, request);
        assertTrue(reply.isEmpty() || reply.startsWith("HTTP/1.1 4"), reply);
        assertFalse(reply.contains("\tat "), reply);
      }
      assertEquals(200, post(server.address().resolve("invocations"), ROW).statusCode());
    }
  }

  /** More slow clients than processors: neither they nor others wait for each other. */
  @Test
  void slowClientsAreCutOffAndHoldUpNobody() throws Exception {
    try (ModelServer server = start(Limits.DEFAULT)) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Socket socket = connect(server);
        slow.add(socket);
        String part =
            i % 2 == 0
                ? "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"
                : "POST /invocations HTTP/1.1\r\nHo";
        socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
      }
      long start = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertEquals(CHESS, post(server.address().resolve("invocations"), ROW).body());
      }
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20), "answered meanwhile");
      for (Socket socket : slow) {
        // The tests set a limit of two seconds; the server looks every second.
        try (socket) {
          assertCutOff(socket);
        }
      }
    }
  }

  private static void assertCutOff(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      assertEquals(-1, in.read());
    } catch (SocketException e) {
      // The connection was reset.
      assertFalse(String.valueOf(e.getMessage()).contains("timed out"), e.getMessage());
    }
  }

  /** More clients than processors, with answers that no buffer between the two programs holds. */
  @Test
  void clientsThatNeverReadTheirAnswersHoldUpNobody() throws Exception {
    ServingHandler handler = Serving.of("club", Trained.WORDY).handler();
    int count = 2 * Runtime.getRuntime().availableProcessors() + 2;
    String rows = "age,weight\n" + "25,61.5\n".repeat(2_000);
    List<Socket> deaf = new ArrayList<>();
    try (ModelServer server = start(handler)) {
      for (int i = 0; i < count; i++) {
        Socket socket = new Socket();
        deaf.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().getPort()));
        socket.getOutputStream().write(csv(rows).getBytes(StandardCharsets.US_ASCII));
      }
      while (server.requests() < count) {
        Thread.sleep(10);
      }
      for (int i = 0; i < 20; i++) {
        assertEquals(200, post(server.address().resolve("invocations"), ROW).statusCode());
      }
      assertTrue(handler.isRunning(), "the answers are still being sent");
      for (Socket socket : deaf) {
        socket.close();
      }
    }
  }

  private static String csv(String rows) {
    return "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: %s\r\n\r\n%s"
        .formatted(rows.length(), rows);
  }

  private static ModelServer start(ServingHandler handler) {
    return ModelServer.start(
        handler,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Limits.DEFAULT,
        Duration.ZERO);
  }

  private static ServingHandler handler(Model model, BodyMemory memory, Turns explaining) {
    Endpoint endpoint = new Endpoint("club", () -> model, Thresholds.NONE);
    return new ServingHandler(
        List.of(endpoint), Map.of(), Limits.DEFAULT, said -> {}, memory, explaining);
  }

  @Test
  void largeBodiesWaitForMemoryAndSmallOnesDoNot() throws Exception {
    BodyMemory memory = new BodyMemory(100_000);
    ServingHandler handler = handler(Trained.CLUB, memory, Turns.of(Limits.DEFAULT));
    String large = "{\"instances\": [[25, 61.5]]" + " ".repeat(90_000) + "}";
    try (ModelServer server = start(handler)) {
      URI address = server.address().resolve("invocations");
      try (BodyMemory.Share other = memory.share()) {
        other.read(new ByteArrayInputStream(new byte[70_000]), 70_000);
        String larger = "{\"instances\": [[25, 61.5]]" + " ".repeat(4_000_000) + "}";
        HttpResponse<String> refused = post(address, larger);
        assertEquals(503, refused.statusCode());
        assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
        assertTrue(
            refused.body().contains("send the request again later, or in smaller parts"),
            refused.body());
        assertEquals(CHESS, post(address, ROW).body());
        Reply expanded =
            handler.answer(
                new Request(
                    "POST",
                    "/invocations",
                    Map.of("Content-Encoding", "gzip"),
                    MalformedRequestsTest.gzip(large.getBytes(StandardCharsets.UTF_8))));
        assertEquals(503, expanded.status());
      }
      assertEquals(CHESS, post(address, large).body());
      String metrics = Client.text(new Client(handler).get("/metrics"));
      assertTrue(
          metrics.contains("gradus_requests_total{route=\"refused\",status=\"503\"} 1\n"), metrics);
    }
    assertEquals(100_000, memory.free());
  }

  @Test
  void anAnswerTakesMemoryUntilItIsRead() {
    BodyMemory memory = new BodyMemory(1_000_000);
    Client client = new Client(handler(Trained.WORDY, memory, Turns.of(Limits.DEFAULT)));
    Map<String, String> csv = Map.of("Content-Type", "text/csv");
    String header = "age,weight\n";
    assertEquals(200, client.post("/invocations", header + "25,61.5\n".repeat(100), csv).status());
    Reply refused = client.post("/invocations", header + "25,61.5\n".repeat(400), csv);
    assertEquals(503, refused.status());
    assertEquals(1_000_000, memory.free());
  }

  /** 250 at once, while another one does not end. */
  @Test
  void predictionsDoNotWaitForExplanations() throws Exception {
    Turns turns = new Turns(1, 50, Duration.ofMinutes(1));
    ServingHandler handler = handler(Trained.CLUB, BodyMemory.of(Limits.DEFAULT), turns);
    String body = "{\"row\": {\"age\": 25, \"weight\": 61.5}}";
    String request =
        "POST /attributions HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\n%s"
            .formatted(body.length(), body);
    List<Socket> asking = new ArrayList<>();
    try (ModelServer server = start(handler)) {
      URI address = server.address().resolve("invocations");
      turns.take(
          () -> {
            try {
              for (int i = 0; i < 250; i++) {
                Socket socket = connect(server);
                asking.add(socket);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                // 49 wait; the one that does not end has a place, too.
                while (server.requests() < asking.size() - 49) {
                  Thread.sleep(1);
                }
              }
              for (int i = 0; i < 20; i++) {
                assertEquals(CHESS, post(address, ROW).body());
              }
              assertTrue(handler.isRunning(), "explanations still wait");
              return handler;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      int refused = 0;
      for (Socket socket : asking) {
        try (socket) {
          String status = reply(socket);
          assertTrue(status.contains(" 200 ") || status.contains(" 503 "), status);
          refused += status.contains(" 503 ") ? 1 : 0;
        }
      }
      assertEquals(250 - 49, refused);
    }
  }

  @Test
  void anExplanationWaitsForItsTurnForALimitedTime() {
    Turns turns = new Turns(1, 50, Duration.ofMillis(20));
    Client client = new Client(handler(Trained.CLUB, BodyMemory.of(Limits.DEFAULT), turns));
    String body = "{\"row\": {\"age\": 25, \"weight\": 61.5}}";
    Reply refused = turns.take(() -> client.post("/attributions", body));
    assertEquals(503, refused.status());
    assertEquals("1", refused.headers().get("Retry-After"));
    assertEquals(
        "the server explains as many predictions as it can at a time; ask again later",
        Client.error(refused));
    assertEquals(200, client.post("/attributions", body).status());
  }

  /** A model that is asked for waits until the server has begun to stop. */
  @Test
  void requestsThatHaveBegunAreAnswered() throws Exception {
    CountDownLatch asked = new CountDownLatch(8);
    CountDownLatch go = new CountDownLatch(1);
    Supplier<Model> late = late(asked, go);
    ModelServer server = Serving.create().model("club", late).start(0);
    URI address = server.address().resolve("invocations");
    List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      replies.add(
          client.sendAsync(
              HttpRequest.newBuilder(address)
                  .POST(HttpRequest.BodyPublishers.ofString(ROW))
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    assertTrue(asked.await(30, TimeUnit.SECONDS));
    CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
    Thread.sleep(300);
    assertFalse(closed.isDone(), "it waits for its requests");
    assertThrows(IOException.class, () -> post(address, ROW), "no new ones are taken");
    go.countDown();
    for (CompletableFuture<HttpResponse<String>> reply : replies) {
      assertEquals(CHESS, reply.get(30, TimeUnit.SECONDS).body());
      assertEquals("close", reply.get().headers().firstValue("Connection").orElse("close"));
    }
    closed.get(30, TimeUnit.SECONDS);
  }

  /** A model that waits, unless the test itself asks. */
  private static Supplier<Model> late(CountDownLatch asked, CountDownLatch go) {
    Thread test = Thread.currentThread();
    return () -> {
      if (Thread.currentThread() != test) {
        asked.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return Trained.CLUB;
    };
  }

  /** Before Java 24 there are 200 threads. */
  @Test
  void moreRequestsThanThreadsAreAnswered() throws Exception {
    CountDownLatch asked = new CountDownLatch(200);
    CountDownLatch go = new CountDownLatch(1);
    String request =
        "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\n%s"
            .formatted(ROW.length(), ROW);
    List<Socket> asking = new ArrayList<>();
    try (ModelServer server = Serving.create().model("club", late(asked, go)).start(0)) {
      for (int i = 0; i < 250; i++) {
        Socket socket = connect(server);
        asking.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      }
      assertTrue(asked.await(30, TimeUnit.SECONDS));
      go.countDown();
      for (Socket socket : asking) {
        assertTrue(reply(socket).endsWith(CHESS));
      }
      // All connections are idle, and each takes another request.
      for (Socket socket : asking) {
        try (socket) {
          socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
          assertTrue(reply(socket).endsWith(CHESS));
        }
      }
    }
  }

  /** Reads a reply of JSON to its end. */
  private static String reply(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder reply = new StringBuilder();
    for (int c = in.read(); c >= 0; c = c == '}' ? -1 : in.read()) {
      reply.append((char) c);
    }
    return reply.toString();
  }

  /** Also if it is closed at the moment in which its last reply arrives. */
  @Test
  void anIdleServerStopsAtOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      ModelServer server = start(Limits.DEFAULT);
      exchange(server, "HEAD /v2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      long start = System.nanoTime();
      server.close();
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
    }
  }

  @Test
  void theHandlerFitsIntoAServerOfTheApplication() throws Exception {
    HttpServer own =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    own.createContext("/ml", Serving.handler(Trained.CLUB));
    own.start();
    try {
      URI at = URI.create("http://127.0.0.1:" + own.getAddress().getPort());
      assertEquals(CHESS, post(at.resolve("/ml/invocations"), ROW).body());
      HttpResponse<String> start =
          client.send(
              HttpRequest.newBuilder(at.resolve("/ml")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals("ml/", start.headers().firstValue("Location").orElseThrow());
      assertEquals(
          200,
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build()
              .send(
                  HttpRequest.newBuilder(at.resolve("/ml")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode());
    } finally {
      own.stop(0);
    }
  }
}
