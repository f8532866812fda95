package dev.gradus.engine.binding;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeReader;
import dev.gradus.engine.yaml.NodeWriter;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.engine.yaml.Source;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.spi.DataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A data source as YAML with the single key {@code source}: the record of the training data in a
 * model file.
 *
 * @param source the data source
 */
public record SourceDocument(DataSource source) {

  /**
   * Writes it with every option. Only the file name of each path is written, so the text reveals
   * nothing about the machine.
   *
   * @throws ConfigurationException if it has no name, or an option that YAML cannot express
   */
  public String write() {
    return NodeWriter.write(new Unbinder(SourceDocument::nameOf, false).unbind(this));
  }

  private static Path nameOf(Path path) {
    return Optional.ofNullable(path.getFileName()).orElse(Path.of(""));
  }

  /** The name of the plugin in a text from {@link #write}; empty if there is none. */
  public static Optional<String> pluginIn(String text) {
    Problems problems = new Problems();
    Node.Mapping document =
        new NodeReader(text, Source.file("", Path.of("")), problems).readDocument();
    return Optional.ofNullable(document.entries().get("source")).map(SourceDocument::pluginIn);
  }

  private static String pluginIn(Node.Entry source) {
    return source.value() instanceof Node.Mapping mapping
        ? String.join("", mapping.entries().keySet())
        : source.value() instanceof Node.Scalar scalar ? scalar.text() : "";
  }

  /**
   * Reads a text from {@link #write}.
   *
   * @param name the beginning of the places of problems
   * @param settings override values of the text, such as the file
   * @param catalogue the plugins that the text can name
   * @throws ConfigurationException if the data source is not installed, or rejects an option
   */
  public static SourceDocument read(
      String text, String name, List<Setting> settings, Catalogue catalogue) {
    Problems problems = new Problems();
    Node.Mapping document =
        ConfigurationReader.stored(SourceDocument.class, text, name, catalogue, settings, problems);
    Optional<SourceDocument> read =
        new Binder(catalogue, problems).bind(SourceDocument.class, document);
    problems.throwIfAny();
    return read.orElseThrow();
  }
}
