package dev.gradus.spring;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.springframework.core.io.Resource;

/**
 * The model that an application predicts with. It can be replaced at any time, by a model in memory
 * or by the current content of its file. Requests that are already running finish with the model
 * that they started with.
 *
 * <p>This class is thread-safe.
 */
public final class ServedModel implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.gradus.spring");

  private static final long SECONDS_TO_END = 5;

  private final Gradus gradus;
  private final Optional<Resource> resource;
  private final LongAdder predictions = new LongAdder();
  private final LongAdder nanoseconds = new LongAdder();
  private final LongAdder replacements = new LongAdder();
  private volatile Optional<Current> current = Optional.empty();
  private volatile Optional<String> failure = Optional.empty();
  private volatile String seen = "";
  private volatile Optional<ScheduledExecutorService> clock = Optional.empty();

  /**
   * A model and its origin.
   *
   * @param origin the file, or {@code the application}
   * @param since when it became the current model
   */
  public record Current(Model model, Predictor predictor, String origin, Instant since) {}

  /**
   * Serves no model yet.
   *
   * @param file the file that {@link #reload} reads; empty if there is none
   */
  public ServedModel(Gradus gradus, Optional<Resource> file) {
    this.gradus = gradus;
    resource = file;
  }

  /** Checks the file regularly, in a separate thread, until this object is closed. */
  @SuppressWarnings("FutureReturnValueIgnored") // The task handles its failures itself.
  void watch(Duration every) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(ServedModel::watcher);
    executor.scheduleWithFixedDelay(
        this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    clock = Optional.of(executor);
  }

  private static Thread watcher(Runnable work) {
    Thread thread = new Thread(work, "gradus-model-reload");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Predicts with the current model.
   *
   * <pre>{@code
   * Prediction prediction = served.predict(predictor -> predictor.predict(request));
   * }</pre>
   *
   * @param question receives the predictor of one model; it may predict any number of rows
   * @throws IllegalStateException if there is no model yet
   * @throws GradusException what the predictor throws
   */
  public <T> T predict(Function<Predictor, T> question) {
    Predictor predictor = currentOrRefuse().predictor();
    long start = System.nanoTime();
    T answer = question.apply(predictor);
    nanoseconds.add(System.nanoTime() - start);
    predictions.increment();
    return answer;
  }

  /**
   * The current model.
   *
   * @throws IllegalStateException if there is none yet
   */
  public Model model() {
    return currentOrRefuse().model();
  }

  private Current currentOrRefuse() {
    return current.orElseThrow(
        () ->
            new IllegalStateException(
                "there is no model to predict with yet; set gradus.model to a model file, or give one to ServedModel.serve"));
  }

  /** Serves another model from now on. */
  public void serve(Model model) {
    take(Objects.requireNonNull(model, "model must not be null"), "the application");
  }

  /**
   * Serves the model that is now in the file of {@code gradus.model}. If it cannot be read, the
   * current model stays.
   *
   * @throws GradusException if the file is not a model that can be read
   * @throws IllegalStateException if no file was set, or it is a resource that cannot be opened
   */
  public synchronized void reload() {
    Resource file =
        resource.orElseThrow(
            () ->
                new IllegalStateException(
                    "there is no file to read the model from; set gradus.model"));
    seen = stateOf(file);
    try {
      take(modelIn(file), file.getDescription());
    } catch (IOException e) {
      throw failed(
          new IllegalStateException(
              "the model cannot be read from %s: %s"
                  .formatted(file.getDescription(), e.getMessage()),
              e));
    } catch (GradusException e) {
      throw failed(e);
    }
  }

  /** Reads a file by its path, so that messages name it. */
  private Model modelIn(Resource file) throws IOException {
    if (file.isFile()) {
      return gradus.load(file.getFile().toPath());
    }
    try (InputStream in = file.getInputStream()) {
      return gradus.load(in);
    }
  }

  private <E extends Throwable> E failed(E problem) {
    failure = Optional.of(String.valueOf(problem.getMessage()));
    return problem;
  }

  private void take(Model model, String origin) {
    current = Optional.of(new Current(model, model.predictor(), origin, Instant.now()));
    failure = Optional.empty();
    replacements.increment();
  }

  /**
   * Reads the file again if it has changed. A file that cannot be read is tried again when it
   * changes. A failure ends neither this thread nor the application.
   */
  private void look() {
    Resource file = resource.orElseThrow();
    try {
      if (seen.equals(stateOf(file)) || (current.isEmpty() && !file.exists())) {
        return;
      }
      reload();
      LOG.log(System.Logger.Level.INFO, "now serving another model: {0}", model());
    } catch (CancelledException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failed(e);
      LOG.log(
          System.Logger.Level.WARNING,
          current.isPresent()
              ? "the new model cannot be read, so the current one stays"
              : "the file cannot be read, so there is no model yet",
          e);
    }
  }

  /** A value that differs when the file has changed. */
  private static String stateOf(Resource file) {
    try {
      return file.lastModified() + " " + file.contentLength();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The current model, and since when it is served; empty if there is none yet. */
  public Optional<Current> current() {
    return current;
  }

  /**
   * Why the file could not be read the last time; empty if it could, or if another model was set
   * since.
   */
  public Optional<String> failure() {
    return failure;
  }

  /** The number of finished calls of {@link #predict}. */
  public long predictions() {
    return predictions.sum();
  }

  /** The total time of these calls. */
  public Duration predicting() {
    return Duration.ofNanos(nanoseconds.sum());
  }

  /** How often a model was set, including the first one. */
  public long replacements() {
    return replacements.sum();
  }

  /** Stops watching the file, and waits until the thread that watches it has ended. */
  @Override
  public void close() {
    clock.ifPresent(ServedModel::end);
  }

  private static void end(ScheduledExecutorService clock) {
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "the model file is still being read");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
