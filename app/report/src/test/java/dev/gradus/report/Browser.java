package dev.gradus.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A Chromium without a window, told what to do over its DevTools protocol, with all that it
 * complains of.
 */
public final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SHIFT = 8;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  private static Optional<Browser> shared = Optional.empty();

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Boolean> loaded = new CompletableFuture<>();

  /** Where a Chromium is: the system property {@code gradus.browser}, or the path. */
  public static Optional<String> find() {
    return Optional.ofNullable(System.getProperty("gradus.browser"))
        .or(
            () ->
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst());
  }

  /** One for all tests of this process, which ends with it: each start takes seconds. */
  public static synchronized Browser shared() throws IOException, InterruptedException {
    if (shared.isEmpty()) {
      Browser started = new Browser(find().orElseThrow());
      Runtime.getRuntime().addShutdownHook(new Thread(started::end));
      shared = Optional.of(started);
    }
    return shared.orElseThrow();
  }

  private void end() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it. */
  public Browser(String program) throws IOException, InterruptedException {
    profile = Files.createTempDirectory("gradus-browser");
    process =
        new ProcessBuilder(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    HttpClient client = HttpClient.newHttpClient();
    URI pages = URI.create("http://127.0.0.1:" + port() + "/json");
    JsonNode targets =
        JSON.readTree(
            client
                .send(HttpRequest.newBuilder(pages).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    String address = "";
    for (JsonNode target : targets) {
      if (target.path("url").asText().equals("about:blank")) {
        address = target.path("webSocketDebuggerUrl").asText();
      }
    }
    socket = client.newWebSocketBuilder().buildAsync(URI.create(address), new Ears()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** The browser writes its port into a file when it listens. */
  private String port() throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file) || Files.readAllLines(file).isEmpty()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new IOException("the browser does not start");
      }
      Thread.sleep(50);
    }
    return Files.readAllLines(file).get(0);
  }

  /** Sets the size of the window in CSS pixels, and whether the system is dark. */
  public void look(int width, int height, boolean dark) {
    look(width, height, dark, 1);
  }

  /** Sets also how many pixels the screen has along each side of a CSS pixel. */
  public void look(int width, int height, boolean dark, int ratio) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width, "height", height, "deviceScaleFactor", ratio, "mobile", width < 500));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Opens a page, and waits until its scripts have run. */
  void open(Path page) {
    open(page.toUri());
  }

  /** Opens a page of a server. */
  public void open(URI page) {
    complaints.clear();
    requests.clear();
    loaded = new CompletableFuture<>();
    call("Page.navigate", Map.of("url", page.toString()));
    loaded.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))");
  }

  /** The value of an expression in the page, a promise of it included. */
  public JsonNode evaluate(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /**
   * Presses and releases a key.
   *
   * @param key its name, such as {@code Tab} or {@code Enter}
   * @param code its number on a keyboard of the PC
   * @param text what it types; empty for nothing
   * @param shift whether the shift key is held
   */
  public void press(String key, int code, String text, boolean shift) {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type", type,
              "key", key,
              "windowsVirtualKeyCode", code,
              "text", type.equals("keyDown") ? text : "",
              "modifiers", shift ? SHIFT : 0));
    }
  }

  /** A picture of the whole page, as PNG. */
  public byte[] screenshot() throws IOException {
    return call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
        .path("data")
        .binaryValue();
  }

  /** The page on paper, as PDF. */
  byte[] print() throws IOException {
    return call("Page.printToPDF", Map.of("printBackground", true)).path("data").binaryValue();
  }

  /** What went wrong since the page was opened: exceptions, errors, violations of its policy. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What the page has asked for since it was opened, itself included. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode call(String method, Map<String, Object> parameters) {
    int id = next.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode();
    message.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode full = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (full.has("error")) {
      throw new IllegalStateException(method + ": " + full.path("error"));
    }
    return full.path("result");
  }

  private void heard(JsonNode message) {
    if (message.has("id")) {
      Optional.ofNullable(answers.remove(message.path("id").asInt()))
          .ifPresent(answer -> answer.complete(message));
      return;
    }
    JsonNode event = message.path("params");
    switch (message.path("method").asText()) {
      case "Page.loadEventFired" -> loaded.complete(true);
      case "Runtime.exceptionThrown" -> complaints.add(event.path("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (List.of("error", "warning").contains(event.path("entry").path("level").asText())) {
          complaints.add(event.path("entry").toString());
        }
      }
      case "Runtime.consoleAPICalled" -> complaints.add(event.toString());
      case "Network.requestWillBeSent" -> requests.add(event.path("request").path("url").asText());
      default -> {
        // Nothing that a page could be blamed for.
      }
    }
  }

  /** Puts the parts of messages together. */
  private final class Ears implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          heard(JSON.readTree(text.toString()));
        } catch (IOException e) {
          complaints.add(e.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle each : all) {
      try {
        each.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        each.destroyForcibly();
      }
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
