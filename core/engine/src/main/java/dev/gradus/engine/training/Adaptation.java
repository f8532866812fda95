package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.Refusal;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.Activation;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a loss usable that does not fit the last layer, by giving that layer an activation that
 * fits.
 */
public final class Adaptation {

  private static final String ACTIVATION = "activation";

  private final ExperimentBuilder experiments;
  private final Trainer trainer;

  /** Creates it from the parts of an engine. */
  public Adaptation(ExperimentBuilder experiments, Trainer trainer) {
    this.experiments = experiments;
    this.trainer = trainer;
  }

  /** The same for the experiments of one comparison: duplicate warnings are dropped. */
  public Adaptation warningOnce() {
    return new Adaptation(experiments.warning(new Warnings(experiments.outlet())), trainer);
  }

  /** The same for trials: their warnings are dropped. */
  public Adaptation silent() {
    return new Adaptation(experiments.warning(warning -> {}), trainer);
  }

  /** The same for experiments with other initial models. */
  public Adaptation beginning(Starts starts) {
    return new Adaptation(experiments.beginning(starts), trainer);
  }

  /**
   * The same for experiments that are compared.
   *
   * @param columns the auxiliary columns of the losses and metrics of all of them
   */
  public Adaptation withAuxiliary(List<AuxiliaryColumn> columns) {
    return new Adaptation(experiments.withAuxiliary(columns), trainer);
  }

  /**
   * An experiment that can be trained.
   *
   * @param notes the changes that it needed, in sentences
   */
  public record Adapted(Experiment experiment, List<String> notes) {}

  /**
   * Creates an experiment, with another activation in the last layer if the loss does not fit the
   * configured one.
   *
   * @throws dev.gradus.runtime.problem.GradusException if it cannot be trained with any activation,
   *     with the reason
   */
  public Adapted adapt(Configuration configuration, Table table, Optional<Table> validation) {
    Adapted adapted = fit(configuration, table, validation);
    trainer.plan(adapted.experiment());
    return adapted;
  }

  /** The same without the other checks that training begins with. */
  public Adapted fit(Configuration configuration, Table table, Optional<Table> validation) {
    Experiment asItIs = experiments.build(configuration, table, validation);
    if (!(asItIs.fit() instanceof Refusal refusal)) {
      return new Adapted(asItIs, List.of());
    }
    // The table is prepared again only if two classes take another form, and only once.
    List<Experiment> prepared = new ArrayList<>(List.of(asItIs));
    for (Optional<Activation> other : others(asItIs)) {
      Configuration changed = withLast(configuration, other);
      Optional<Experiment> onTheSame =
          prepared.stream()
              .flatMap(each -> experiments.withLastLayer(each, changed).stream())
              .findFirst();
      Experiment experiment =
          onTheSame.orElseGet(() -> experiments.build(changed, table, validation));
      if (onTheSame.isEmpty()) {
        prepared.add(experiment);
      }
      if (experiment.fit() instanceof FittedLoss) {
        return new Adapted(
            experiment,
            List.of(
                "the last layer has %s here instead of %s, because %s"
                    .formatted(
                        describe(other),
                        describe(asItIs.network().outputActivation()),
                        refusal.sentence())));
      }
    }
    throw refusal.exception();
  }

  /** Activations that may fit the last layer; empty if it has no option for an activation. */
  private static List<Optional<Activation>> others(Experiment experiment) {
    List<Layer> layers = experiment.configuration().network();
    return RecordOptions.of(layers.get(layers.size() - 1).getClass()).find(ACTIVATION).isEmpty()
        ? List.of()
        : experiment.guard().alternatives(experiment.configuration().loss());
  }

  private static Configuration withLast(
      Configuration configuration, Optional<Activation> activation) {
    List<Layer> layers = new ArrayList<>(configuration.network());
    Layer last = layers.remove(layers.size() - 1);
    RecordOptions options = RecordOptions.of(last.getClass());
    Map<String, Object> values = new LinkedHashMap<>(options.valuesOf(last));
    values.put(ACTIVATION, activation);
    layers.add((Layer) options.create(values));
    return configuration.withNetwork(layers);
  }

  private static String describe(Optional<Activation> activation) {
    return activation.map(PluginType::nameOf).orElse("no activation");
  }
}
