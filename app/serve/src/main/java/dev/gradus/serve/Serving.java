package dev.gradus.serve;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is served, and how: models under their names.
 *
 * <pre>{@code
 * HttpHandler handler = Serving.handler(model);                                // for a server of the application
 * ModelServer server = Serving.of("iris", model).start(8080);                  // a server of its own
 * Serving.create().file("iris", gradus, path).file("wine", gradus, other).start(8080);
 * }</pre>
 *
 * <p>Not thread-safe, unlike what it creates.
 */
public final class Serving {

  private static final System.Logger LOG = System.getLogger("dev.gradus.serve");

  private final Map<String, Supplier<Model>> models = new LinkedHashMap<>();
  private final Map<String, ModelFile> files = new LinkedHashMap<>();
  private Limits limits = Limits.DEFAULT;
  private Thresholds thresholds = Thresholds.NONE;
  private Duration reloadEvery = Duration.ofSeconds(1);
  private Consumer<String> log = sentence -> LOG.log(System.Logger.Level.INFO, sentence);

  private Serving() {}

  /** Nothing yet; add models. */
  public static Serving create() {
    return new Serving();
  }

  /** Serves one model. */
  public static Serving of(String name, Model model) {
    return create().model(name, model);
  }

  /** A handler that serves one model under the name {@code model}. */
  public static ServingHandler handler(Model model) {
    return of("model", model).handler();
  }

  /**
   * Adds a model.
   *
   * @param name for addresses; any string that is not empty
   * @throws IllegalArgumentException if there is a model of this name already
   */
  public Serving model(String name, Model model) {
    requireNonNull(model, "model must not be null");
    return model(name, () -> model);
  }

  /**
   * Adds a model that the application replaces.
   *
   * @param source returns the current model, the same one until there is another; called for each
   *     request. As long as it throws an {@link IllegalStateException}, the model is not ready
   * @throws IllegalArgumentException if there is a model of this name already
   */
  public Serving model(String name, Supplier<Model> source) {
    requireNonNull(name, "name must not be null");
    requireNonNull(source, "source must not be null");
    if (name.isEmpty() || models.putIfAbsent(name, source) != null) {
      throw new IllegalArgumentException(
          name.isEmpty()
              ? "the name of a model must not be empty"
              : "there are two models named '%s'; give them different names".formatted(name));
    }
    return this;
  }

  /**
   * Adds the model of a file, which is read now. A server reads it again when it changes; for a
   * handler, call {@link ServingHandler#reload}.
   *
   * @throws GradusException if it is not a model that can be read
   * @throws IllegalArgumentException if there is a model of this name already
   */
  public Serving file(String name, Gradus gradus, Path file) {
    requireNonNull(gradus, "gradus must not be null");
    requireNonNull(file, "file must not be null");
    ModelFile read = new ModelFile(gradus, file);
    model(name, read);
    files.put(name, read);
    return this;
  }

  /** Sets the limits of requests. */
  public Serving limits(Limits most) {
    limits = requireNonNull(most, "most must not be null");
    return this;
  }

  /** Sets the thresholds that decide on classes and labels. */
  public Serving thresholds(Thresholds decisions) {
    thresholds = requireNonNull(decisions, "decisions must not be null");
    return this;
  }

  /** Sets how often a server looks for new files; every second by default, 0 for never. */
  public Serving reloadEvery(Duration interval) {
    requireNonNull(interval, "interval must not be null");
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval must not be negative, but is " + interval);
    }
    reloadEvery = interval;
    return this;
  }

  /** Sets what receives a sentence when a model was replaced, or could not be. */
  public Serving log(Consumer<String> receiver) {
    log = requireNonNull(receiver, "receiver must not be null");
    return this;
  }

  /**
   * A handler for a server of the application. At a path such as {@code /models}, the addresses
   * begin with it.
   *
   * @throws IllegalStateException if there are no models
   * @throws GradusException if a threshold makes no sense for a target
   */
  public ServingHandler handler() {
    if (models.isEmpty()) {
      throw new IllegalStateException("there is no model to serve; add one");
    }
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    models.forEach(
        (name, source) -> {
          Endpoint endpoint = new Endpoint(name, source, thresholds);
          // The first request should not have to wait.
          endpoint.isReady();
          endpoints.put(name, endpoint);
        });
    return new ServingHandler(List.copyOf(endpoints.values()), files, limits, log);
  }

  /**
   * Starts a server on the loopback interface, which only programs on this machine can reach.
   *
   * @param port 0 for any that is free
   * @throws GradusException if the port is in use
   */
  public ModelServer start(int port) {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Starts a server. Anyone who can reach the address can predict; there is no encryption and no
   * password, so put a proxy before it.
   *
   * @throws GradusException if the server cannot listen there
   */
  public ModelServer start(InetSocketAddress address) {
    requireNonNull(address, "address must not be null");
    if (address.isUnresolved()) {
      throw new GradusException(
          Problem.of(
              "there is no host '%s'; give an address of this machine, such as 0.0.0.0 for all"
                  .formatted(address.getHostString())));
    }
    return ModelServer.start(handler(), address, limits, reloadEvery);
  }
}
