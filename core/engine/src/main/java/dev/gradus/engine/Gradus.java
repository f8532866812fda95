package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.binding.ConfigurationSchema;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginFolder;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginLock;
import dev.gradus.engine.plugin.PluginReport;
import dev.gradus.engine.plugin.Recogniser;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.Table;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Recognised;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entry point: it knows the plugins, reads configurations and tables, saves and loads models;
 * its {@link #job(Configuration) jobs} train, search and compare.
 *
 * <p>Instances do not know of each other, leave nothing behind, and may be used by several threads.
 * Whatever is wrong with the input of the user is reported as a {@link
 * dev.gradus.runtime.problem.GradusException}, whose message can be shown as it is. What becomes of
 * a thread that is interrupted is said at {@link Job}; a table that is being read then is not
 * returned, but a {@link dev.gradus.runtime.problem.CancelledException} is thrown.
 */
public final class Gradus implements AutoCloseable {

  private final Engine engine;
  private final List<PluginFolder> folders;
  private final List<PluginReport> reports;

  /**
   * An engine and what is to be closed with it.
   *
   * @param reports what was found in the folders
   */
  Gradus(Engine engine, List<PluginFolder> folders, List<PluginReport> reports) {
    this.engine = engine;
    this.folders = List.copyOf(folders);
    this.reports = List.copyOf(reports);
  }

  /**
   * Gradus with the plugins that lie beside it on the module path or the class path.
   *
   * @throws PluginException if one of them does not keep to the rules
   */
  public static Gradus create() {
    return builder().build();
  }

  /** Gradus with more plugins than those that lie beside it. */
  public static GradusBuilder builder() {
    return new GradusBuilder();
  }

  /**
   * Trusts the jars of a plugin folder as they are now: writes {@link PluginLock#FILE} into it, and
   * from then on no other jar in it is loaded. Loads nothing.
   *
   * @throws dev.gradus.runtime.problem.GradusException if the folder or a jar cannot be read, or
   *     the file cannot be written
   */
  public static PluginLock lock(Path folder) {
    requireNonNull(folder, "folder must not be null");
    PluginLock lock = PluginFolder.hashesOf(folder);
    byte[] text = lock.text().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve(PluginLock.FILE), out -> out.write(text));
    return lock;
  }

  /** What was found in the plugin folders, broken jars included. */
  public List<PluginReport> plugins() {
    return reports;
  }

  /** The plugins that this instance knows. */
  public Catalogue catalogue() {
    return engine.parts().catalogue();
  }

  /**
   * A plugin by its name, with its defaults: {@code plugin(Loss.class, "huber")}.
   *
   * @param kind the interface of the plugin
   * @throws PluginException if there is none; the message lists those that there are
   */
  public <T> T plugin(Class<T> kind, String name) {
    return plugin(kind, name, Map.of());
  }

  /**
   * A plugin by its name: {@code plugin(Loss.class, "huber", Map.of("delta", 0.5))}.
   *
   * @param kind the interface of the plugin
   * @param options by their names in the YAML, each of the type of its record component
   * @throws PluginException if there is none; the message lists those that there are
   * @throws IllegalArgumentException if it refuses an option
   */
  public <T> T plugin(Class<T> kind, String name, Map<String, Object> options) {
    requireNonNull(kind, "kind must not be null");
    requireNonNull(name, "name must not be null");
    requireNonNull(options, "options must not be null");
    PluginKind known =
        PluginKind.of(kind).orElseThrow(() -> new PluginException(kind + " is no kind of plugin"));
    return catalogue()
        .find(known, name)
        .map(type -> kind.cast(type.create(options)))
        .orElseThrow(() -> new PluginException(catalogue().missing(known, name)));
  }

  /**
   * The form of a configuration as a JSON Schema (draft 2020-12), with the plugins of this
   * instance, for editors.
   */
  public String schema() {
    return ConfigurationSchema.of(catalogue());
  }

  /**
   * Reads and checks a configuration.
   *
   * @param settings values that override those of the file
   * @throws dev.gradus.runtime.problem.ConfigurationException with everything that is wrong with it
   */
  public Configuration read(Path file, Setting... settings) {
    return document(file, settings).base();
  }

  private Variations document(Path file, Setting... settings) {
    requireNonNull(file, "file must not be null");
    requireNonNull(settings, "settings must not be null");
    for (Setting setting : settings) {
      requireNonNull(setting, "a setting must not be null");
    }
    return engine.parts().configurations().readVariations(file, List.of(settings));
  }

  /**
   * A job that trains what a YAML file describes, on the data that it names, unless the job is
   * given others.
   *
   * @param settings values that override those of the file
   * @throws dev.gradus.runtime.problem.ConfigurationException with everything that is wrong with it
   */
  public Job job(Path file, Setting... settings) {
    return new Job(engine, document(file, settings));
  }

  /** A job that trains what a configuration describes, on the data that it names, or on others. */
  public Job job(Configuration configuration) {
    return new Job(engine, requireNonNull(configuration, "configuration must not be null"));
  }

  /**
   * Reads a CSV file.
   *
   * @throws dev.gradus.runtime.problem.DataException naming the line, if something is wrong with it
   */
  public Table readTable(Path csv) {
    return CsvReader.read(requireNonNull(csv, "csv must not be null"));
  }

  /**
   * Reads a stream of CSV with the columns of the data that a model was trained on, to its end. If
   * it is written in another way, with another delimiter, decimal sign or no header, that is
   * recognised, with a warning.
   *
   * @param origin what to call it in messages, such as {@code standard input}
   * @throws dev.gradus.runtime.problem.DataException naming the line, if something is wrong with it
   */
  public Table readTable(InputStream in, String origin, Model model) {
    return readTable(in, origin, model, FormatMatch.Said.NOTHING);
  }

  /**
   * The same of a stream of which something is said.
   *
   * @param said of how it is written; what is not said is recognised
   */
  public Table readTable(InputStream in, String origin, Model model, FormatMatch.Said said) {
    requireNonNull(said, "said must not be null");
    requireNonNull(in, "in must not be null");
    requireNonNull(origin, "origin must not be null");
    requireNonNull(model, "model must not be null");
    return engine.reader().read(in, origin, model, said);
  }

  /**
   * Reads a file as the data were read that a model was trained on: by their data source, on this
   * file instead of its own; or as CSV. A file called {@code .csv} or {@code .tsv} is CSV, unless
   * the data source has read a file called so. CSV that is written in another way than the training
   * data, with another delimiter, decimal sign or no header, is recognised, with a warning.
   *
   * <p>A model that was loaded knows its data source if that is a plugin that reads a file, opens
   * no connection, and was given no secret. If the plugin is not here, the file is read as CSV,
   * with a warning.
   *
   * @throws dev.gradus.runtime.problem.DataException naming the line, if something is wrong with it
   */
  public Table readTable(Path file, Model model) {
    return readTable(file, model, FormatMatch.Said.NOTHING);
  }

  /**
   * The same of a file of which something is said.
   *
   * @param said of how it is written, if it is CSV; what is not said is recognised
   */
  public Table readTable(Path file, Model model, FormatMatch.Said said) {
    requireNonNull(said, "said must not be null");
    requireNonNull(file, "file must not be null");
    requireNonNull(model, "model must not be null");
    return engine.reader().read(file, model, said);
  }

  /**
   * Reads what a data source gives.
   *
   * @param origin what to call it in messages, such as the name of its file
   * @throws dev.gradus.runtime.problem.DataException if something is wrong with it
   */
  public Table readTable(DataSource source, String origin) {
    requireNonNull(source, "source must not be null");
    requireNonNull(origin, "origin must not be null");
    return engine.reader().read(source, origin);
  }

  /**
   * Reads a file that was {@link #recognise recognised}, for a model; as {@link #readTable(Path,
   * Model)} does if it cannot be what was recognised, because the format has no such columns.
   *
   * @throws dev.gradus.runtime.problem.DataException naming the line, if something is wrong with it
   */
  public Table readTable(Path file, Recognised recognised, Model model) {
    return readTable(file, recognised, model, FormatMatch.Said.NOTHING);
  }

  /**
   * The same of a file of which something is said.
   *
   * @param said of how it is written, if it is CSV after all
   */
  public Table readTable(Path file, Recognised recognised, Model model, FormatMatch.Said said) {
    requireNonNull(said, "said must not be null");
    requireNonNull(file, "file must not be null");
    requireNonNull(recognised, "recognised must not be null");
    requireNonNull(model, "model must not be null");
    return engine.reader().read(file, recognised, model, said);
  }

  /**
   * Recognises a file by its content or its name, if it is in the format of a data source.
   *
   * @return empty if it is not, and so CSV or nothing
   * @throws PluginException if it is in the format of several
   */
  public Optional<Recognised> recognise(Path file) {
    requireNonNull(file, "file must not be null");
    return new Recogniser(catalogue(), engine.parts().outlet()).recognise(file);
  }

  /**
   * Writes a model to one safetensors file; whatever was there is replaced at once, or not at all.
   *
   * @throws dev.gradus.runtime.problem.ModelFileException if it cannot be written
   */
  public void save(Model model, Path file) {
    requireNonNull(model, "model must not be null");
    requireNonNull(file, "file must not be null");
    engine.parts().models().write(model, file);
  }

  /**
   * Writes a model to a stream, which is flushed, and not closed.
   *
   * @throws dev.gradus.runtime.problem.GradusException if it cannot be written
   */
  public void save(Model model, OutputStream out) {
    requireNonNull(model, "model must not be null");
    requireNonNull(out, "out must not be null");
    engine.parts().models().write(model, out);
  }

  /**
   * Reads a model. It needs the plugins of its layers, and of a loss that makes predictions of the
   * outputs, such as corn, quantiles or cox; if others that it was trained with are not here, it
   * predicts all the same, and {@link Model#evaluation} and {@link Model#configuration} say which
   * are missing.
   *
   * @param file on any file system
   * @throws dev.gradus.runtime.problem.ModelFileException if it is corrupt, of another version, or
   *     needs plugins that are not there
   */
  public Model load(Path file) {
    return engine.parts().models().read(requireNonNull(file, "file must not be null"));
  }

  /**
   * Reads a model from a stream that holds nothing else, such as {@code
   * getResourceAsStream("/model.safetensors")}.
   *
   * @param in is read to its end, and not closed
   * @throws dev.gradus.runtime.problem.ModelFileException as {@link #load(Path)}, or if the stream
   *     ends early or goes on behind the model
   */
  public Model load(InputStream in) {
    requireNonNull(in, "in must not be null; a resource that is not there gives null");
    return engine.parts().models().read(in);
  }

  /**
   * Reads a model from the bytes of its file.
   *
   * @throws dev.gradus.runtime.problem.ModelFileException as {@link #load(Path)}
   */
  public Model load(byte[] bytes) {
    return engine.parts().models().read(requireNonNull(bytes, "bytes must not be null"));
  }

  /**
   * Releases the plugin folders and their class loaders. Models that use their plugins must not be
   * used any more; runs that were {@link Job#start started} are to be ended before.
   */
  @Override
  public void close() {
    folders.forEach(PluginFolder::close);
  }
}
