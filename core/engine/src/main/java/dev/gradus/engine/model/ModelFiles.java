package dev.gradus.engine.model;

import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.KeptRun;
import dev.gradus.engine.training.Start;
import dev.gradus.engine.training.Starts;
import dev.gradus.engine.training.Trust;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.file.ModelText;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.network.Forward;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Writes and reads model files.
 *
 * <h2>The format</h2>
 *
 * A model file is a safetensors file, see {@link Safetensors}. Its tensors are the parameters of
 * the network, named {@code layers.I.weight} of shape [inputs, units] and {@code layers.I.bias} of
 * shape [units], I counted from 0. If a linear baseline was fitted to the training examples, {@code
 * linear.weight} of shape [inputs, outputs] and {@code linear.bias} of shape [outputs] are its
 * weights for the same prepared inputs, with one input for each category of a code. Its metadata
 * are:
 *
 * <table>
 *   <caption>Metadata</caption>
 *   <tr><th>Key<th>Value
 *   <tr><td>{@code gradus.format}<td>the version of this format: {@value ModelText#PLAIN}; {@value ModelText#LINEAR} if the file holds a linear model or whitened columns; {@value ModelText#LATEST} if it holds calibrated probabilities, sets or intervals
 *   <tr><td>{@code gradus.version}<td>the version of Gradus that wrote it
 *   <tr><td>{@code gradus.configuration}<td>the configuration that it was trained with, as YAML with every option written out; it is copied unchanged when a loaded model is saved again
 *   <tr><td>{@code gradus.network}<td>its layers with every option, the number of outputs, and the loss if predictions need it, as JSON; {@link dev.gradus.runtime.SavedModel} uses it to predict, while the engine uses the configuration. Absent in files of earlier versions
 *   <tr><td>{@code gradus.preparation}<td>the fitted preparation of the columns, as JSON
 *   <tr><td>{@code gradus.plugins}<td>the plugins that it was trained with, one per line: kind, name, origin; prediction needs the layers and activations
 *   <tr><td>{@code gradus.outputs}<td>{@code decoded} if the loss turns the outputs into predictions, so that prediction needs its plugin; absent otherwise
 *   <tr><td>{@code gradus.calibration}<td>what calibrates the probabilities, as JSON: {@code {"temperature":1.5,"distribution":true,"from":[],"to":[]}}, see {@link dev.gradus.runtime.column.Calibration}; absent if nothing does
 *   <tr><td>{@code gradus.calibrated-on}<td>the examples that this was fitted to, and the scores before and after it, as JSON, see {@link dev.gradus.engine.event.CalibrationReport}
 *   <tr><td>{@code gradus.conformal}<td>what makes sets of classes or intervals of numbers, as JSON: {@code {"method":"lac","coverage":0.9,"rows":100,"part":"calibration","quantiles":[0.25]}}, see {@link dev.gradus.runtime.column.Conformal}; absent if there are none
 *   <tr><td>{@code gradus.bits}<td>{@code everywhere} if the same training gives the same bits on every machine, or {@code of this machine: } and the plugins that do not guarantee it; absent in files of earlier versions
 *   <tr><td>{@code gradus.source}<td>the plugin data source that read the examples from a file, if any, as YAML; prediction does not need it
 *   <tr><td>{@code gradus.start}<td>if training started from another model: the SHA-256 of its preparation and tensors, see {@link Model#start}, and the name of its file, if it was read from one
 *   <tr><td>{@code gradus.ranges}<td>the ranges of the columns of numbers and dates in the rows that it was trained on, see {@link Model#ranges}, one per line: the least number, the largest, the name of the column; dates are days since 1970-01-01. Absent in files of earlier versions
 *   <tr><td>{@code gradus.trained-by}<td>the version of Gradus that trained it
 *   <tr><td>{@code gradus.rows}, {@code gradus.validation-rows}, {@code gradus.test-rows}<td>the number of training examples, of validation examples and of test examples
 *   <tr><td>{@code gradus.seed}<td>the seed of all random numbers
 *   <tr><td>{@code gradus.scores}<td>the loss and the metrics of the finished model, one per line: split, name, number
 *   <tr><td>{@code gradus.trained-at}, {@code gradus.seconds}<td>when it was trained (ISO 8601, UTC), and how long that took; only if the application records it, see {@link Model#dated}
 *   <tr><td>{@code application.KEY}<td>the metadata of the application, see {@link Model#withMetadata}
 *   <tr><td>{@code gradus.checksum}<td>the SHA-256 of the content
 * </table>
 *
 * <p>A checkpoint is a model file with further content, see {@link CheckpointFiles}.
 *
 * <p>Nothing in it depends on the clock or the machine, unless the application adds the date: the
 * same training gives the same bytes. A file with another format number is refused. A file gets the
 * lowest number that its content allows, so that earlier versions of Gradus can read it, or report
 * that it is too new.
 */
public final class ModelFiles {

  /** Lets the engine store runs in checkpoints. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final BiFunction<ModelFiles, KeptRun<Resumption>, CheckpointStore> KEEPER =
      ModelFiles::store;

  /** Lets the engine find initial models. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<ModelFiles, Starts> STARTS = ModelFiles::starts;

  /** The same for a run that may be resumed. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final BiFunction<ModelFiles, KeptRun<Resumption>, Starts> STARTS_OF_RUN =
      ModelFiles::starts;

  /** Lets the engine start from a model. */
  @SuppressWarnings("unused") // Friend finds it by reflection.
  private static final Function<Model, Start> START_OF = ModelFiles::startOf;

  private static final String STREAM = "the stream";
  private static final String BYTES = "the bytes";
  private static final String ASSEMBLED = "the network";

  /** The maximum number of outputs per target value that is tried if the loss is not available. */
  private static final int MOST_PER_TARGET = 64;

  private final Catalogue catalogue;
  private final ConfigurationReader configurations;
  private final NetworkBuilder networks;
  private final long heapBytes = Runtime.getRuntime().maxMemory();
  private final Consumer<Warning> outlet;

  /**
   * Creates a reader and writer.
   *
   * @param catalogue the installed plugins
   * @param configurations reads the configuration in a file
   * @param outlet receives warnings about the models
   */
  public ModelFiles(
      Catalogue catalogue, ConfigurationReader configurations, Consumer<Warning> outlet) {
    this.catalogue = catalogue;
    this.configurations = configurations;
    this.networks = new NetworkBuilder(catalogue);
    this.outlet = outlet;
  }

  private CheckpointStore store(KeptRun<Resumption> run) {
    return new CheckpointFolder(this, run.folder(), run.spec(), run.resumption());
  }

  private Starts starts() {
    return this::start;
  }

  private Starts starts(KeptRun<Resumption> run) {
    return CheckpointFolder.starts(this, run.folder(), run.resumption());
  }

  /** Finds data sources for models. */
  public ModelSources sources() {
    return new ModelSources(catalogue, outlet);
  }

  /**
   * Writes a model; an existing file is replaced atomically.
   *
   * @throws dev.gradus.runtime.problem.GradusException naming the path and the cause, if it cannot
   *     be written
   */
  public void write(Model model, Path file) {
    write(file, contentOf(model));
  }

  /**
   * Writes a model to a stream, which is flushed but not closed.
   *
   * @throws dev.gradus.runtime.problem.GradusException naming the cause, if it cannot be written
   */
  public void write(Model model, OutputStream out) {
    SafetensorsContent content = contentOf(model);
    checkFinite(content, STREAM);
    Safetensors.write(out, content);
  }

  private SafetensorsContent contentOf(Model model) {
    List<SafetensorsTensor> tensors = new ArrayList<>(ModelTensors.of(model.network().tensors()));
    model.linear().ifPresent(linear -> tensors.addAll(ModelTensors.of(linear.tensors())));
    return new SafetensorsContent(
        ModelMetadata.of(
            model.linear().isPresent(),
            model.recipe(),
            model.network().outputs(),
            model.preparation(),
            model.provenance(),
            model.trust(),
            catalogue),
        tensors);
  }

  /**
   * Checks that a model can be written, before its network is trained.
   *
   * @throws ModelFileException if it exceeds a limit of its file
   */
  public void check(Model model) {
    Safetensors.check(contentOf(model));
  }

  /**
   * Writes a model or a checkpoint.
   *
   * @throws ModelFileException if a weight or a state of the optimizer is not finite
   */
  static void write(Path file, SafetensorsContent content) {
    checkFinite(content, file.toString());
    byte[] bytes = Safetensors.encode(content);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  private static void checkFinite(SafetensorsContent content, String where) {
    for (SafetensorsTensor tensor : content.tensors()) {
      int place = tensor.type() == SafetensorsTensor.Type.F32 ? tensor.firstNotFinite() : -1;
      if (place >= 0) {
        throw new ModelFileException(
            Reason.CORRUPT,
            new Problem(
                where,
                "the model is not saved, because it could not predict: it contains %s; train with a lower learning rate, or scale the data"
                    .formatted(tensor.describe(place))));
      }
    }
  }

  /**
   * Checks, before anything is trained, that a model of a configuration can be written and read
   * again.
   *
   * @throws dev.gradus.runtime.problem.GradusException naming the plugin or option that prevents it
   */
  public void checkStorable(Configuration whole) {
    Configuration configuration = ModelMetadata.withoutSources(whole);
    String text = ModelMetadata.write(configuration);
    RequiredPlugins.requireRegistered(configuration, catalogue);
    configurations.parse(text, "the configuration of the model", Path.of(""), List.of());
  }

  /** The metadata of the model file of an experiment. */
  Map<String, String> metadata(Experiment experiment) {
    return ModelMetadata.of(
        false,
        Recipe.of(experiment.configuration()),
        experiment.network().outputs(),
        experiment.preparation(),
        Provenance.of(experiment, Map.of()),
        experiment.trust(),
        catalogue);
  }

  /**
   * Reads a model. The plugins of its layers must be installed, and the loss if it decodes the
   * outputs; without others it still predicts, and names them when they are needed.
   *
   * @throws ModelFileException if the file is corrupt, has another format, or needs plugins that
   *     are not installed, or if its network does not fit into memory
   */
  public Model read(Path file) {
    return read(Safetensors.read(file), String.valueOf(file.getFileName()));
  }

  /**
   * Reads a model from a stream that holds nothing else, as {@link #read(Path)} does.
   *
   * @param in is read to its end, and not closed
   * @throws ModelFileException as {@link #read(Path)}, or if the stream ends early or has extra
   *     bytes after the model
   */
  public Model read(InputStream in) {
    return read(Safetensors.read(in, STREAM), STREAM);
  }

  /**
   * Reads a model from the bytes of its file, as {@link #read(Path)} does.
   *
   * @param bytes not modified
   * @throws ModelFileException as {@link #read(Path)}
   */
  public Model read(byte[] bytes) {
    return read(Safetensors.decode(bytes, BYTES), BYTES);
  }

  private Model read(SafetensorsContent content, String where) {
    ModelText.checkFormat(content, where);
    Recipe recipe = recipeIn(content, where);
    if (recipe.loss().isEmpty() && ModelMetadata.needsLoss(content)) {
      throw new ModelFileException(
          Reason.UNKNOWN_PLUGIN,
          new Problem(
              where,
              "the model cannot predict without missing plugins, because its loss decodes the outputs: %s; add their jars"
                  .formatted(
                      String.join(
                          ", ",
                          RequiredPlugins.missing(
                              ModelMetadata.pluginsIn(content, where), catalogue))),
              Remedy.ADD_PLUGINS));
    }
    Preparation preparation = ModelText.preparationIn(content, where);
    try {
      Network network = networkOf(recipe, preparation, content, where);
      ModelTensors.fill(network, content, where);
      Model model =
          new Model(
              recipe,
              preparation,
              network,
              ModelTensors.linearIn(content, networks, preparation, where),
              ModelMetadata.provenanceIn(content, where),
              ModelMetadata.trustIn(content, where),
              whole -> new LossGuard(catalogue, whole.training(), network, preparation.target()),
              outlet);
      if (recipe.loss().isEmpty() && network.outputs() > preparation.targets().width()) {
        outlet.accept(Warning.of(withoutLoss(recipe)));
      }
      return model;
    } catch (NetworkException e) {
      throw ModelText.corrupt(where, "its layers do not fit its columns: " + e.getMessage(), e);
    }
  }

  /**
   * Makes a model of weights that were trained elsewhere.
   *
   * @param configuration its layers, and how it would be trained further
   * @param preparation of its columns
   * @param weights the values of each tensor, by its name in a model file, such as {@code
   *     layers.0.weight}, in row-major order; copied
   * @throws dev.gradus.runtime.problem.GradusException if the layers do not fit the columns, or the
   *     weights do not fit the layers
   */
  public Model assemble(
      Configuration configuration, Preparation preparation, Map<String, float[]> weights) {
    checkStorable(configuration);
    Target target = preparation.target();
    InputColumns inputs = preparation.inputColumns();
    Loss loss = configuration.loss();
    Forward.check(
        networks.plan(configuration.network(), inputs, target, loss).layers(),
        heapBytes,
        ASSEMBLED);
    Network network = networks.blank(configuration.network(), inputs, target, loss);
    ModelTensors.fill(network, weights);
    return new Model(
        Recipe.of(configuration),
        preparation,
        network,
        Optional.empty(),
        Provenance.ELSEWHERE,
        Trust.NONE,
        whole -> new LossGuard(catalogue, whole.training(), network, target),
        outlet);
  }

  private static String withoutLoss(Recipe recipe) {
    String lack = recipe.kept().flatMap(Recipe.Kept::lack).map(Problem::toString).orElse("");
    return lack + "; without its loss it does not predict the standard deviation of a target";
  }

  private Recipe recipeIn(SafetensorsContent content, String where) {
    return Recipe.read(
        ModelMetadata.configurationIn(content, where),
        ModelMetadata.pluginsIn(content, where),
        Optional.ofNullable(content.metadata().get(ModelText.NETWORK)),
        where,
        configurations,
        catalogue);
  }

  private Network networkOf(
      Recipe recipe, Preparation preparation, SafetensorsContent content, String where) {
    InputColumns inputs = preparation.inputColumns();
    int outputs =
        recipe
            .loss()
            .map(loss -> loss.outputCount(preparation.target()))
            .orElseGet(() -> outputs(recipe.layers(), preparation, content));
    checkSize(
        networks.plan(recipe.layers(), inputs, preparation.target(), outputs), content, where);
    return networks.blank(recipe.layers(), inputs, preparation.target(), outputs);
  }

  /** The number of outputs, derived from the shapes of the tensors. */
  private int outputs(List<Layer> layers, Preparation preparation, SafetensorsContent content) {
    int width = preparation.targets().width();
    return IntStream.concat(IntStream.of(width), IntStream.rangeClosed(1, width * MOST_PER_TARGET))
        .filter(outputs -> fits(layers, preparation, outputs, content))
        .findFirst()
        .orElse(width);
  }

  private boolean fits(
      List<Layer> layers, Preparation preparation, int outputs, SafetensorsContent content) {
    try {
      return ModelTensors.areThere(
          networks.plan(layers, preparation.inputColumns(), preparation.target(), outputs),
          content);
    } catch (NetworkException e) {
      return false;
    }
  }

  /**
   * The initial model of a configuration, read from its file.
   *
   * @return empty if it names none
   * @throws ModelFileException as {@link #read}; the message names the option
   */
  Optional<Start> start(Configuration configuration) {
    return configuration.training().start().map(this::startIn);
  }

  private Start startIn(Path file) {
    Model model;
    try {
      model = read(file);
    } catch (ModelFileException e) {
      Problem problem = e.problems().get(0);
      throw new ModelFileException(
          e.reason(),
          new Problem(problem.where(), "training.start cannot be used: " + problem.sentence()),
          e);
    }
    return startOf(model, String.valueOf(file.getFileName()));
  }

  /** An initial model that was not read from a file. */
  static Start startOf(Model model) {
    return startOf(model, "");
  }

  private static Start startOf(Model model, String file) {
    String hash = ModelHash.of(model.preparation(), model.network());
    return new Start(
        file.isEmpty() ? "the initial model" : file,
        file.isEmpty() ? hash : hash + " " + file,
        model.data(),
        model.preparation(),
        model.network(),
        model.provenance().seen(),
        false);
  }

  /**
   * Refuses a network that is larger than the content of the file, or than the memory, before it is
   * built.
   *
   * @param planned without values
   */
  private void checkSize(Network planned, SafetensorsContent content, String where) {
    ModelTensors.check(planned, content, where);
    Forward.check(planned.layers(), heapBytes, where);
  }

  /**
   * The configuration in a file.
   *
   * @throws ModelFileException if it cannot be read, or one of its plugins is not installed
   */
  Configuration configurationIn(SafetensorsContent content, String where) {
    return recipeIn(content, where).orThrow();
  }

  /** Whether a list of plugins names those that a configuration uses now. */
  boolean hasPlugins(String listed, Configuration configuration) {
    return RequiredPlugins.areThose(listed, configuration, catalogue);
  }
}
