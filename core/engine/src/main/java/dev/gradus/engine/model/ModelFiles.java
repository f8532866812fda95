package dev.gradus.engine.model;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.binding.SourceDocument;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.InputColumns;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.data.PreparedColumn;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.model.ModelFileException.Reason;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.NetworkException;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.ConfigurationException;
import dev.gradus.engine.problem.Problem;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.training.Experiment;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Recognised;
import dev.gradus.spi.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes and reads model files.
 *
 * <h2>The format</h2>
 *
 * A model file is a safetensors file, see {@link Safetensors}. Its tensors are the parameters of
 * the network, named {@code layers.I.weight} of shape [inputs, units] and {@code layers.I.bias} of
 * shape [units], I counted from 0. If a linear model was fitted to what the network has learned
 * from, {@code linear.weight} of shape [inputs, outputs] and {@code linear.bias} of shape [outputs]
 * are its weights for the same prepared inputs, in which every category of a code is an input of
 * its own. Its metadata are:
 *
 * <table>
 *   <caption>Metadata</caption>
 *   <tr><th>Key<th>Value
 *   <tr><td>{@code gradus.format}<td>the version of this format: {@value #PLAIN}, or {@value #FORMAT} if the file holds a linear model or whitened columns, which the first version did not know
 *   <tr><td>{@code gradus.version}<td>the version of Gradus that wrote it
 *   <tr><td>{@code gradus.configuration}<td>the configuration that made it, as YAML with every option written out
 *   <tr><td>{@code gradus.preparation}<td>what was learned of the columns, as JSON
 *   <tr><td>{@code gradus.plugins}<td>the plugins that it needs, one a line: kind, name, origin
 *   <tr><td>{@code gradus.bits}<td>{@code everywhere} if the same training gives the same bits on every machine, or {@code of this machine: } and the plugins that do not say so; not there in files of earlier versions
 *   <tr><td>{@code gradus.source}<td>the data source of a plugin that has read the examples from a file, as YAML; not needed to predict, and not there otherwise
 *   <tr><td>{@code gradus.checksum}<td>the SHA-256 of the content
 * </table>
 *
 * <p>A checkpoint is a model file as well, with more in it, see {@link CheckpointFiles}.
 *
 * <p>Nothing in it depends on the clock or the machine: the same training gives the same bytes. A
 * file with another format number is refused; so a file has the lowest that its content allows, and
 * an earlier Gradus reads it, or says that it is too new.
 */
public final class ModelFiles {

  /** The first version of the format. */
  static final int PLAIN = 1;

  /** The latest version, with linear models and whitened columns; both are read. */
  static final int FORMAT = 2;

  private static final String FORMAT_KEY = "gradus.format";
  static final String VERSION_KEY = "gradus.version";
  private static final String CONFIGURATION_KEY = "gradus.configuration";
  private static final String PREPARATION_KEY = "gradus.preparation";
  static final String PLUGINS_KEY = "gradus.plugins";
  private static final String BITS_KEY = "gradus.bits";
  private static final String SOURCE_KEY = "gradus.source";

  private final Catalogue catalogue;
  private final ConfigurationReader configurations;
  private final NetworkBuilder networks;
  private final long heapBytes = Runtime.getRuntime().maxMemory();
  private final Consumer<Warning> outlet;

  /**
   * Makes a reader and writer.
   *
   * @param catalogue the plugins that are here
   * @param configurations reads the configuration in a file
   * @param networks builds the network for it
   * @param outlet is given what users of those models must know
   */
  public ModelFiles(
      Catalogue catalogue,
      ConfigurationReader configurations,
      NetworkBuilder networks,
      Consumer<Warning> outlet) {
    this.catalogue = catalogue;
    this.configurations = configurations;
    this.networks = networks;
    this.outlet = outlet;
  }

  /**
   * Writes a model; whatever was there is replaced at once, or not at all.
   *
   * @throws dev.gradus.engine.problem.GradusException naming the path and the cause, if it cannot
   *     be written
   */
  public void write(Model model, Path file) {
    List<SafetensorsTensor> tensors = new ArrayList<>(tensors(model.network().tensors()));
    model.linear().ifPresent(linear -> tensors.addAll(tensors(linear.tensors())));
    SafetensorsContent content =
        new SafetensorsContent(
            metadata(
                model.linear().isPresent(),
                model.configuration(),
                model.preparation(),
                model.bits(),
                model.source()),
            tensors);
    write(file, content);
  }

  /**
   * Checks that a model of an experiment can be written, before it is trained.
   *
   * @throws ModelFileException if it is beyond a limit of its file
   */
  public void check(Experiment experiment) {
    Map<String, String> metadata = metadata(experiment);
    Safetensors.check(new SafetensorsContent(metadata, tensors(experiment.network().tensors())));
  }

  /**
   * Writes a model or a checkpoint.
   *
   * @throws ModelFileException if a weight, or what an optimizer remembers of it, is not finite
   */
  static void write(Path file, SafetensorsContent content) {
    for (SafetensorsTensor tensor : content.tensors()) {
      int place = tensor.type() == SafetensorsTensor.Type.F32 ? tensor.firstNotFinite() : -1;
      if (place >= 0) {
        throw new ModelFileException(
            Reason.CORRUPT,
            new Problem(
                file.toString(),
                "the model is not saved, because it could not predict: there is %s; train with a lower learning rate, or scale the data"
                    .formatted(tensor.describe(place))));
      }
    }
    Safetensors.write(file, content);
  }

  /**
   * Makes sure, before anything is trained, that a model of a configuration can be written, and
   * read again.
   *
   * @throws dev.gradus.engine.problem.GradusException naming the plugin or option that stands in
   *     the way
   */
  public void checkStorable(Configuration whole) {
    Configuration configuration = withoutSources(whole);
    String text = write(configuration);
    RequiredPlugins.requireRegistered(configuration, catalogue);
    configurations.parse(text, "the configuration of the model", Path.of(""), List.of());
  }

  /** What the file of a model of an experiment says beside its tensors. */
  Map<String, String> metadata(Experiment experiment) {
    Configuration configuration = experiment.configuration();
    Optional<DataSource> source = configuration.data().flatMap(DataSpec::source);
    return metadata(
        false,
        configuration,
        experiment.preparation(),
        Optional.of(Bits.of(configuration)),
        source.flatMap(KeptSource::textOf));
  }

  private Map<String, String> metadata(
      boolean hasLinear,
      Configuration whole,
      Preparation preparation,
      Optional<String> bits,
      Optional<String> source) {
    Map<String, String> metadata = new LinkedHashMap<>();
    int format = hasLinear || preparation.whitening().isPresent() ? FORMAT : PLAIN;
    metadata.put(FORMAT_KEY, Integer.toString(format));
    metadata.put(VERSION_KEY, Version.current());
    Configuration configuration = withoutSources(whole);
    metadata.put(CONFIGURATION_KEY, write(configuration));
    metadata.put(PREPARATION_KEY, PreparationJson.write(preparation));
    metadata.put(PLUGINS_KEY, String.join("\n", RequiredPlugins.of(configuration, catalogue)));
    bits.ifPresent(text -> metadata.put(BITS_KEY, text));
    source.ifPresent(text -> metadata.put(SOURCE_KEY, text));
    return metadata;
  }

  /** The parameters as tensors that share their arrays. */
  static List<SafetensorsTensor> tensors(List<Parameter> parameters) {
    return parameters.stream()
        .map(
            parameter ->
                SafetensorsTensor.ofOwn(
                    parameter.name(), shapeOf(parameter), parameter.matrix().values()))
        .toList();
  }

  /**
   * Who predicts need not have, nor be able to read, what was trained on, nor know what was tried.
   */
  private static Configuration withoutSources(Configuration configuration) {
    return new Configuration(
        configuration
            .data()
            .map(
                data ->
                    new DataSpec(
                        data.csv(),
                        data.target(),
                        data.columns(),
                        data.scale(),
                        data.split(),
                        Optional.empty(),
                        data.missing(),
                        data.format(),
                        Optional.empty())),
        configuration.network(),
        configuration.loss(),
        configuration.optimizer(),
        configuration.schedule(),
        configuration.regularizers(),
        configuration.metrics(),
        configuration.training(),
        Optional.empty());
  }

  /**
   * As YAML; of the path of the data only the name of the file, which says enough and betrays no
   * machine.
   */
  private static String write(Configuration configuration) {
    Optional<Path> folder =
        configuration
            .data()
            .flatMap(DataSpec::csv)
            .flatMap(csv -> Optional.ofNullable(csv.getParent()));
    ConfigurationWriter writer = new ConfigurationWriter();
    return folder
        .map(known -> writer.write(configuration, known))
        .orElseGet(() -> writer.write(configuration));
  }

  private static List<Integer> shapeOf(Parameter parameter) {
    Matrix matrix = parameter.matrix();
    return parameter.role() == Tensor.Role.BIAS
        ? List.of(matrix.columns())
        : List.of(matrix.rows(), matrix.columns());
  }

  /**
   * Reads a model.
   *
   * @throws ModelFileException if the file is corrupt, has another format, or needs plugins that
   *     are not there, or its network does not fit into memory
   */
  public Model read(Path file) {
    SafetensorsContent content = Safetensors.read(file);
    String where = String.valueOf(file.getFileName());
    checkFormat(content, where);
    Configuration configuration = configurationOf(content, where);
    Preparation preparation = preparationOf(content, where);
    InputColumns inputs = preparation.inputColumns();
    Loss loss = configuration.loss();
    try {
      checkSize(
          networks.plan(configuration.network(), inputs, preparation.target(), loss),
          content,
          where);
      Network network = networks.blank(configuration.network(), inputs, preparation.target(), loss);
      fill(network, content, where);
      Optional<String> source = Optional.ofNullable(content.metadata().get(SOURCE_KEY));
      LossGuard guard =
          new LossGuard(catalogue, configuration.training(), network, preparation.target());
      Optional<String> bits = Optional.ofNullable(content.metadata().get(BITS_KEY));
      Optional<LinearModel> linear = linearOf(content, preparation, where);
      return new Model(configuration, preparation, network, guard, outlet, source, bits, linear);
    } catch (NetworkException e) {
      throw corrupt(where, "its layers do not fit its columns: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a network that is larger than what the file holds, or that the memory cannot hold,
   * before it is made.
   *
   * @param planned has no numbers
   */
  private void checkSize(Network planned, SafetensorsContent content, String where) {
    checkTensors(planned, content, where);
    long bytes = planned.predictingBytes(1);
    if (bytes > heapBytes || planned.largestArray(1) > Integer.MAX_VALUE - 8) {
      throw new ModelFileException(
          Reason.TOO_LARGE,
          new Problem(
              where,
              String.format(
                  Locale.ROOT,
                  "the model takes %,d bytes of memory to predict a single row, but this process has %,d; give it more (java -Xmx)",
                  bytes,
                  heapBytes)));
    }
  }

  /**
   * The data source that a model was trained from, on another file.
   *
   * @return empty if the file is to be read as CSV; users are warned where that is only because the
   *     source is not here
   * @throws dev.gradus.engine.problem.DataException if the source refuses the file
   */
  public Optional<DataSource> sourceOn(Path file, Model model) {
    Optional<DataSource> own = model.configuration().data().flatMap(DataSpec::source);
    return own.isPresent()
        ? SourceOnFile.of(own.get(), file)
        : model.source().flatMap(text -> KeptSource.on(file, text, catalogue, outlet));
  }

  /**
   * The data source that has recognised a file; if a model was trained from one of the kind, with
   * the options of that which it leaves out itself.
   *
   * @return empty if it could not have written the columns that the model needs
   * @throws dev.gradus.engine.problem.DataException if the source refuses the file
   */
  public Optional<DataSource> sourceOn(Path file, Recognised recognised, Model model) {
    DataSource found = recognised.source();
    boolean same =
        model
            .source()
            .flatMap(SourceDocument::pluginIn)
            .equals(Optional.of(PluginType.nameOf(found)));
    DataSource source =
        (same ? sourceOn(file, model) : Optional.<DataSource>empty())
            .map(own -> SourceOnFile.completed(found, own, file))
            .orElse(found);
    List<String> needed = model.preparation().inputs().stream().map(PreparedColumn::name).toList();
    return Verifier.naming(
        source,
        "when it was told which columns are needed",
        () -> Verifier.answer(source, "forColumns", source.forColumns(needed)));
  }

  static void checkFormat(SafetensorsContent content, String where) {
    String format = content.metadata().getOrDefault(FORMAT_KEY, "");
    if (!format.matches("[0-9]{1,9}")) {
      throw new ModelFileException(
          Reason.CORRUPT,
          new Problem(where, "this is a safetensors file, but not a model of Gradus"));
    }
    int found = Integer.parseInt(format);
    if (found < PLAIN || found > FORMAT) {
      throw new ModelFileException(
          found > FORMAT ? Reason.TOO_NEW : Reason.TOO_OLD,
          new Problem(
              where,
              "the model has format %s (written by Gradus %s), but this is Gradus %s, which reads formats %s to %s; use the Gradus that wrote it"
                  .formatted(
                      found,
                      content.metadata().getOrDefault(VERSION_KEY, "of unknown version"),
                      Version.current(),
                      PLAIN,
                      FORMAT)));
    }
  }

  Configuration configurationOf(SafetensorsContent content, String where) {
    try {
      return configurations.parse(
          value(content, CONFIGURATION_KEY, where), where, Path.of(""), List.of());
    } catch (ConfigurationException e) {
      String listed = value(content, PLUGINS_KEY, where);
      List<String> missing = RequiredPlugins.missing(listed, catalogue);
      if (!missing.isEmpty()) {
        throw new ModelFileException(
            Reason.UNKNOWN_PLUGIN,
            new Problem(
                where,
                "the model needs plugins that are not here: %s; add the jars that they are in, as with --plugins"
                    .formatted(String.join(", ", missing))),
            e);
      }
      List<String> changed = RequiredPlugins.changed(listed, catalogue);
      if (!changed.isEmpty()) {
        throw new ModelFileException(
            Reason.UNKNOWN_PLUGIN,
            new Problem(
                where,
                "the model cannot be rebuilt with the plugins that are here; add the jars that it was made with: %s. %s"
                    .formatted(String.join("; ", changed), e.getMessage())),
            e);
      }
      throw corrupt(where, "its configuration cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether a list of plugins names those that a configuration uses here. */
  boolean hasPlugins(String listed, Configuration configuration) {
    return RequiredPlugins.areThose(listed, configuration, catalogue);
  }

  static Preparation preparationOf(SafetensorsContent content, String where) {
    try {
      return PreparationJson.read(value(content, PREPARATION_KEY, where));
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt(
          where,
          "what it says of its columns (%s) cannot be read: %s"
              .formatted(PREPARATION_KEY, e.getMessage()),
          e);
    }
  }

  /** Takes the tensors of a network from a file. */
  static void fill(Network network, SafetensorsContent content, String where) {
    checkTensors(network, content, where);
    for (Parameter parameter : network.tensors()) {
      SafetensorsTensor tensor = tensorOf(content, parameter.name(), shapeOf(parameter), where);
      copy(tensor, parameter.matrix(), where);
    }
  }

  /** Takes the linear model from a file, if it holds one. */
  private Optional<LinearModel> linearOf(
      SafetensorsContent content, Preparation preparation, String where) {
    long held = content.tensors().stream().filter(ModelFiles::isLinear).count();
    if (held == 0) {
      return Optional.empty();
    }
    int outputs = preparation.targets().width();
    SafetensorsTensor weights =
        tensorOf(
            content, LinearModel.WEIGHT, List.of(LinearModel.widthOf(preparation), outputs), where);
    SafetensorsTensor biases = tensorOf(content, LinearModel.BIAS, List.of(outputs), where);
    if (held > 2) {
      throw corrupt(where, "it holds %s tensors of its linear model, which has 2".formatted(held));
    }
    Matrix ofWeights = Matrix.zeros(LinearModel.widthOf(preparation), outputs);
    Matrix ofBiases = Matrix.zeros(1, outputs);
    copy(weights, ofWeights, where);
    copy(biases, ofBiases, where);
    List<String> missing = LinearModel.missing(catalogue, preparation.target());
    if (!missing.isEmpty()) {
      outlet.accept(
          Warning.of(
              "%s: its linear model is kept, but cannot be measured without the plugins that are not here: %s"
                  .formatted(where, String.join(", ", missing))));
    }
    return Optional.of(new LinearModel(networks, preparation, ofWeights, ofBiases));
  }

  private static boolean isLinear(SafetensorsTensor tensor) {
    return tensor.name().startsWith(LinearModel.PREFIX);
  }

  /** Compares the tensors of a file with those of its network, which need not have numbers. */
  private static void checkTensors(Network network, SafetensorsContent content, String where) {
    List<Parameter> parameters = network.tensors();
    long held = content.tensors().stream().filter(tensor -> !isLinear(tensor)).count();
    if (parameters.size() != held && !CheckpointFiles.isCheckpoint(content)) {
      throw corrupt(
          where, "it holds %s tensors, its network has %s".formatted(held, parameters.size()));
    }
    for (Parameter parameter : parameters) {
      tensorOf(content, parameter.name(), shapeOf(parameter), where);
    }
  }

  /** A tensor of weights, of a name and a shape. */
  static SafetensorsTensor tensorOf(
      SafetensorsContent content, String name, List<Integer> shape, String where) {
    return content
        .find(name)
        .filter(found -> found.type() == SafetensorsTensor.Type.F32)
        .filter(found -> found.shape().equals(shape))
        .orElseThrow(
            () -> corrupt(where, "it holds no tensor %s of shape %s".formatted(name, shape)));
  }

  /** Takes the values of a tensor, all of which must be finite. */
  static void copy(SafetensorsTensor tensor, Matrix into, String where) {
    int place = tensor.firstNotFinite();
    if (place >= 0) {
      throw corrupt(where, "there is " + tensor.describe(place));
    }
    tensor.copyTo(into.values());
  }

  static String value(SafetensorsContent content, String key, String where) {
    String value = content.metadata().get(key);
    if (value == null) {
      throw corrupt(where, "its metadata lack " + key);
    }
    return value;
  }

  static ModelFileException corrupt(String where, String sentence) {
    return new ModelFileException(
        Reason.CORRUPT, new Problem(where, "the model file is corrupt: " + sentence));
  }

  static ModelFileException corrupt(String where, String sentence, Throwable cause) {
    return new ModelFileException(
        Reason.CORRUPT, new Problem(where, "the model file is corrupt: " + sentence), cause);
  }
}
