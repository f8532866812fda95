package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.binding.ConfigurationSchema;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.importance.Attributions;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importances.ModelAttributions;
import dev.gradus.engine.importances.NetworkImportance;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginFolder;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginLock;
import dev.gradus.engine.plugin.PluginReport;
import dev.gradus.engine.plugin.Recogniser;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableParts;
import dev.gradus.runtime.column.Preparation;
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
 * Entry point: knows the plugins, reads configurations and tables, saves and loads models; its
 * {@link #job(Configuration) jobs} train, tune and compare networks.
 *
 * <p>Instances are independent of each other, leave nothing behind, and are thread-safe. Wrong user
 * input is reported as a {@link dev.gradus.runtime.problem.GradusException}, whose message can be
 * shown to the user. {@link Job} describes what happens when a thread is interrupted; if a table is
 * being read then, a {@link dev.gradus.runtime.problem.CancelledException} is thrown.
 */
public final class Gradus implements AutoCloseable {

  private final Engine engine;
  private final List<PluginFolder> folders;
  private final List<PluginReport> reports;

  /**
   * An engine with the resources to close.
   *
   * @param reports what was found in the plugin folders
   */
  Gradus(Engine engine, List<PluginFolder> folders, List<PluginReport> reports) {
    this.engine = engine;
    this.folders = List.copyOf(folders);
    this.reports = List.copyOf(reports);
  }

  /**
   * Gradus with the plugins on the module path or the class path.
   *
   * @throws PluginException if one of them violates the plugin rules
   */
  public static Gradus create() {
    return builder().build();
  }

  /** A builder, to add plugins to those on the module path or the class path. */
  public static GradusBuilder builder() {
    return new GradusBuilder();
  }

  /**
   * Locks a plugin folder to its current jars: writes {@link PluginLock#FILE} into it, after which
   * no other jar in it is loaded. Loads nothing itself.
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

  /** The reports on the plugin folders, including broken jars. */
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
   * @throws PluginException if there is no such plugin; the message lists the available ones
   */
  public <T> T plugin(Class<T> kind, String name) {
    return plugin(kind, name, Map.of());
  }

  /**
   * A plugin by its name: {@code plugin(Loss.class, "huber", Map.of("delta", 0.5))}.
   *
   * @param kind the interface of the plugin
   * @param options by their names in the YAML, each of the type of its record component
   * @throws PluginException if there is no such plugin; the message lists the available ones
   * @throws IllegalArgumentException if an option is invalid
   */
  public <T> T plugin(Class<T> kind, String name, Map<String, Object> options) {
    requireNonNull(kind, "kind must not be null");
    requireNonNull(name, "name must not be null");
    requireNonNull(options, "options must not be null");
    PluginKind known =
        PluginKind.of(kind)
            .orElseThrow(() -> new PluginException(kind + " is not a kind of plugin"));
    return catalogue()
        .find(known, name)
        .map(type -> kind.cast(type.create(options)))
        .orElseThrow(() -> new PluginException(catalogue().missing(known, name)));
  }

  /**
   * The JSON Schema (draft 2020-12) of configurations, with the plugins of this instance, for
   * editors.
   */
  public String schema() {
    return ConfigurationSchema.of(catalogue());
  }

  /**
   * Reads and checks a configuration.
   *
   * @param settings values that override those of the file
   * @throws dev.gradus.runtime.problem.ConfigurationException with all its errors
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
   * A job that trains the network described by a YAML file, on the data that it names, unless the
   * job sets others.
   *
   * @param settings values that override those of the file
   * @throws dev.gradus.runtime.problem.ConfigurationException with all its errors
   */
  public Job job(Path file, Setting... settings) {
    return new Job(engine, document(file, settings));
  }

  /**
   * A job that trains the network described by YAML, as that of {@link #job(Path, Setting...)}.
   *
   * @param yaml the text of a configuration; relative paths in it start at the working directory
   * @param name the beginning of the places of problems, such as {@code iris.yaml}
   * @param settings values that override those of the text
   * @throws dev.gradus.runtime.problem.ConfigurationException with all its errors
   */
  public Job job(String yaml, String name, List<Setting> settings) {
    requireNonNull(yaml, "yaml must not be null");
    requireNonNull(name, "name must not be null");
    requireNonNull(settings, "settings must not be null");
    return new Job(
        engine,
        engine.parts().configurations().variations(yaml, name, Path.of(""), List.copyOf(settings)));
  }

  /**
   * A job that trains the network described by a configuration, on the data that it names, or on
   * others.
   */
  public Job job(Configuration configuration) {
    return new Job(engine, requireNonNull(configuration, "configuration must not be null"));
  }

  /**
   * Reads a CSV file.
   *
   * @throws dev.gradus.runtime.problem.DataException naming the line, if the data are invalid
   */
  public Table readTable(Path csv) {
    return engine.reader().read(requireNonNull(csv, "csv must not be null"));
  }

  /**
   * Reads a CSV stream to its end, in the format of the data that a model was trained on. If the
   * stream has another delimiter, another decimal sign or no header, that is recognised, with a
   * warning.
   *
   * @param origin its name in messages, such as {@code standard input}
   * @throws dev.gradus.runtime.problem.DataException naming the line, if the data are invalid
   */
  public Table readTable(InputStream in, String origin, Model model) {
    return readTable(in, origin, model, FormatMatch.Overrides.NONE);
  }

  /**
   * The same for a stream whose format is partly known.
   *
   * @param overrides set parts of the CSV format; the rest is recognised
   */
  public Table readTable(
      InputStream in, String origin, Model model, FormatMatch.Overrides overrides) {
    requireNonNull(overrides, "overrides must not be null");
    requireNonNull(in, "in must not be null");
    requireNonNull(origin, "origin must not be null");
    requireNonNull(model, "model must not be null");
    return engine.modelReader().read(in, origin, model, overrides);
  }

  /**
   * Reads a file in the same way as the training data of a model: with their data source, or as CSV
   * in their format. A file named {@code .csv} or {@code .tsv} is read as CSV, unless the data
   * source has read a file with that extension. If the CSV has another delimiter, another decimal
   * sign or no header, that is recognised, with a warning.
   *
   * <p>A loaded model knows its data source if that is a plugin that reads a file, opens no
   * connection, and has no secret option. If the plugin is not installed, the file is read as CSV,
   * with a warning.
   *
   * @throws dev.gradus.runtime.problem.DataException naming the line, if the data are invalid
   */
  public Table readTable(Path file, Model model) {
    return readTable(file, model, FormatMatch.Overrides.NONE);
  }

  /**
   * The same for a file whose format is partly known.
   *
   * @param overrides set parts of the CSV format, if it is CSV; the rest is recognised
   */
  public Table readTable(Path file, Model model, FormatMatch.Overrides overrides) {
    requireNonNull(overrides, "overrides must not be null");
    requireNonNull(file, "file must not be null");
    requireNonNull(model, "model must not be null");
    return engine.modelReader().read(file, model, overrides);
  }

  /**
   * Reads a table from a data source.
   *
   * @param origin its name in messages, such as the name of its file
   * @throws dev.gradus.runtime.problem.DataException if the data are invalid
   */
  public Table readTable(DataSource source, String origin) {
    requireNonNull(source, "source must not be null");
    requireNonNull(origin, "origin must not be null");
    return engine.reader().read(source, origin);
  }

  /**
   * Reads a file that was {@link #recognise recognised}, for a model; falls back to {@link
   * #readTable(Path, Model)} if the recognised format has no such columns.
   *
   * @throws dev.gradus.runtime.problem.DataException naming the line, if the data are invalid
   */
  public Table readTable(Path file, Recognised recognised, Model model) {
    return readTable(file, recognised, model, FormatMatch.Overrides.NONE);
  }

  /**
   * The same for a file whose format is partly known.
   *
   * @param overrides set parts of the CSV format, if it is read as CSV
   */
  public Table readTable(
      Path file, Recognised recognised, Model model, FormatMatch.Overrides overrides) {
    requireNonNull(overrides, "overrides must not be null");
    requireNonNull(file, "file must not be null");
    requireNonNull(recognised, "recognised must not be null");
    requireNonNull(model, "model must not be null");
    return engine.modelReader().read(file, recognised, model, overrides);
  }

  /**
   * Reads a file part by part, in the same way as {@link #readTable(Path, Model)} reads it as a
   * whole, in memory that does not depend on the number of rows. {@link
   * dev.gradus.engine.model.Predictor#predictAll(TableParts, java.util.function.BiConsumer)}
   * predicts them:
   *
   * <pre>{@code
   * model.predictor().predictAll(
   *     gradus.readParts(Path.of("orders.csv"), model), (rows, predictions) -> save(rows, predictions));
   * }</pre>
   *
   * @return parts that are read when they are asked for; mistakes in the data are reported then
   */
  public TableParts readParts(Path file, Model model) {
    return readParts(file, model, FormatMatch.Overrides.NONE);
  }

  /**
   * The same for a file whose format is partly known.
   *
   * @param overrides set parts of the CSV format, if it is CSV; the rest is recognised
   */
  public TableParts readParts(Path file, Model model, FormatMatch.Overrides overrides) {
    requireNonNull(file, "file must not be null");
    requireNonNull(model, "model must not be null");
    requireNonNull(overrides, "overrides must not be null");
    return engine.modelReader().parts(file, model, overrides);
  }

  /**
   * Reads a CSV stream part by part, in the same way as {@link #readTable(InputStream, String,
   * Model)} reads it as a whole.
   *
   * @param in not closed
   * @param origin its name in messages, such as {@code standard input}
   * @return as {@link #readParts(Path, Model)}
   */
  public TableParts readParts(InputStream in, String origin, Model model) {
    return readParts(in, origin, model, FormatMatch.Overrides.NONE);
  }

  /**
   * The same for a stream whose format is partly known.
   *
   * @param overrides set parts of the CSV format; the rest is recognised
   */
  public TableParts readParts(
      InputStream in, String origin, Model model, FormatMatch.Overrides overrides) {
    requireNonNull(in, "in must not be null");
    requireNonNull(origin, "origin must not be null");
    requireNonNull(model, "model must not be null");
    requireNonNull(overrides, "overrides must not be null");
    return engine.modelReader().parts(in, origin, model, overrides);
  }

  /**
   * Reads a data source part by part.
   *
   * @param origin its name in messages, such as the name of its file
   * @return as {@link #readParts(Path, Model)}
   */
  public TableParts readParts(DataSource source, String origin) {
    requireNonNull(source, "source must not be null");
    requireNonNull(origin, "origin must not be null");
    return engine.reader().parts(source, origin);
  }

  /**
   * Reads a file that was {@link #recognise recognised} part by part, in the same way as {@link
   * #readTable(Path, Recognised, Model, FormatMatch.Overrides)} reads it as a whole.
   *
   * @return as {@link #readParts(Path, Model)}
   */
  public TableParts readParts(
      Path file, Recognised recognised, Model model, FormatMatch.Overrides overrides) {
    requireNonNull(file, "file must not be null");
    requireNonNull(recognised, "recognised must not be null");
    requireNonNull(model, "model must not be null");
    requireNonNull(overrides, "overrides must not be null");
    return engine.modelReader().parts(file, recognised, model, overrides);
  }

  /**
   * Recognises a file in the format of a data source by its content or its name.
   *
   * @return empty if no data source recognises it, so that it can only be CSV
   * @throws PluginException if several data sources recognise it
   */
  public Optional<Recognised> recognise(Path file) {
    requireNonNull(file, "file must not be null");
    return new Recogniser(catalogue(), engine.parts().outlet()).recognise(file);
  }

  /**
   * Writes a model to one safetensors file; an existing file is replaced atomically.
   *
   * @throws dev.gradus.runtime.problem.ModelFileException if it cannot be written
   */
  public void save(Model model, Path file) {
    requireNonNull(model, "model must not be null");
    requireNonNull(file, "file must not be null");
    engine.parts().models().write(model, file);
  }

  /**
   * Writes a model to a stream, which is flushed but not closed.
   *
   * @throws dev.gradus.runtime.problem.GradusException if it cannot be written
   */
  public void save(Model model, OutputStream out) {
    requireNonNull(model, "model must not be null");
    requireNonNull(out, "out must not be null");
    engine.parts().models().write(model, out);
  }

  /**
   * Reads a model. It needs the plugins of its layers, and of a loss that decodes the outputs, such
   * as corn, quantiles or cox. Without other plugins that it was trained with, it still predicts;
   * {@link Model#evaluation} and {@link Model#configuration} name those that are missing.
   *
   * @param file on any file system
   * @throws dev.gradus.runtime.problem.ModelFileException if it is corrupt, has another version, or
   *     needs plugins that are not installed
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
   *     ends early or has extra bytes after the model
   */
  public Model load(InputStream in) {
    requireNonNull(in, "in must not be null; a resource that does not exist gives null");
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
   * A model of weights that were trained elsewhere.
   *
   * @param configuration its layers, and how it would be trained further
   * @param preparation of its columns
   * @param weights the values of each tensor, by its name in a model file, such as {@code
   *     layers.0.weight}, in row-major order; copied
   * @throws dev.gradus.runtime.problem.GradusException if the layers do not fit the columns, or the
   *     weights do not fit the layers; the message names the tensor
   */
  public Model assemble(
      Configuration configuration, Preparation preparation, Map<String, float[]> weights) {
    requireNonNull(configuration, "configuration must not be null");
    requireNonNull(preparation, "preparation must not be null");
    requireNonNull(weights, "weights must not be null");
    return engine.parts().models().assemble(configuration, preparation, weights);
  }

  /**
   * A worker that computes gradients of a run that is trained in another process.
   *
   * @param run as a {@link dev.gradus.engine.distributed.GradientSource} has received it; its
   *     arrays are shared
   * @throws dev.gradus.runtime.problem.GradusException if the run needs plugins that are not
   *     installed, or more memory than there is
   */
  public GradientWorker worker(SharedRun run) {
    return GradientWorker.of(engine, requireNonNull(run, "run must not be null"));
  }

  /**
   * What the network of a model uses: how much each column matters, what each contributes to a
   * prediction, and how the prediction depends on it.
   *
   * @throws dev.gradus.runtime.problem.ModelFileException if the model was loaded without a plugin
   *     that it was trained with
   */
  public Importance importance(Model model) {
    requireNonNull(model, "model must not be null");
    return new NetworkImportance(engine.parts().configurations(), model, engine.parts().outlet());
  }

  /**
   * Divides predictions of single rows among their columns, for a service that explains what it
   * predicts. Only the model is needed; rows are compared with the middle of its training data.
   *
   * @throws dev.gradus.runtime.problem.GradusException if a layer of the model has no gradient, or
   *     the model was loaded without a plugin that it was trained with
   */
  public static Attributions attributions(Model model) {
    requireNonNull(model, "model must not be null");
    return new ModelAttributions(model);
  }

  /**
   * Releases the plugin folders and their class loaders. Models that use their plugins must not be
   * used any more; end runs that were {@link Job#start started} before.
   */
  @Override
  public void close() {
    folders.forEach(PluginFolder::close);
  }
}
