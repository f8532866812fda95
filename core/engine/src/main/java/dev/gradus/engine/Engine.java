package dev.gradus.engine;

import dev.gradus.check.LayerInput;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.parts.EngineParts;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.Experiment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The services that {@link Gradus} and its jobs use.
 *
 * @param reader reads the data of configurations and applications
 * @param modelReader reads data for models
 * @param verifies whether gradients of plugins are compared with their values first
 * @param fitsLinearModels whether a linear baseline is fitted for each network
 */
record Engine(
    EngineParts parts,
    DataReader reader,
    ModelDataReader modelReader,
    boolean verifies,
    boolean fitsLinearModels) {

  /**
   * Checks that a model file can hold a configuration, and verifies its plugins.
   *
   * @throws dev.gradus.runtime.problem.GradusException if one is wrong
   */
  void verify(Configuration configuration) {
    parts.models().checkStorable(configuration);
    if (verifies) {
      parts.verifier().verify(configuration, plugin -> List.of());
    }
  }

  /** The same, with layers verified at their positions in the network. */
  void verify(Experiment experiment) {
    parts.models().checkStorable(experiment.configuration());
    if (verifies) {
      parts.verifier().verify(experiment.configuration(), plugin -> placesOf(plugin, experiment));
    }
    checkFile(experiment);
  }

  /**
   * Checks that a model file can hold the network.
   *
   * @throws dev.gradus.runtime.problem.ModelFileException if it is too large
   */
  void checkFile(Experiment experiment) {
    parts.models().check(Models.of(experiment, parts.outlet(), Optional.empty(), Map.of()));
  }

  /** The inputs of a layer in a network. */
  private static List<LayerInput> placesOf(Object plugin, Experiment experiment) {
    return experiment.network().computing().stream()
        .filter(part -> part.layer() == plugin)
        .map(
            part ->
                new LayerInput(
                    part.function().input(),
                    part.layer().takesCodes()
                        ? experiment.preparation().inputColumns().categories()
                        : List.of()))
        .toList();
  }

  /** A linear model of the same examples. */
  Baseline baseline(Experiment experiment) {
    Map<String, Examples> each = new LinkedHashMap<>();
    each.put(Training.TRAINING_PART, experiment.training());
    experiment.validation().ifPresent(part -> each.put(Training.VALIDATION_PART, part));
    experiment.test().ifPresent(part -> each.put(Training.TEST_PART, part));
    return Baseline.of(new NetworkBuilder(parts.catalogue()), experiment, each);
  }
}
