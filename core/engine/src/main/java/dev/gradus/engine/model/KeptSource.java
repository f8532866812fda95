package dev.gradus.engine.model;

import dev.gradus.engine.config.ConfigurationException;
import dev.gradus.engine.config.SourceDocument;
import dev.gradus.engine.data.DataException;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.plugin.UsedPlugins;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.Warning;
import dev.gradus.spi.DataSource;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a model file says of the data source that a plugin has read its examples with, so that other
 * files can be read in the same way.
 *
 * <p>A source is kept if it reads a file and opens no connection, and nothing that it was told is a
 * secret. The formats that are built in are recognised by their content and need not be kept.
 */
final class KeptSource {

  /** Options of such names are for nobody else to read. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*-)?(password|passphrase|passwd|secret|token|credentials?|(api|access|private|encryption)-key)(-.*)?");

  private KeptSource() {}

  /**
   * Writes it.
   *
   * @return empty if it is not to be kept, or YAML cannot express it
   */
  static Optional<String> textOf(DataSource source) {
    try {
      PluginType type = PluginType.of(source);
      boolean kept =
          !UsedPlugins.isBuiltIn(source)
              && SourceOnFile.fileOf(type).isPresent()
              && !reachesOut(source)
              && !holdsSecret(source);
      return kept ? Optional.of(new SourceDocument(source).write()) : Optional.empty();
    } catch (PluginException | ConfigurationException e) {
      // A class without a name, of an application that trains on it without a file.
      return Optional.empty();
    }
  }

  private static boolean reachesOut(DataSource source) {
    return Verifier.naming(source, "when it was asked whether it connects", source::reachesOut);
  }

  /** Whether an option whose name says that it is a secret has another value than its default. */
  private static boolean holdsSecret(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.filter(KeptSource::holdsSecret).isPresent();
    }
    if (value instanceof Collection<?> collection) {
      return collection.stream().anyMatch(KeptSource::holdsSecret);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .anyMatch(entry -> isSecret("" + entry.getKey()) || holdsSecret(entry.getValue()));
    }
    return value instanceof Record
        && holdsSecret(RecordOptions.of(value.getClass()).valuesToGive(value));
  }

  private static boolean isSecret(String option) {
    return SECRET.matcher(option.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * The source that was kept, on another file.
   *
   * @param text what {@link #textOf} made, perhaps of plugins that are not here
   * @param file what is to be read; further files of the source lie beside it
   * @param outlet is told if the file is read as CSV although the source was kept
   * @return empty if it is to be read as CSV
   * @throws DataException if the source refuses the file
   */
  static Optional<DataSource> on(
      Path file, String text, Catalogue catalogue, Consumer<Warning> outlet) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    DataSource kept;
    try {
      kept = SourceDocument.read(text, "gradus.source", folder, catalogue).source();
    } catch (ConfigurationException | PluginException e) {
      String sentence = e.problems().get(0).sentence();
      warn(sentence.replaceFirst("^source: ", ""), text, file, outlet);
      return Optional.empty();
    }
    if (reachesOut(kept)) {
      warn(PluginType.nameOf(kept) + " opens a connection", text, file, outlet);
      return Optional.empty();
    }
    return SourceOnFile.of(kept, file);
  }

  private static void warn(String reason, String text, Path file, Consumer<Warning> outlet) {
    if (!SourceOnFile.isCsvUnlikeAllIn(text, file)) {
      outlet.accept(
          Warning.of(
              "%s is read as CSV, because the data source that the model was trained from cannot be used: %s; add the jar that it is in, as with --plugins"
                  .formatted(file.getFileName(), reason)));
    }
  }
}
