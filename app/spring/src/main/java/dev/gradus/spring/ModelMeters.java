package dev.gradus.spring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The meters of a {@link ServedModel}: {@code gradus.predictions} (calls and their time), {@code
 * gradus.model.replacements}, {@code gradus.model.age} and {@code gradus.model.parameters}. The
 * last two are NaN until there is a model.
 */
public final class ModelMeters implements MeterBinder {

  private final ServedModel served;

  /** Makes the meters of a model. */
  public ModelMeters(ServedModel served) {
    this.served = served;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionTimer.builder(
            "gradus.predictions",
            served,
            ServedModel::predictions,
            model -> model.predicting().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("Predictions by the model")
        .register(registry);
    FunctionCounter.builder("gradus.model.replacements", served, ServedModel::replacements)
        .description("How often the model was set or replaced")
        .register(registry);
    TimeGauge.builder("gradus.model.age", served, TimeUnit.SECONDS, ModelMeters::age)
        .description("How long the model has been served")
        .register(registry);
    Gauge.builder("gradus.model.parameters", served, ModelMeters::parameters)
        .description("The number of parameters of the model")
        .register(registry);
  }

  private static double age(ServedModel served) {
    return served
        .current()
        .map(current -> Duration.between(current.since(), Instant.now()).toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  private static double parameters(ServedModel served) {
    return served
        .current()
        .map(current -> (double) current.model().parameters())
        .orElse(Double.NaN);
  }
}
