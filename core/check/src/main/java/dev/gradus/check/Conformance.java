package dev.gradus.check;

import dev.gradus.spi.Activation;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.util.Collection;
import java.util.List;

/** Everything that must hold for a plugin. */
public final class Conformance {

  private Conformance() {}

  /**
   * All claims, for every kind that a plugin has.
   *
   * @param plugin an instance
   */
  public static List<Claim> claimsOf(Object plugin) {
    Claims claims = new Claims(plugin, Effort.THOROUGH);
    OptionClaims.addTo(claims, plugin.getClass());
    addKinds(plugin, claims, List.of(), List.of());
    return claims.all();
  }

  /**
   * The claims that, if broken, would make a network learn, evaluate or store something wrong.
   * Checking them takes a few milliseconds of processor time, and up to two tenths of a second in a
   * JVM that has just started; a layer of hundreds of thousands of weights takes longer.
   *
   * @param plugin an instance, with the options that it is used with
   * @param activations that a loss may have a form on logits for
   * @param places the inputs of a layer in a network, if they are known
   */
  public static List<Claim> claimsBeforeTraining(
      Object plugin, Collection<? extends Activation> activations, List<LayerInput> places) {
    Claims claims = new Claims(plugin, Effort.BRIEF);
    addKinds(plugin, claims, activations, places);
    return claims.all().stream().filter(Claim::beforeTraining).toList();
  }

  private static void addKinds(
      Object plugin,
      Claims claims,
      Collection<? extends Activation> activations,
      List<LayerInput> places) {
    if (plugin instanceof Loss loss) {
      LossClaims.addTo(claims, loss, activations);
    }
    if (plugin instanceof Activation activation) {
      ActivationClaims.addTo(claims, activation);
    }
    if (plugin instanceof Optimizer optimizer) {
      OptimizerClaims.addTo(claims, optimizer);
    }
    if (plugin instanceof Schedule schedule) {
      ScheduleClaims.addTo(claims, schedule);
    }
    if (plugin instanceof Initializer initializer) {
      InitializerClaims.addTo(claims, initializer);
    }
    if (plugin instanceof Regularizer regularizer) {
      RegularizerClaims.addTo(claims, regularizer);
    }
    if (plugin instanceof Metric metric) {
      MetricClaims.addTo(claims, metric);
    }
    if (plugin instanceof Layer layer) {
      LayerClaims.addTo(claims, layer, places);
    }
    if (plugin instanceof DataSource source) {
      DataSourceClaims.addTo(claims, source);
    }
  }
}
