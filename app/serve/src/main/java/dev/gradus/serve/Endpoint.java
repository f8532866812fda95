package dev.gradus.serve;

import dev.gradus.engine.model.Model;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.problem.GradusException;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * A name under which a model is served. Its source may return another model at any time. A model
 * keeps the number of its version, also if the source returns another one in between.
 */
final class Endpoint {

  private final String name;
  private final Supplier<Model> source;
  private final Thresholds thresholds;

  /** The numbers of the versions, as long as anything holds their models. */
  private final Map<Model, Long> numbers = new WeakHashMap<>();

  private long lastNumber;
  private Optional<ModelVersion> prepared = Optional.empty();
  private volatile Optional<ModelVersion> version = Optional.empty();

  /**
   * Serves what a source returns.
   *
   * @param source returns the current model, always the same one until there is another; throws an
   *     {@link IllegalStateException} as long as there is none
   */
  Endpoint(String name, Supplier<Model> source, Thresholds thresholds) {
    this.name = name;
    this.source = source;
    this.thresholds = thresholds;
  }

  String name() {
    return name;
  }

  /**
   * The current version.
   *
   * @throws RefusedException if there is no model yet
   */
  ModelVersion current() {
    Model model = model();
    Optional<ModelVersion> known = version;
    return known.isPresent() && known.get().model() == model ? known.get() : renew();
  }

  private Model model() {
    try {
      return source.get();
    } catch (IllegalStateException e) {
      throw new RefusedException(
          RefusedException.UNAVAILABLE,
          "the model '%s' is not ready: %s".formatted(name, e.getMessage()));
    }
  }

  /** Asks again, because a thread may arrive here with a model that was replaced meanwhile. */
  private synchronized ModelVersion renew() {
    Model model = model();
    Optional<ModelVersion> known = version;
    if (known.isPresent() && known.get().model() == model) {
      return known.get();
    }
    ModelVersion next = prepare(model);
    version = Optional.of(next);
    prepared = Optional.empty();
    return next;
  }

  /**
   * Prepares a model before the source returns it. Requests are answered by the current one until
   * then.
   *
   * @throws GradusException if it cannot be served
   */
  synchronized ModelVersion prepare(Model model) {
    if (prepared.isPresent() && prepared.get().model() == model) {
      return prepared.get();
    }
    long number = numbers.getOrDefault(model, lastNumber + 1);
    ModelVersion next = new ModelVersion(model, thresholds, number);
    numbers.put(model, number);
    lastNumber = Math.max(lastNumber, number);
    prepared = Optional.of(next);
    return next;
  }

  /** Whether there is a model. */
  boolean isReady() {
    try {
      current();
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  /** The version that answered last; empty before the first. */
  Optional<ModelVersion> latest() {
    return version;
  }
}
