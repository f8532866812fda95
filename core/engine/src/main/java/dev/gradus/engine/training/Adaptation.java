package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a loss take part that does not suit the last layer, by giving that layer an activation that
 * does.
 */
public final class Adaptation {

  private final Catalogue catalogue;
  private final ExperimentBuilder experiments;
  private final Trainer trainer;

  /**
   * Makes one.
   *
   * @param catalogue where it looks for activations
   */
  public Adaptation(Catalogue catalogue, ExperimentBuilder experiments, Trainer trainer) {
    this.catalogue = catalogue;
    this.experiments = experiments;
    this.trainer = trainer;
  }

  /** The same for experiments that answer one question: a warning of several is given once. */
  public Adaptation warningOnce() {
    return new Adaptation(
        catalogue, experiments.warning(new Warnings(experiments.outlet())), trainer);
  }

  /**
   * An experiment that can be trained.
   *
   * @param notes what had to be changed, in sentences
   */
  public record Adapted(Experiment experiment, List<String> notes) {}

  /**
   * Makes an experiment, with another activation in the last layer if it cannot be trained as it
   * is.
   *
   * @throws dev.gradus.engine.problem.GradusException why it cannot, if no activation helps
   */
  public Adapted adapt(Configuration configuration, Table table, Optional<Table> validation) {
    Experiment asItIs = experiments.build(configuration, table, validation);
    try {
      trainer.plan(asItIs);
      return new Adapted(asItIs, List.of());
    } catch (TrainingException refusal) {
      for (Optional<Activation> other : others(asItIs)) {
        Experiment changed = experiments.build(withLast(configuration, other), table, validation);
        if (canBeTrained(changed)) {
          return new Adapted(
              changed,
              List.of(
                  "the last layer has %s here instead of %s, because %s"
                      .formatted(
                          describe(other),
                          describe(asItIs.network().outputActivation()),
                          refusal.getMessage())));
        }
      }
      throw refusal;
    }
  }

  private boolean canBeTrained(Experiment experiment) {
    try {
      trainer.plan(experiment);
      return true;
    } catch (TrainingException e) {
      return false;
    }
  }

  /** Those that the loss knows how to see through, then none, then the rest. */
  private List<Optional<Activation>> others(Experiment experiment) {
    Loss loss = suited(experiment);
    List<Optional<Activation>> known = new ArrayList<>();
    List<Optional<Activation>> rest = new ArrayList<>();
    for (PluginType type : catalogue.all(PluginKind.ACTIVATION)) {
      boolean sees = loss.onLogits(type.name()).isPresent();
      (sees ? known : rest).add(Optional.of((Activation) type.create(Map.of())));
    }
    known.add(Optional.empty());
    known.addAll(rest);
    return known;
  }

  private static Loss suited(Experiment experiment) {
    Loss loss = experiment.configuration().loss();
    try {
      return loss.forTarget(experiment.preparation().target());
    } catch (IllegalArgumentException e) {
      return loss;
    }
  }

  private static Configuration withLast(
      Configuration configuration, Optional<Activation> activation) {
    List<Layer> layers = new ArrayList<>(configuration.network());
    Layer last = layers.remove(layers.size() - 1);
    RecordOptions options = RecordOptions.of(last.getClass());
    Map<String, Object> values = new LinkedHashMap<>(options.valuesOf(last));
    values.put("activation", activation);
    layers.add((Layer) options.create(values));
    return configuration.withNetwork(layers);
  }

  private static String describe(Optional<Activation> activation) {
    return activation.map(PluginType::nameOf).orElse("no activation");
  }
}
