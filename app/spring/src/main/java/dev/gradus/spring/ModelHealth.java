package dev.gradus.spring;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up if there is a model to predict with, even if a newer one could not be read; the details then
 * give the reason. Out of service until there is a model.
 */
final class ModelHealth extends AbstractHealthIndicator {

  private final ServedModel served;

  ModelHealth(ServedModel served) {
    this.served = served;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    served
        .current()
        .ifPresentOrElse(
            current ->
                builder
                    .up()
                    .withDetail("model", current.model().toString())
                    .withDetail("origin", current.origin())
                    .withDetail("since", current.since().toString()),
            () -> builder.outOfService().withDetail("model", "there is no model yet"));
    served.failure().ifPresent(sentence -> builder.withDetail("lastReload", sentence));
  }
}
