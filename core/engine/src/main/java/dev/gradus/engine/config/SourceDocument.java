package dev.gradus.engine.config;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.spi.DataSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A data source by itself, as YAML with the single key {@code source}: what a model file keeps of
 * where its examples came from.
 *
 * @param source the data source
 */
public record SourceDocument(DataSource source) {

  /**
   * Writes it with every option. Of each path only the name of the file is written, which says
   * enough and betrays no machine.
   *
   * @throws ConfigurationException if it has no name, or an option that YAML cannot express
   */
  public String write() {
    return NodeWriter.write(new Unbinder(SourceDocument::nameOf, false).unbind(this));
  }

  private static Path nameOf(Path path) {
    return Optional.ofNullable(path.getFileName()).orElse(Path.of(""));
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param name what the places of problems begin with
   * @param folder where relative paths in the text start
   * @param catalogue the plugins that the text can name
   * @throws ConfigurationException if the data source is not there, or refuses an option
   */
  public static SourceDocument read(String text, String name, Path folder, Catalogue catalogue) {
    Problems problems = new Problems();
    Node.Mapping document =
        new NodeReader(text, Source.file(name, folder), problems).readDocument();
    Optional<SourceDocument> read =
        new Binder(catalogue, problems).bind(SourceDocument.class, document);
    problems.throwIfAny();
    return read.orElseThrow();
  }
}
