package dev.gradus.engine.training.update;

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
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The group of each parameter of a network, by its layer and its role. */
public final class ParameterGroups {

  private final Map<String, ParameterGroup> byName = new HashMap<>();

  /** Assigns parameters to groups: a group that names layers goes before one of all layers. */
  ParameterGroups(List<ParameterGroup> groups, Network network) {
    for (ParameterGroup group : groups) {
      if (group.layers().isEmpty()) {
        network.learnedByLayer().forEach(parameters -> assign(group, parameters));
      }
    }
    for (ParameterGroup group : groups) {
      for (String layer : group.layers()) {
        assign(group, learned(network, layer));
      }
    }
  }

  private void assign(ParameterGroup group, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      if (group.has(parameter.role())) {
        byName.put(parameter.name(), group);
      }
    }
  }

  private static List<Parameter> learned(Network network, String layer) {
    int at = network.indexes().indexOf(LayerPlace.of("layers", layer).index());
    return at < 0 ? List.of() : network.learnedByLayer().get(at);
  }

  /** The factor on the learning rate for a parameter. */
  double rateOf(Parameter parameter) {
    ParameterGroup group = byName.get(parameter.name());
    return group == null ? 1 : group.learningRateFactor();
  }

  /** Whether its group has weight decay. */
  boolean decays(Parameter parameter) {
    ParameterGroup group = byName.get(parameter.name());
    return group == null || group.weightDecay();
  }

  /**
   * Checks that the groups have an effect.
   *
   * @throws TrainingException if the optimizer does not update parameters separately, has no weight
   *     decay to switch off, or a group has no trainable parameters
   */
  public static void check(Configuration configuration, Network network) {
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
      checkParameters(place, groups.get(i), network);
    }
  }

  private static void checkParameters(String place, ParameterGroup group, Network network) {
    for (String layer : group.layers()) {
      if (learned(network, layer).stream().noneMatch(each -> group.has(each.role()))) {
        throw nothing(place, layer, group);
      }
    }
    if (network.learned().stream().noneMatch(each -> group.has(each.role()))) {
      throw nothing(place, "the network", group);
    }
  }

  private static TrainingException nothing(String place, String where, ParameterGroup group) {
    String parameters =
        group.parameters().isEmpty()
            ? "parameters"
            : group.parameters().stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    return new TrainingException(
        "%s: %s has no trainable %s, so it has no learning rate; remove it"
            .formatted(place, where, parameters));
  }
}
