package dev.gradus.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.gradus.engine.json.Json;
import dev.gradus.engine.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Answers requests about models. It is a handler for the server of the JDK; other servers pass it a
 * {@link Request} and send the {@link Reply}:
 *
 * <pre>{@code
 * Reply reply = handler.answer(new Request("POST", "/v2/models/iris/infer", headers, body));
 * }</pre>
 *
 * <p>Obtain it from {@link Serving}. It can be shared by any number of threads, holds no thread of
 * its own, and need not be closed.
 */
public final class ServingHandler implements HttpHandler {

  private static final System.Logger LOG = System.getLogger("dev.gradus.serve");

  private static final ThreadLocal<Boolean> ANSWERING = ThreadLocal.withInitial(() -> false);

  private static final int FAILED = 500;
  private static final int NO_BODY = -1;
  private static final int SKIPPED_AT_ONCE = 8 << 10;

  private static final String GET = "GET";
  private static final String POST = "POST";

  private final List<Endpoint> endpoints;
  private final Map<String, ModelFile> files;
  private final Limits limits;
  private final Consumer<String> log;
  private final Metrics metrics = new Metrics();
  private final AtomicInteger running = new AtomicInteger();
  private final Semaphore predicting;
  private final BodyMemory memory;
  private final Turns explaining;
  private volatile boolean ending;

  /**
   * Answers requests about models.
   *
   * @param endpoints at least one, with different names
   * @param files the files of those that were read from one, by their names
   * @param log receives what happens to the files, as sentences
   */
  ServingHandler(
      List<Endpoint> endpoints, Map<String, ModelFile> files, Limits limits, Consumer<String> log) {
    this(endpoints, files, limits, log, BodyMemory.of(limits), Turns.of(limits));
  }

  /**
   * Answers requests about models.
   *
   * @param memory for the bodies of all requests together
   * @param explaining the turns of explanations
   */
  ServingHandler(
      List<Endpoint> endpoints,
      Map<String, ModelFile> files,
      Limits limits,
      Consumer<String> log,
      BodyMemory memory,
      Turns explaining) {
    this.endpoints = List.copyOf(endpoints);
    this.files = Map.copyOf(files);
    this.limits = limits;
    this.log = log;
    // Predictions only compute; more at once would take longer each, and more memory.
    int processors = Runtime.getRuntime().availableProcessors();
    this.predicting = new Semaphore(2 * processors, true);
    this.memory = memory;
    this.explaining = explaining;
  }

  /**
   * Whether the current thread answers a request. What it warns of is in the reply, so a consumer
   * of warnings may ignore it.
   */
  public static boolean isAnswering() {
    return ANSWERING.get();
  }

  /**
   * Reads the files of models that have changed. Requests that are being answered finish with the
   * model that they began with. If a new file cannot be read, the model before it stays.
   */
  public synchronized void reload() {
    for (Endpoint endpoint : endpoints) {
      ModelFile file = files.get(endpoint.name());
      if (file != null) {
        Optional<ModelVersion> before = endpoint.latest();
        file.look(endpoint::prepare)
            .ifPresent(failure -> log.accept("%s: %s".formatted(endpoint.name(), failure)));
        ModelVersion now = endpoint.current();
        if (before.isEmpty() || before.get() != now) {
          log.accept(
              "%s: now serving version %s, %s"
                  .formatted(endpoint.name(), now.number(), now.model()));
        }
      }
    }
  }

  /** The number of requests that were answered, including those that were refused. */
  public long requests() {
    return metrics.requests();
  }

  /** The names of the models. */
  public List<String> models() {
    return endpoints.stream().map(Endpoint::name).toList();
  }

  /** Says from now on that it is not ready, and closes connections after their next reply. */
  void end() {
    ending = true;
  }

  /** Whether a request is being answered. */
  boolean isRunning() {
    return running.get() > 0;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    running.incrementAndGet();
    try (exchange;
        BodyMemory.Share share = memory.share()) {
      send(exchange, answered(exchange, share));
    } finally {
      running.decrementAndGet();
    }
  }

