package dev.gradus.serve;

import dev.gradus.engine.model.Model;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.problem.GradusException;
import java.util.Optional;
import java.util.function.Supplier;

/** A name under which a model is served. Its source may return another model at any time. */
final class Endpoint {

  private final String name;
  private final Supplier<Model> source;
  private final Thresholds thresholds;
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
    Model model;
    try {
      model = source.get();
    } catch (IllegalStateException e) {
      throw new RefusedException(
          RefusedException.UNAVAILABLE,
          "the model '%s' is not ready: %s".formatted(name, e.getMessage()));
    }
    Optional<ModelVersion> known = version;
    return known.isPresent() && known.get().model() == model ? known.get() : renew(model);
  }

  /**
   * Prepares another model before it is asked for.
   *
   * @throws GradusException if it cannot be served
   */
  synchronized ModelVersion renew(Model model) {
    Optional<ModelVersion> known = version;
    if (known.isPresent() && known.get().model() == model) {
      return known.get();
    }
    long number = known.map(before -> Long.parseLong(before.number()) + 1).orElse(1L);
    ModelVersion next = new ModelVersion(model, thresholds, number);
    version = Optional.of(next);
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

  /** The version that was prepared last; empty before the first. */
  Optional<ModelVersion> latest() {
    return version;
  }
}
