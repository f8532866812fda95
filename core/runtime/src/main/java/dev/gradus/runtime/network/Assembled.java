package dev.gradus.runtime.network;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A list of layers, built.
 *
 * @param inputs the number of columns of the input
 * @param parts at least one
 * @param objections reasons why the layers cannot be trained
 * @param members the number of members whose mean is the last function; 1 without an ensemble
 */
public record Assembled(int inputs, List<Part> parts, List<String> objections, int members) {

  public Assembled {
    parts = List.copyOf(parts);
    objections = List.copyOf(objections);
    checkNames(parts);
  }

  private static void checkNames(List<Part> parts) {
    Set<String> names = new HashSet<>();
    for (Part part : parts) {
      for (LayerFunction layer : part.layers()) {
        Stream.concat(layer.parameters().stream(), layer.statistics().stream())
            .filter(tensor -> !names.add(tensor.name()))
            .findFirst()
            .ifPresent(
                twice -> {
                  throw new NetworkException(
                      "network[%s].%s: it has two tensors called '%s', so a model could not be saved; this is a bug in the layer"
                          .formatted(part.index(), PluginName.of(part.spec()), twice.name()));
                });
      }
    }
  }

  /**
   * An entry of the list that computes anything.
   *
   * @param index of the entry, from 0
   * @param spec the entry
   * @param layers a layer, and its activation, if it has one; at the end of an ensemble also the
   *     mean
   */
  public record Part(int index, Layer spec, List<LayerFunction> layers) {

    public Part {
      layers = List.copyOf(layers);
    }
  }

  /** All tensors to save: parameters and statistics; shared. */
  public List<Tensor> tensors() {
    return parts.stream()
        .flatMap(
            part ->
                Stream.concat(
                    part.layers().stream().flatMap(layer -> layer.parameters().stream()),
                    part.layers().stream().flatMap(layer -> layer.statistics().stream())))
        .toList();
  }

  /** The layers, including activations, from the first to the last. */
  public List<LayerFunction> layers() {
    return layersOf(parts);
  }

  static List<LayerFunction> layersOf(List<Part> parts) {
    return parts.stream().flatMap(part -> part.layers().stream()).toList();
  }
}
