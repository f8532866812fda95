package dev.gradus.engine.training;

import dev.gradus.engine.baseline.LinearFit;
import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.event.LinearBaseline;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.runtime.problem.CancelledException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The linear baseline of a trained network: a linear model of the same examples.
 *
 * @param model the linear model; empty if there is none
 * @param numbers its metrics, or why there is none
 */
public record Baseline(Optional<LinearModel> model, LinearBaseline numbers) {

  /** No baseline was requested. */
  public static final Baseline NONE = new Baseline(Optional.empty(), LinearBaseline.NONE);

  /**
   * Fits and evaluates a linear model. A failure affects only this model, never the network.
   *
   * @param networks builds it
   * @param parts the examples of each split, by name
   * @return {@link #NONE} if the thread is interrupted
   */
  public static Baseline of(
      NetworkBuilder networks, Experiment experiment, Map<String, Examples> parts) {
    try {
      CancelledException.check("a linear model was fitted");
      LinearFit fit =
          LinearFit.of(
              networks,
              experiment.preparation(),
              experiment.training(),
              experiment.learned().classWeights());
      LinearBaseline linear = measured(fit, experiment, parts);
      return new Baseline(
          fit.model(),
          new LinearBaseline(
              linear.metrics(), linear.sentence(), constant(networks, experiment, parts)));
    } catch (CancelledException e) {
      return NONE;
    }
  }

  /** The metrics of a constant prediction; none if they cannot be computed. */
  private static Map<String, Map<String, Double>> constant(
      NetworkBuilder networks, Experiment experiment, Map<String, Examples> parts) {
    try {
      LinearModel constant =
          LinearModel.constant(
              networks, experiment.preparation().target(), experiment.training().targets());
      return evaluated(constant, experiment, parts);
    } catch (CancelledException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      return Map.of();
    }
  }

  private static Map<String, Map<String, Double>> evaluated(
      LinearModel model, Experiment experiment, Map<String, Examples> parts) {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    parts.forEach(
        (name, examples) ->
            metrics.put(
                name,
                Evaluator.evaluate(
                    model,
                    experiment.network(),
                    experiment.configuration(),
                    experiment.preparation(),
                    examples)));
    return metrics;
  }

  private static LinearBaseline measured(
      LinearFit fit, Experiment experiment, Map<String, Examples> parts) {
    if (fit.model().isEmpty()) {
      return new LinearBaseline(Map.of(), fit.sentence());
    }
    Map<String, Map<String, Double>> metrics;
    try {
      metrics = evaluated(fit.model().get(), experiment, parts);
      warnIfBetter(fit.model().get(), experiment, parts, metrics);
    } catch (CancelledException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      return new LinearBaseline(
          Map.of(), "A linear model was fitted, but could not be evaluated (%s).".formatted(e));
    }
    metrics.values().removeIf(Map::isEmpty);
    return new LinearBaseline(metrics, fit.sentence());
  }

  private static void warnIfBetter(
      LinearModel model,
      Experiment experiment,
      Map<String, Examples> parts,
      Map<String, Map<String, Double>> metrics) {
    parts.forEach(
        (name, examples) -> {
          if (experiment.validation().filter(examples::equals).isPresent()) {
            BetterBaseline.in(experiment, model, examples, metrics.getOrDefault(name, Map.of()))
                .ifPresent(experiment.warnings());
          }
        });
  }
}
