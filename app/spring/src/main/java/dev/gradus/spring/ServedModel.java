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
 * The model that an application predicts with. It can be replaced at any time, by another one from
 * memory or by what its file holds now; requests that have begun end with the model that they began
 * with.
 *
 * <p>It can be used by any number of threads.
 */
public final class ServedModel implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.gradus.spring");

  private static final long SECONDS_TO_END = 5;

  private final Gradus gradus;
  private final Optional<Resource> resource;
  private final LongAdder predictions = new LongAdder();
  private final LongAdder nanoseconds = new LongAdder();
  private final LongAdder replacements = new LongAdder();
  private volatile Optional<TrainingState> standing = Optional.empty();
  private volatile Optional<String> failure = Optional.empty();
  private volatile String seen = "";
  private volatile Optional<ScheduledExecutorService> clock = Optional.empty();

  /**
   * A model, and where it is from.
   *
   * @param origin the file, or {@code the application}
   * @param since when it took over
   */
  public record TrainingState(Model model, Predictor predictor, String origin, Instant since) {}

  /**
   * Serves no model yet.
   *
   * @param file that {@link #reload} reads; empty if there is none
   */
  public ServedModel(Gradus gradus, Optional<Resource> file) {
    this.gradus = gradus;
    resource = file;
  }

  /** Looks at the file again and again, in a thread of its own, until this is closed. */
  @SuppressWarnings("FutureReturnValueIgnored") // What looks catches what goes wrong.
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
   * Predicts with the model that is served now.
   *
   * <pre>{@code
   * Prediction prediction = served.predict(predictor -> predictor.predict(request));
   * }</pre>
   *
   * @param question is given the predictor of one model; it may ask for as many rows as it likes
   * @throws IllegalStateException if there is no model yet
   * @throws GradusException what the predictor throws
   */
  public <T> T predict(Function<Predictor, T> question) {
    Predictor predictor = standingOrRefuse().predictor();
    long start = System.nanoTime();
    T answer = question.apply(predictor);
    nanoseconds.add(System.nanoTime() - start);
    predictions.increment();
    return answer;
  }

  /**
   * The model that is served now.
   *
   * @throws IllegalStateException if there is none yet
   */
  public Model model() {
    return standingOrRefuse().model();
  }

  private TrainingState standingOrRefuse() {
    return standing.orElseThrow(
        () ->
            new IllegalStateException(
                "there is no model to predict with yet; set gradus.model to a model file, or give one to ServedModel.serve"));
  }

  /** Serves another model from now on. */
  public void serve(Model model) {
    take(Objects.requireNonNull(model, "model must not be null"), "the application");
  }

  /**
   * Serves what the file of {@code gradus.model} holds now. If it cannot be read, the model that
   * was served stays.
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

  /** A file is read as one, so that what is wrong with it is said with its name. */
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
    standing = Optional.of(new TrainingState(model, model.predictor(), origin, Instant.now()));
    failure = Optional.empty();
    replacements.increment();
  }

  /**
   * Reads the file again if it is another. A file that fails is tried again when it changes. What
   * goes wrong ends neither this thread nor the application.
   */
  private void look() {
    Resource file = resource.orElseThrow();
    try {
      if (seen.equals(stateOf(file)) || (standing.isEmpty() && !file.exists())) {
        return;
      }
      reload();
      LOG.log(System.Logger.Level.INFO, "another model is served: {0}", model());
    } catch (CancelledException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failed(e);
      LOG.log(
          System.Logger.Level.WARNING,
          standing.isPresent()
              ? "the model that was served stays, since the new one cannot be read"
              : "there is no model yet, since the file cannot be read",
          e);
    }
  }

  /** What tells that a file is another. */
  private static String stateOf(Resource file) {
    try {
      return file.lastModified() + " " + file.contentLength();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The model that is served now, and since when; empty if there is none yet. */
  public Optional<TrainingState> standing() {
    return standing;
  }

  /** Why the file could not be read the last time; empty if it could, or a model came since. */
  public Optional<String> failure() {
    return failure;
  }

  /** How many calls of {@link #predict} were answered. */
  public long predictions() {
    return predictions.sum();
  }

  /** How long they took together. */
  public Duration predicting() {
    return Duration.ofNanos(nanoseconds.sum());
  }

  /** How often a model took over, the first one included. */
  public long replacements() {
    return replacements.sum();
  }

  /** Stops watching the file, and waits until the thread that watched it has ended. */
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