  private Reply answered(HttpExchange exchange, BodyMemory.Share share) throws IOException {
    try {
      checkHeaders(exchange);
      Request request = request(exchange, body(exchange, share));
      if (request.path().isEmpty()) {
        // The links of the page are relative to a folder.
        String prefix = exchange.getHttpContext().getPath();
        return Reply.redirect(prefix.substring(prefix.lastIndexOf('/') + 1) + "/");
      }
      return answer(request, share);
    } catch (RefusedException e) {
      return refused(e, exchange, share);
    } catch (OutOfMemoryError e) {
      // The body is small beside the heap, but others may have filled it.
      return refused(BodyMemory.spent(), exchange, share);
    }
  }

  private Reply refused(RefusedException reason, HttpExchange exchange, BodyMemory.Share share)
      throws IOException {
    Reply reply = reason.reply();
    metrics.count("", "refused", reply.status());
    share.close();
    if (reply.status() == RefusedException.UNAVAILABLE) {
      // A client that sends everything before it reads would else see a connection that breaks.
      skip(exchange.getRequestBody(), limits.bodyBytes());
    }
    // What is left of the request is not read.
    return reply.with("Connection", "close");
  }

  /** Reads at most that many bytes, and forgets them. */
  private static void skip(InputStream in, int most) throws IOException {
    byte[] piece = new byte[Math.min(most, SKIPPED_AT_ONCE)];
    int left = most;
    int read = 0;
    while (read >= 0 && left > 0) {
      read = in.read(piece, 0, Math.min(left, piece.length));
      left -= Math.max(0, read);
    }
  }

