package dev.gradus.engine.binding;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.yaml.Edit;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeReader;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.engine.yaml.Source;
import dev.gradus.engine.yaml.YamlText;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads configurations.
 *
 * <p>All problems with the text are reported together, each with its place (file, line, column),
 * its path in the document, what was found and what is allowed. Text that is not YAML, or exceeds
 * the limits of this package, gives a single problem.
 *
 * <p>Safe for use by several threads.
 */
public final class ConfigurationReader {

  /** The length of the byte order mark that some editors write at the start of UTF-8. */
  private static final int BYTE_ORDER_MARK = 3;

  private final Catalogue catalogue;

  /**
   * Creates a reader.
   *
   * @param catalogue the plugins that a configuration can name
   */
  public ConfigurationReader(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException if it cannot be read, or if it has an error
   */
  public Configuration read(Path file) {
    return read(file, List.of());
  }

  /**
   * Reads a file, with some of its values replaced.
   *
   * @param file in UTF-8; relative paths in it start at its folder
   * @param settings applied in their order
   * @throws ConfigurationException if it cannot be read, or if it or a setting has an error
   */
  public Configuration read(Path file, List<Setting> settings) {
    return readVariations(file, settings).base();
  }

  /**
   * Reads a file as {@link #read(Path, List)} does, and keeps the document, so that its values can
   * be varied.
   *
   * @throws ConfigurationException as {@link #read(Path, List)} does
   */
  public Variations readVariations(Path file, List<Setting> settings) {
    return variations(textOf(file), nameOf(file), folderOf(file), settings);
  }

  /**
   * Reads text.
   *
   * @param text the YAML
   * @param name the beginning of the places of problems, such as {@code iris.yaml}
   * @param folder that relative paths in the text start from
   * @param settings applied in their order
   * @throws ConfigurationException if the text or a setting has an error
   */
  public Configuration parse(String text, String name, Path folder, List<Setting> settings) {
    return variations(text, name, folder, settings).base();
  }

  /**
   * Reads the configuration that a model file or a checkpoint holds. Keys of earlier versions count
   * as their present names.
   *
   * @param text the YAML
   * @param name the beginning of the places of problems
   * @throws ConfigurationException if the text has an error
   */
  public Configuration parseStored(String text, String name) {
    Problems problems = new Problems();
    Node.Mapping document = stored(Configuration.class, text, name, catalogue, List.of(), problems);
    return Variations.of(catalogue, document, problems).base();
  }

  /**
   * Reads a plugin as it is written in a configuration, such as {@code {huber: {delta: 0.5}}}.
   *
   * @param kind such as {@code Loss.class}
   * @param text the YAML
   * @param name the beginning of the places of problems
   * @throws ConfigurationException if the text has an error
   */
  public <T> T parsePlugin(Class<T> kind, String text, String name) {
    Problems problems = new Problems();
    Node node = new NodeReader(text, Source.file(name, Path.of("")), problems).readValue();
    Optional<T> plugin = new Binder(catalogue, problems).bindPart(kind, node);
    problems.throwIfAny();
    return plugin.orElseThrow();
  }

  /**
   * Reads text as {@link #parse} does, and keeps the document, so that its values can be varied.
   *
   * @throws ConfigurationException as {@link #parse} does
   */
  public Variations variations(String text, String name, Path folder, List<Setting> settings) {
    Problems problems = new Problems();
    Node.Mapping document =
        document(catalogue, text, Source.file(name, folder), settings, problems);
    return Variations.of(catalogue, document, problems);
  }

  /**
   * The document of a configuration that was built in Java, so that other values can be tried in
   * it.
   *
   * @throws ConfigurationException if it cannot be written in YAML, as {@link
   *     ConfigurationWriter#write(Configuration)} says, a plugin in it is not in the catalogue, or
   *     its section {@code tune} is wrong
   */
  public Variations variations(Configuration configuration) {
    Node.Mapping document = new Unbinder(path -> path, false).unbind(configuration);
    return Variations.of(catalogue, document, new Problems());
  }

  /** The document of a file, as it is with settings. */
  static Node.Mapping document(
      Catalogue catalogue, Path file, List<Setting> settings, Problems problems) {
    Source source = Source.file(nameOf(file), folderOf(file));
    return document(catalogue, textOf(file), source, settings, problems);
  }

  private static Node.Mapping document(
      Catalogue catalogue, String text, Source source, List<Setting> settings, Problems problems) {
    Node.Mapping written = new NodeReader(text, source, problems).readDocument();
    return Variations.set(catalogue, written, settings, problems);
  }

  /**
   * A document that an earlier version may have written, with present keys.
   *
   * @param type the record that it will be bound to
   * @param settings applied after the keys have their present names
   */
  static Node.Mapping stored(
      Class<? extends Record> type,
      String text,
      String name,
      Catalogue catalogue,
      List<Setting> settings,
      Problems problems) {
    Node.Mapping written =
        new NodeReader(text, Source.file(name, Path.of("")), problems).readDocument();
    Node.Mapping document = new FormerKeys(catalogue).renamed(type, written);
    for (int i = 0; i < settings.size(); i++) {
      Setting setting = settings.get(i);
      document = Edit.apply(setting.path(), setting.value(), i + 1, document, problems);
    }
    return document;
  }

  private static Path folderOf(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
  }

  /** The name of a file; for a pipe or a device the path, because the name alone says little. */
  private static String nameOf(Path file) {
    boolean special = Files.exists(file) && !Files.isRegularFile(file);
    return Optional.ofNullable(file.getFileName()).filter(name -> !special).orElse(file).toString();
  }

  private static String textOf(Path file) {
    byte[] bytes = bytesOf(file);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw failure(file, "the file is not text in UTF-8; save it in that encoding", e);
    }
  }

  /** The content; if it is too large, only enough is read to see that. */
  private static byte[] bytesOf(Path file) {
    if (Files.isDirectory(file)) {
      throw new ConfigurationException(
          new Problem(file.toString(), "this is a folder; name the YAML file in it"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(YamlText.MAX_BYTES + BYTE_ORDER_MARK + 1);
      if (bytes.length > YamlText.MAX_BYTES + BYTE_ORDER_MARK) {
        throw new ConfigurationException(new Problem(file.toString(), YamlText.TOO_LARGE));
      }
      return bytes;
    } catch (IOException e) {
      throw failure(file, "the file cannot be read: " + IoReason.of(e), e);
    }
  }

  private static ConfigurationException failure(Path file, String sentence, IOException e) {
    return new ConfigurationException(new Problem(file.toString(), sentence), e);
  }
}
