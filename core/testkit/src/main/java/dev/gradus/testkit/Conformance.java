package dev.gradus.testkit;

import dev.gradus.spi.Activation;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
import java.util.List;

/** The whole kit for any plugin, without JUnit: for a program that checks plugins itself. */
public final class Conformance {

  private Conformance() {}

  /**
   * All that must be true of a plugin, for every kind that it is.
   *
   * @param plugin an instance
   * @return empty if it is of no kind that the kit knows
   */
  public static List<Claim> claimsOf(Object plugin) {
    List<Claim> claims = new ArrayList<>();
    if (plugin instanceof Loss loss) {
      claims.addAll(LossConformance.claims(loss).all());
    }
    if (plugin instanceof Activation activation) {
      claims.addAll(ActivationConformance.claims(activation).all());
    }
    if (plugin instanceof Optimizer optimizer) {
      claims.addAll(OptimizerConformance.claims(optimizer).all());
    }
    if (plugin instanceof Schedule schedule) {
      claims.addAll(ScheduleConformance.claims(schedule).all());
    }
    if (plugin instanceof Initializer initializer) {
      claims.addAll(InitializerConformance.claims(initializer).all());
    }
    if (plugin instanceof Regularizer regularizer) {
      claims.addAll(RegularizerConformance.claims(regularizer).all());
    }
    if (plugin instanceof Metric metric) {
      claims.addAll(MetricConformance.claims(metric).all());
    }
    if (plugin instanceof DataSource source) {
      claims.addAll(DataSourceConformance.claims(source).all());
    }
    return claims;
  }
}
