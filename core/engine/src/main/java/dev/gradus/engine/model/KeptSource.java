package dev.gradus.engine.model;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.binding.SourceDocument;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.plugin.UsedPlugins;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Quoting;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.DataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The data source plugin that read the training examples, as recorded in a model file, so that
 * other files can be read in the same way.
 *
 * <p>A source is recorded if it reads a file, opens no connection, and has no secret option.
 * Built-in formats are recognised by their content and need not be recorded.
 */
final class KeptSource {

  /** Options whose names look secret. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*-)?(password|passphrase|passcode|passwd|pwd|pin|secret|token|credentials?|auth|authorization|bearer|cookies?|signature|apikey|(api|access|private|encryption)-key)(-.*)?");

  private static final String SOURCE = "gradus.source";

  /** The path of an option, with which its error messages begin. */
  private static final Pattern PLACE = Pattern.compile("^source[.][a-z0-9.-]+: ");

  private KeptSource() {}

  /**
   * Writes it.
   *
   * @return empty if the source must not be recorded, or YAML cannot express it
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
      // An anonymous class of an application, which trains on it without a file.
      return Optional.empty();
    }
  }

  private static boolean reachesOut(DataSource source) {
    return Verifier.naming(source, "when it was asked whether it connects", source::reachesOut);
  }

  /**
   * Whether an option that may be secret differs from its default: by its name, or because it is a
   * map, whose entries users name.
   */
  private static boolean holdsSecret(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.filter(KeptSource::holdsSecret).isPresent();
    }
    if (value instanceof Collection<?> collection) {
      return collection.stream().anyMatch(KeptSource::holdsSecret);
    }
    if (value instanceof Map<?, ?> map) {
      // The names of map entries, such as headers, do not reveal which are secret.
      return !map.isEmpty();
    }
    return value instanceof Record
        && RecordOptions.of(value.getClass()).valuesToGive(value).entrySet().stream()
            .anyMatch(option -> isSecret(option.getKey()) || holdsSecret(option.getValue()));
  }

  private static boolean isSecret(String option) {
    return SECRET.matcher(option.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * The recorded source, for another file; optional further files of the source are omitted.
   *
   * @param text the result of {@link #textOf}, perhaps with plugins that are not installed
   * @param outlet receives a warning if the file is read as CSV although a source was recorded
   * @return empty to read it as CSV
   * @throws DataException if the source rejects the file
   */
  static Optional<DataSource> on(
      Path file, String text, Catalogue catalogue, Consumer<Warning> outlet) {
    if (SourceOnFile.isCsvUnlikeAllIn(text, file)) {
      return Optional.empty();
    }
    String plugin = SourceDocument.pluginIn(text).orElse("");
    Optional<PluginType> type = catalogue.find(PluginKind.DATA_SOURCE, plugin);
    if (type.isEmpty()) {
      String reason = "no plugin provides the data source '%s'; add the jar that contains it";
      warn(reason.formatted(plugin), file, outlet);
      return Optional.empty();
    }
    DataSource kept = read(text, "source." + plugin + ".", type.get(), file, catalogue);
    if (reachesOut(kept)) {
      warn(PluginType.nameOf(kept) + " opens a connection", file, outlet);
      return Optional.empty();
    }
    return Optional.of(kept);
  }

  private static DataSource read(
      String text, String path, PluginType type, Path file, Catalogue catalogue) {
    String absolute = Quoting.yaml(file.toAbsolutePath().toString());
    List<Setting> settings = new ArrayList<>();
    for (String option : SourceOnFile.filesOf(type)) {
      settings.add(new Setting(path + option, settings.isEmpty() ? absolute : ""));
    }
    try {
      return SourceDocument.read(text, SOURCE, settings, catalogue).source();
    } catch (ConfigurationException | PluginException e) {
      throw new DataException(
          new Problem(
              String.valueOf(file.getFileName()),
              "the data cannot be used: "
                  + PLACE.matcher(e.problems().get(0).sentence()).replaceFirst("")),
          e);
    }
  }

  private static void warn(String reason, Path file, Consumer<Warning> outlet) {
    outlet.accept(
        Warning.of(
            "%s is read as CSV, because the data source that the model was trained from cannot be used: %s"
                .formatted(file.getFileName(), reason)));
  }
}