  private void checkHeaders(HttpExchange exchange) {
    long size = exchange.getRequestURI().toString().length();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      size += header.getKey().length();
      size += header.getValue().stream().mapToLong(String::length).sum();
    }
    if (size > limits.headerBytes()) {
      throw new RefusedException(
          RefusedException.HEADERS_TOO_LARGE,
          "the address and the headers have more than %s bytes".formatted(limits.headerBytes()));
    }
  }

  private byte[] body(HttpExchange exchange, BodyMemory.Share share) throws IOException {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    boolean tooLong = length != null && length.length() > 18;
    if (tooLong || (length != null && Long.parseLong(length.strip()) > limits.bodyBytes())) {
      throw RefusedException.tooLarge(limits.bodyBytes());
    }
    return share.read(exchange.getRequestBody(), limits.bodyBytes());
  }

  private static Request request(HttpExchange exchange, byte[] body) {
    String prefix = exchange.getHttpContext().getPath();
    String path = String.valueOf(exchange.getRequestURI().getRawPath());
    String rest = path.substring(Math.min(path.length(), prefix.length()));
    boolean slash = prefix.endsWith("/");
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : List.of("Content-Type", "Content-Encoding", "Accept")) {
      List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
      headers.put(name, String.join(", ", values));
    }
    return new Request(exchange.getRequestMethod(), slash ? "/" + rest : rest, headers, body);
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    reply.headers().forEach(headers::set);
    if (ending) {
      headers.set("Connection", "close");
    }
    boolean bodiless = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), bodiless ? NO_BODY : reply.body().length);
    if (!bodiless) {
      exchange.getResponseBody().write(reply.body());
      // Closing the exchange first waits for the rest of the request, which may never come.
      exchange.getResponseBody().flush();
    }
  }

  /** What a request is about, for the metrics. */
  private static final class Subject {
    private String model = "";
    private String route = "other";
  }

  /**
   * Answers a request.
   *
   * @return with a status from 400 to 499 and a sentence if the request is wrong, with 503 if the
   *     model is not ready or too much is asked at once; never null
   */
  public Reply answer(Request request) {
    try (BodyMemory.Share share = memory.share()) {
      return answer(request, share);
    }
  }

  /** Leaves in the share what the reply takes. */
  private Reply answer(Request request, BodyMemory.Share share) {
    Subject subject = new Subject();
    Reply reply;
    ANSWERING.set(true);
    try {
      if (request.body().length > limits.bodyBytes()) {
        throw RefusedException.tooLarge(limits.bodyBytes());
      }
      reply = route(request.decoded(limits.bodyBytes(), share), subject);
      share.holdOnly(reply.body().length);
    } catch (RefusedException e) {
      reply = e.reply();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a request could not be answered", e);
      reply = Reply.error(FAILED, "the server failed to answer; its log says why");
    } finally {
      ANSWERING.remove();
    }
    metrics.count(subject.model, subject.route, reply.status());
    return reply;
  }

  private Reply route(Request request, Subject subject) {
    if (!request.path().startsWith("/")) {
      throw nothing();
    }
    List<String> path = Paths.segments(request.path());
    String first = path.get(0);
    if (path.size() == 1) {
      Optional<Reply> reply = top(first, request, subject);
      if (reply.isPresent()) {
        return reply.get();
      }
    }
    if (first.equals("v2") && path.size() > 1) {
      return protocol(path.subList(1, path.size()), request, subject);
    }
    if (first.equals("models") && path.size() == 2) {
      subject.route = "page";
      allow(request, GET);
      Endpoint endpoint = endpoint(path.get(1), subject);
      return Reply.page(ModelPage.of(endpoint.name(), endpoint.current()));
    }
    if (first.equals("models") && path.size() == 3 && path.get(2).equals("invocations")) {
      return invocations(endpoint(path.get(1), subject), request, subject);
    }
    if (first.equals("models") && path.size() == 3 && path.get(2).equals("attributions")) {
      return attributions(endpoint(path.get(1), subject), request, subject);
    }
    throw nothing();
  }

  private static RefusedException nothing() {
    return new RefusedException(
        RefusedException.NOT_FOUND,
        "there is nothing at this address; /openapi.json lists those that there are");
  }

  /** The addresses of one segment. */
  private Optional<Reply> top(String name, Request request, Subject subject) {
    switch (name) {
      case "", "page.css", "page.js" -> {
        subject.route = "page";
        allow(request, GET);
        return Optional.of(
            name.isEmpty()
                ? start()
                : name.equals("page.css")
                    ? Reply.text("text/css", ModelPage.STYLE)
                    : Reply.text("text/javascript", ModelPage.SCRIPT));
      }
      case "ping", "health" -> {
        subject.route = "ready";
        allow(request, GET);
        return Optional.of(Reply.text("text/plain", "\n").withStatus(readyStatus()));
      }
      case "version" -> {
        subject.route = "metadata";
        allow(request, GET);
        return Optional.of(Reply.text("text/plain", Version.current()));
      }
      case "metrics" -> {
        subject.route = "metrics";
        allow(request, GET);
        Map<String, Long> failures = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
          ModelFile file = files.get(endpoint.name());
          failures.put(endpoint.name(), file == null ? 0 : file.failures());
        }
        return Optional.of(Reply.text(Metrics.TYPE, metrics.text(endpoints, failures)));
      }
      case "openapi.json" -> {
        subject.route = "openapi";
        allow(request, GET);
        readyStatus();
        return Optional.of(Reply.json(OpenApi.of(endpoints)));
      }
      case "v2" -> {
        subject.route = "metadata";
        allow(request, GET);
        return Optional.of(Reply.json(OpenInference.server()));
      }
      case "invocations" -> {
        return Optional.of(invocations(only(name, subject), request, subject));
      }
      case "attributions" -> {
        return Optional.of(attributions(only(name, subject), request, subject));
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private Reply start() {
    readyStatus();
    return endpoints.size() == 1
        ? Reply.redirect("models/" + Paths.encoded(endpoints.get(0).name()))
        : Reply.page(ModelPage.list(endpoints));
  }

  private Endpoint only(String address, Subject subject) {
    if (endpoints.size() > 1) {
      throw new RefusedException(
          RefusedException.NOT_FOUND,
          "there are several models; use /models/NAME/%s with one of %s"
              .formatted(address, String.join(", ", models())));
    }
    subject.model = endpoints.get(0).name();
    return endpoints.get(0);
  }

  private int readyStatus() {
    long ready = endpoints.stream().filter(Endpoint::isReady).count();
    return ready == endpoints.size() && !ending ? 200 : RefusedException.UNAVAILABLE;
  }

  /** The addresses of the Open Inference Protocol, without the {@code /v2} before them. */
  private Reply protocol(List<String> path, Request request, Subject subject) {
    if (path.equals(List.of("health", "live"))) {
      subject.route = "live";
      allow(request, GET);
      return Reply.json(Map.of("live", true));
    }
    if (path.equals(List.of("health", "ready"))) {
      subject.route = "ready";
      allow(request, GET);
      int status = readyStatus();
      return Reply.json(Map.of("ready", status == 200)).withStatus(status);
    }
    if (path.equals(List.of("models"))) {
      subject.route = "metadata";
      allow(request, GET);
      return Reply.json(Map.of("models", models()));
    }
    if (!path.get(0).equals("models") || path.size() == 1) {
      throw nothing();
    }
    return aboutModel(
        endpoint(path.get(1), subject), path.subList(2, path.size()), request, subject);
  }

  private Reply aboutModel(Endpoint endpoint, List<String> path, Request request, Subject subject) {
    List<String> rest = path;
    ModelVersion version = endpoint.current();
    if (path.size() >= 2 && path.get(0).equals("versions")) {
      if (!path.get(1).equals(version.number())) {
        throw new RefusedException(
            RefusedException.NOT_FOUND,
            "version %s of '%s' is not served; the current one is %s"
                .formatted(JsonBody.shortened(path.get(1)), endpoint.name(), version.number()));
      }
      rest = path.subList(2, path.size());
    }
    if (rest.isEmpty()) {
      subject.route = "metadata";
      allow(request, GET);
      return Reply.json(OpenInference.model(endpoint.name(), version));
    }
    if (rest.equals(List.of("ready"))) {
      subject.route = "ready";
      allow(request, GET);
      return Reply.json(Map.of("name", endpoint.name(), "ready", true));
    }
    if (rest.equals(List.of("infer"))) {
      subject.route = "infer";
      allow(request, POST);
      request.requireJson();
      return measured(
          endpoint, () -> OpenInference.infer(endpoint.name(), version, request.body(), limits));
    }
    throw nothing();
  }

  private Reply invocations(Endpoint endpoint, Request request, Subject subject) {
    subject.route = "invocations";
    allow(request, POST);
    ModelVersion version = endpoint.current();
    return measured(endpoint, () -> Invocations.answer(request, version, limits));
  }

  /** An attribution takes as long as hundreds of predictions, which must not wait for it. */
  private Reply attributions(Endpoint endpoint, Request request, Subject subject) {
    subject.route = "attributions";
    allow(request, POST);
    ModelVersion version = endpoint.current();
    return explaining.take(() -> Explanations.answer(request, version));
  }

  /** A prediction. */
  private interface Work {
    Answer get();
  }

  private Reply measured(Endpoint endpoint, Work work) {
    long start = System.nanoTime();
    predicting.acquireUninterruptibly();
    try {
      Answer answer = work.get();
      metrics.predicted(endpoint.name(), answer.rows(), System.nanoTime() - start);
      return answer.reply();
    } finally {
      predicting.release();
    }
  }

  private Endpoint endpoint(String name, Subject subject) {
    Endpoint found =
        endpoints.stream()
            .filter(endpoint -> endpoint.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedException(
                        RefusedException.NOT_FOUND,
                        "there is no model '%s'; the models are %s"
                            .formatted(JsonBody.shortened(name), String.join(", ", models()))));
    subject.model = found.name();
    return found;
  }

  private static void allow(Request request, String method) {
    String given = request.method().toUpperCase(Locale.ROOT);
    boolean allowed = given.equals(method) || (given.equals("HEAD") && method.equals(GET));
    if (!allowed) {
      throw RefusedException.method(request.method(), method);
    }
  }

  @Override
  public String toString() {
    return "serving " + Json.line(models());
  }
}
