package dev.gradus.engine.binding;

import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeReader;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.engine.yaml.Source;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What it takes of a configuration to predict: the plugins of everything else need not be here.
 *
 * @param data how the file was written, and which columns it had
 * @param network the layers; without the initializers that are not here
 */
public record PredictingPart(Optional<DataSpec> data, List<Layer> network) {

  /**
   * What was learned.
   *
   * @param loss the loss
   */
  public record Learned(Loss loss) {}

  /**
   * Reads this part of a configuration, whatever the rest of it says.
   *
   * @param name what the places of problems begin with
   * @param catalogue the plugins that the text can name
   * @throws ConfigurationException if a layer or an activation is not there, or refuses an option
   */
  public static PredictingPart read(String text, String name, Catalogue catalogue) {
    Problems problems = new Problems();
    Node.Mapping document = part(text, name, List.of("data", "network"), problems);
    Optional<PredictingPart> read =
        Binder.withoutStrangeInitializers(catalogue, problems).bind(PredictingPart.class, document);
    problems.throwIfAny();
    return read.orElseThrow();
  }

  /** The loss of a configuration, whatever the rest of it says; empty if it cannot be made here. */
  public static Optional<Loss> lossIn(String text, String name, Catalogue catalogue) {
    Problems problems = new Problems();
    Node.Mapping document = part(text, name, List.of("loss"), problems);
    return new Binder(catalogue, problems).bind(Learned.class, document).map(Learned::loss);
  }

  private static Node.Mapping part(String text, String name, List<String> keys, Problems problems) {
    Node.Mapping document =
        new NodeReader(text, Source.file(name, Path.of("")), problems).readDocument();
    Map<String, Node.Entry> entries = new LinkedHashMap<>(document.entries());
    entries.keySet().retainAll(keys);
    return new Node.Mapping(document.place(), entries);
  }
}
