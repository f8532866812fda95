package dev.gradus.spring;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up while there is a model to predict with, even if a newer one could not be read: then it says
 * so. Out of service until there is one.
 */
final class ModelHealth extends AbstractHealthIndicator {

  private final ServedModel served;

  ModelHealth(ServedModel served) {
    this.served = served;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    served
        .standing()
        .ifPresentOrElse(
            standing ->
                builder
                    .up()
                    .withDetail("model", standing.model().toString())
                    .withDetail("origin", standing.origin())
                    .withDetail("since", standing.since().toString()),
            () -> builder.outOfService().withDetail("model", "there is none yet"));
    served.failure().ifPresent(sentence -> builder.withDetail("lastReload", sentence));
  }
}
