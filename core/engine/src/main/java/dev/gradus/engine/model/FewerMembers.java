package dev.gradus.engine.model;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import java.util.List;

/** The first members of an ensemble. */
final class FewerMembers {

  private FewerMembers() {}

  /** The layers with another number of members. */
  static List<Layer> layers(List<Layer> layers, int count) {
    return layers.stream()
        .map(layer -> layer instanceof EnsembleLayer all ? all.withMembers(count) : layer)
        .toList();
  }

  /**
   * A network with the values of the first members of another one.
   *
   * @param layers those of the other network, with fewer members
   */
  static Network of(Network all, List<Layer> layers, Preparation preparation) {
    Network first =
        new NetworkBuilder(new Catalogue(List.of(), List.of()))
            .blank(layers, preparation.inputColumns(), preparation.target(), all.outputs());
    List<Parameter> tensors = first.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      copyFirst(all.tensors().get(i).matrix(), tensors.get(i).matrix());
    }
    return first;
  }

  /** The columns of the members lie side by side, those of the first member first. */
  private static void copyFirst(Matrix from, Matrix into) {
    for (int row = 0; row < into.rows(); row++) {
      System.arraycopy(
          from.values(), row * from.columns(), into.values(), row * into.columns(), into.columns());
    }
  }
}
