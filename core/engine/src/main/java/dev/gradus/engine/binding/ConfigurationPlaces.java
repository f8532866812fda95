package dev.gradus.engine.binding;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.PathSteps;
import dev.gradus.engine.yaml.Place;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.runtime.problem.GradusException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds where the values of a configuration are written, for errors that only show when the data
 * are read.
 */
public final class ConfigurationPlaces {

  private ConfigurationPlaces() {}

  /**
   * The place of a value, or of the part of the document that it would belong to.
   *
   * @param file the configuration
   * @param settings that override its values
   * @param path of the value, such as {@code network[1].dense.units}
   * @return such as {@code iris.yaml:7:5}; empty if the file can no longer be read, or no part of
   *     the path is written
   */
  public static Optional<String> of(Path file, List<Setting> settings, String path) {
    try {
      Problems problems = new Problems();
      Node.Mapping document =
          ConfigurationReader.document(Catalogue.ofInstalled(), file, settings, problems);
      Optional<Place> place = Optional.empty();
      Node node = document;
      for (PathSteps.Step step : PathSteps.of(path)) {
        Optional<Node.Entry> entry = below(node, step);
        if (entry.isEmpty()) {
          break;
        }
        node = entry.get().value();
        place =
            Optional.of(node.place().source().isSetting() ? node.place() : entry.get().keyPlace());
      }
      return place.map(Place::toString);
    } catch (GradusException e) {
      // The problem is then reported without its place.
      return Optional.empty();
    }
  }

  /**
   * The paths of the values with a name, or a synonym of it: {@code training.epochs} for {@code
   * epochs}, and {@code optimizer.adam.learning-rate} for {@code lr} in a configuration that names
   * adam.
   *
   * @param file the configuration; one that cannot be read counts as empty
   * @return those with the fewest steps; empty if there are none, or many
   */
  public static List<String> pathsOf(Path file, String name) {
    Catalogue catalogue = Catalogue.ofInstalled();
    KeySearch keys = new KeySearch(new Choices(catalogue));
    try {
      Node.Mapping document =
          ConfigurationReader.document(catalogue, file, List.of(), new Problems());
      return keys.pathsOf(name, document);
    } catch (GradusException e) {
      // Errors in the file are reported when the configuration itself is read.
      return keys.pathsOf(name, KeySearch.NOTHING);
    }
  }

  private static Optional<Node.Entry> below(Node node, PathSteps.Step step) {
    if (step instanceof PathSteps.Key key && node instanceof Node.Mapping mapping) {
      return Optional.ofNullable(mapping.entries().get(key.name()));
    }
    return step instanceof PathSteps.Index index
            && node instanceof Node.Sequence sequence
            && index.index() < sequence.elements().size()
        ? Optional.of(sequence.elements().get(index.index()))
            .map(element -> new Node.Entry(element.place(), element))
        : Optional.empty();
  }
}
