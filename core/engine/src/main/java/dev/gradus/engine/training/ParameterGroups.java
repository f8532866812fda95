package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LayerPlace;
import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Optimizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The group of each parameter of a network, by its layer. */
final class ParameterGroups {

  private final Map<String, ParameterGroup> byName = new HashMap<>();

  /** Assigns parameters to groups; none is in two groups. */
  ParameterGroups(List<ParameterGroup> groups, Network network) {
    List<Integer> indexes = network.indexes();
    List<List<Parameter>> layers = network.learnedByLayer();
    for (ParameterGroup group : groups) {
      for (String layer : group.layers()) {
        int at = indexes.indexOf(LayerPlace.of("layers", layer).index());
        List<Parameter> parameters = at < 0 ? List.of() : layers.get(at);
        parameters.forEach(parameter -> byName.put(parameter.name(), group));
      }
    }
  }

  /** The factor on the learning rate for a parameter. */
  double rateOf(Parameter parameter) {
    ParameterGroup group = byName.get(parameter.name());
    return group == null ? 1 : group.learningRateFactor();
  }

  /** Whether its layer has weight decay. */
  boolean decays(Parameter parameter) {
    ParameterGroup group = byName.get(parameter.name());
    return group == null || group.weightDecay();
  }

  /**
   * Checks that the groups have an effect.
   *
   * @throws TrainingException if the optimizer does not update layers separately, has no weight
   *     decay to switch off, or a layer has no trainable parameters
   */
  static void check(Configuration configuration, Network network) {
    List<ParameterGroup> groups = configuration.training().groups();
    Optimizer optimizer = configuration.optimizer();
    if (!groups.isEmpty() && optimizer.isFullBatch()) {
      throw new TrainingException(
          "training.groups: %s updates all weights together along a line, so layers cannot have separate learning rates; remove groups, or use another optimizer"
              .formatted(PluginType.nameOf(optimizer)));
    }
    for (int i = 0; i < groups.size(); i++) {
      String place = "training.groups[%s]".formatted(i);
      if (!groups.get(i).weightDecay()) {
        WeightDecay.check(optimizer, place + ".weight-decay", "for layers");
      }
      for (String layer : groups.get(i).layers()) {
        ParameterGroups own = new ParameterGroups(List.of(ParameterGroup.of(1, layer)), network);
        if (own.byName.isEmpty()) {
          throw new TrainingException(
              "%s: %s has no trainable parameters, so it has no learning rate; remove it"
                  .formatted(place, layer));
        }
      }
    }
  }
}
