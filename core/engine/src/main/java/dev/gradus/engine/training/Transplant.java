package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LayerPlace;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Copies the weights of an initial model into a network.
 *
 * <p>Layers with weights are matched in their order, the first with the first, so layers without
 * weights, such as dropout, may be added or removed.
 */
final class Transplant {

  private final Start start;
  private final Network network;
  private final Preparation preparation;
  private final Set<Integer> afresh;
  private final Set<Integer> frozen;
  private final Consumer<Warning> warnings;

  private Transplant(
      Start start,
      Network network,
      Configuration configuration,
      Preparation preparation,
      Consumer<Warning> warnings) {
    this.start = start;
    this.network = network;
    this.preparation = preparation;
    this.warnings = warnings;
    this.afresh = LayerPlace.indexes(configuration.training().reset());
    this.frozen = LayerPlace.indexes(configuration.training().freeze());
  }

  /**
   * Copies the weights.
   *
   * @param network with initial weights; modified
   * @param configuration of the network
   * @param preparation of the network
   * @param warnings receives warnings about layers that compute something else than in the model,
   *     or are not used
   * @throws TrainingException if a layer has other shapes than in the model
   */
  static void into(
      Network network,
      Configuration configuration,
      Preparation preparation,
      Start start,
      Consumer<Warning> warnings) {
    if (!start.resumed()) {
      new Transplant(start, network, configuration, preparation, warnings).copy();
    }
  }

  private void copy() {
    List<Integer> here = withTensors(network);
    List<Integer> there = withTensors(start.network());
    for (int i = 0; i < here.size(); i++) {
      int layer = here.get(i);
      if (afresh.contains(network.indexes().get(layer))) {
        continue;
      }
      if (i >= there.size()) {
        throw refusal(
            layer,
            "that model has only %s layers with weights".formatted(there.size()),
            "leave the layer out");
      }
      copy(layer, there.get(i));
    }
    if (there.size() > here.size()) {
      List<String> unused =
          there.subList(here.size(), there.size()).stream()
              .map(layer -> described(start.network(), layer))
              .toList();
      warnings.accept(
          new Warning(
              "%s: %s of its layers %s no counterpart in this network: %s"
                  .formatted(
                      start.name(),
                      unused.size(),
                      unused.size() == 1 ? "has" : "have",
                      String.join(", ", unused)),
              unused.size()));
    }
  }

  /** The layers with initial values, as indices among the layers that compute. */
  private static List<Integer> withTensors(Network network) {
    List<List<Parameter>> layers = network.tensorsByLayer();
    List<Integer> found = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      if (!layers.get(layer).isEmpty()) {
        found.add(layer);
      }
    }
    return found;
  }

  private void copy(int layer, int from) {
    List<Parameter> own = network.tensorsByLayer().get(layer);
    List<Parameter> others = start.network().tensorsByLayer().get(from);
    List<String> names = own.stream().map(tensor -> shortName(network, layer, tensor)).toList();
    List<String> otherNames =
        others.stream().map(tensor -> shortName(start.network(), from, tensor)).toList();
    if (!names.equals(otherNames)) {
      throw refusal(
          layer,
          "it has %s, but there %s has %s"
              .formatted(listed(names), described(start.network(), from), listed(otherNames)),
          "use the same layer");
    }
    for (int i = 0; i < own.size(); i++) {
      Matrix into = own.get(i).matrix();
      Matrix values = others.get(i).matrix();
      if (into.rows() == values.rows() && into.columns() == values.columns()) {
        System.arraycopy(values.values(), 0, into.values(), 0, values.size());
      } else if (isLast(layer) && added() && network.members() == 1 && extend(values, into)) {
        refuseFrozen(layer);
      } else {
        throw refusal(
            layer,
            "its %s is %s by %s, but there, in %s, %s by %s"
                .formatted(
                    names.get(i),
                    into.rows(),
                    into.columns(),
                    described(start.network(), from),
                    values.rows(),
                    values.columns()),
            "use the same size");
      }
    }
    String kind = kindOf(network, layer);
    String otherKind = kindOf(start.network(), from);
    if (!kind.equals(otherKind) && !(isLast(layer) && added())) {
      warnings.accept(
          Warning.of(
              "%s starts from the weights of %s of %s, although it computes something else"
                  .formatted(
                      described(network, layer), described(start.network(), from), start.name())));
    }
  }

  private void refuseFrozen(int layer) {
    int index = network.indexes().get(layer);
    if (frozen.contains(index)) {
      throw new TrainingException(
          "training.freeze: network.%s gets new units for new classes, which cannot learn while it is frozen; do not freeze it"
              .formatted(index));
    }
  }

  private boolean isLast(int layer) {
    return layer == network.indexes().size() - 1;
  }

  /** Whether the target has more classes than that of the model. */
  private boolean added() {
    return preparation.targets().width() > start.preparation().targets().width();
  }

  /**
   * Copies the columns of the classes that the model has learned to their new positions; the
   * columns of new classes keep their initial weights.
   *
   * @return whether there is a column for each class
   */
  private boolean extend(Matrix values, Matrix into) {
    if (!(start.preparation().targets() instanceof ClassTarget old
            && preparation.targets() instanceof ClassTarget now)
        || values.rows() != into.rows()
        || values.columns() != old.classes().size()
        || into.columns() != now.classes().size()) {
      return false;
    }
    for (int k = 0; k < values.columns(); k++) {
      int place = now.classes().indexOf(old.classes().get(k));
      for (int row = 0; row < values.rows(); row++) {
        into.values()[row * into.columns() + place] = values.values()[row * values.columns() + k];
      }
    }
    return true;
  }

  private TrainingException refusal(int layer, String why, String remedy) {
    return new TrainingException(
        "%s cannot start from the weights of %s: %s; %s, or reset it (training: {reset: [network.%s]})"
            .formatted(
                described(network, layer),
                start.name(),
                why,
                remedy,
                network.indexes().get(layer)));
  }

  private static String listed(List<String> names) {
    return String.join(" and ", names);
  }

  /** The name of a tensor within its layer. */
  private static String shortName(Network of, int layer, Parameter tensor) {
    String before = "layers." + of.indexes().get(layer) + ".";
    return tensor.name().substring(before.length());
  }

  /** A layer and its place, such as {@code network.1 (dense 16 tanh)}. */
  private static String described(Network of, int layer) {
    return "network.%s (%s)".formatted(of.indexes().get(layer), kindOf(of, layer));
  }

  /** A layer with what it computes, such as {@code dense 16 tanh}. */
  private static String kindOf(Network of, int layer) {
    String name = of.layerNames().get(layer);
    return name.substring(name.indexOf(' ') + 1);
  }
}
