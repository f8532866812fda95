package dev.gradus.engine.binding;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a configuration that prediction needs; the plugins of everything else need not be
 * installed.
 *
 * @param data the format of the file, and its columns
 * @param network the layers, without initializers and schedules that are not installed
 */
public record PredictingPart(Optional<DataSpec> data, List<Layer> network) {

  /**
   * The part that determines training.
   *
   * @param loss the loss
   */
  public record Learned(Loss loss) {}

  /**
   * Reads this part of a configuration and ignores the rest.
   *
   * @param name the beginning of the places of problems
   * @param catalogue the plugins that the text can name
   * @throws ConfigurationException if a layer or an activation is not installed, or rejects an
   *     option
   */
  public static PredictingPart read(String text, String name, Catalogue catalogue) {
    Problems problems = new Problems();
    Node.Mapping document = part(text, name, catalogue, List.of("data", "network"), problems);
    Optional<PredictingPart> read =
        Binder.withoutStrangers(catalogue, problems).bind(PredictingPart.class, document);
    problems.throwIfAny();
    return read.orElseThrow();
  }

  /** The loss of a configuration; empty if it cannot be created here. */
  public static Optional<Loss> lossIn(String text, String name, Catalogue catalogue) {
    Problems problems = new Problems();
    Node.Mapping document = part(text, name, catalogue, List.of("loss"), problems);
    return new Binder(catalogue, problems).bind(Learned.class, document).map(Learned::loss);
  }

  private static Node.Mapping part(
      String text, String name, Catalogue catalogue, List<String> keys, Problems problems) {
    Node.Mapping document =
        ConfigurationReader.stored(Configuration.class, text, name, catalogue, List.of(), problems);
    Map<String, Node.Entry> entries = new LinkedHashMap<>(document.entries());
    entries.keySet().retainAll(keys);
    return new Node.Mapping(document.place(), entries);
  }
}
