package dev.gradus.runtime;

import static java.util.Objects.requireNonNull;

import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.file.ModelText;
import dev.gradus.runtime.file.NetworkJson;
import dev.gradus.runtime.file.NetworkTensors;
import dev.gradus.runtime.file.PluginJson.PluginTypes;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.UnfitPluginException;
import dev.gradus.runtime.network.Assembled;
import dev.gradus.runtime.network.Assembly;
import dev.gradus.runtime.network.Forward;
import dev.gradus.runtime.network.Initialization;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.network.Space;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model file, loaded only for prediction.
 *
 * <pre>{@code
 * SavedModel model = SavedModel.read(Path.of("iris.safetensors"));
 * Prediction prediction =
 *     model.predictor().predict(Map.of("sepal_length", 5.1, "sepal_width", 3.5));
 * String species = prediction.className();
 * }</pre>
 *
 * <p>The predictions have the same bits as those of the engine. {@link java.util.ServiceLoader}
 * finds the plugins of its layers and activations with the class loader of the thread or that of
 * this class; a jar lists its plugins in its module descriptor or under {@code META-INF/services}.
 * The loss is found in the same way. Some models cannot predict without it. Other models only lose
 * the predicted standard deviation, which is logged to the {@link System.Logger} {@code
 * dev.gradus}.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class SavedModel {

  private static final String STREAM = "the stream";
  private static final String BYTES = "the bytes";

  // An export, in another module, reads these fields by reflection, and calls the private read for
  // models whose plugins no single class loader finds.
  private final Preparation preparation;
  private final Assembled network;
  private final Optional<Loss> loss;
  private final Decoding decoding;
  private final Map<String, String> metadata;
  private final List<String> plugins;

  private SavedModel(
      Preparation preparation,
      Assembled network,
      Optional<Loss> loss,
      Decoding decoding,
      Map<String, String> metadata,
      List<String> plugins) {
    this.preparation = preparation;
    this.network = network;
    this.loss = loss;
    this.decoding = decoding;
    this.metadata = metadata;
    this.plugins = plugins;
  }

  /**
   * Reads a model.
   *
   * @param file of any file system
   * @throws ModelFileException if the file is corrupt, has another format, does not describe its
   *     network (as in files of earlier versions) or needs plugins that are not installed, or if
   *     its network does not fit into memory
   */
  public static SavedModel read(Path file) {
    requireNonNull(file, "file must not be null");
    return read(
        Safetensors.read(file), String.valueOf(file.getFileName()), InstalledPlugins.ofThread());
  }

  /**
   * Reads a model whose plugins are loaded elsewhere.
   *
   * @param file of any file system
   * @param plugins finds the plugins; those of the application are found in any case
   * @throws ModelFileException as {@link #read(Path)}
   */
  public static SavedModel read(Path file, ClassLoader plugins) {
    requireNonNull(file, "file must not be null");
    requireNonNull(plugins, "plugins must not be null");
    return read(
        Safetensors.read(file), String.valueOf(file.getFileName()), InstalledPlugins.of(plugins));
  }

  /**
   * Reads a model from a stream that holds nothing else, such as a resource of the class path.
   *
   * @param in is read to its end, and not closed
   * @throws ModelFileException as {@link #read(Path)}, or if the stream ends early or has extra
   *     bytes after the model
   */
  public static SavedModel read(InputStream in) {
    requireNonNull(in, "in must not be null");
    return read(Safetensors.read(in, STREAM), STREAM, InstalledPlugins.ofThread());
  }

  /**
   * Reads a model from the bytes of its file.
   *
   * @param bytes not modified
   * @throws ModelFileException as {@link #read(Path)}
   */
  public static SavedModel read(byte[] bytes) {
    requireNonNull(bytes, "bytes must not be null");
    return read(Safetensors.decode(bytes, BYTES), BYTES, InstalledPlugins.ofThread());
  }

  private static SavedModel read(SafetensorsContent content, String where, PluginTypes plugins) {
    ModelText.checkFormat(content, where);
    Preparation preparation = ModelText.preparationIn(content, where);
    boolean needsLoss = content.metadata().containsKey(ModelText.OUTPUTS);
    NetworkJson network = networkIn(content, plugins, needsLoss, where);
    try {
      SavedModel model =
          new SavedModel(
              preparation,
              filled(network, preparation, content, where),
              network.loss(),
              decodingIn(content, network, preparation, where),
              ModelText.applicationIn(content),
              ModelText.value(content, ModelText.PLUGINS, where).lines().toList());
      network
          .lack()
          .filter(lack -> network.outputs() > preparation.targets().width())
          .ifPresent(
              lack ->
                  Warnings.log(
                      Warning.of(
                          "%s: %s; without it the model does not predict the standard deviation of a target"
                              .formatted(where, lack))));
      return model;
    } catch (NetworkException e) {
      throw ModelText.corrupt(where, "its layers do not fit its columns: " + e.getMessage(), e);
    }
  }

  private static NetworkJson networkIn(
      SafetensorsContent content, PluginTypes plugins, boolean needsLoss, String where) {
    String text = content.metadata().get(ModelText.NETWORK);
    if (text == null) {
      throw new ModelFileException(
          Reason.TOO_OLD,
          new Problem(
              where,
              "the file was written by a version that did not describe the network; load it with the engine, and save it again"));
    }
    try {
      return NetworkJson.read(text, plugins, needsLoss);
    } catch (UnfitPluginException e) {
      throw new ModelFileException(
          Reason.UNKNOWN_PLUGIN,
          new Problem(
              where,
              "%s. The model was made with: %s"
                  .formatted(
                      e.getMessage(),
                      ModelText.value(content, ModelText.PLUGINS, where).replace("\n", ", ")),
              Remedy.ADD_PLUGINS),
          e);
    } catch (IOException e) {
      throw ModelText.corrupt(
          where,
          "the description of its network (%s) cannot be read: %s"
              .formatted(ModelText.NETWORK, e.getMessage()),
          e);
    }
  }

  private static Decoding decodingIn(
      SafetensorsContent content, NetworkJson network, Preparation preparation, String where) {
    Decoding plain =
        network
            .loss()
            .map(given -> Decoding.of(given, preparation.targets()))
            .orElseGet(() -> Decoding.ofPredictions(preparation.targets()));
    return ModelText.decodingIn(content, plain, where);
  }

  /**
   * Plans the network first, so that no memory is allocated for a network that the file does not
   * contain.
   */
  private static Assembled filled(
      NetworkJson network, Preparation preparation, SafetensorsContent content, String where) {
    checkOutputs(network, preparation.target(), where);
    Assembled planned = assembled(network, preparation, Space.PLANNED);
    boolean more = content.metadata().containsKey(ModelText.EPOCH);
    NetworkTensors.check(planned.tensors(), content, more, where);
    Forward.check(planned.layers(), Runtime.getRuntime().maxMemory(), where);
    Assembled taken = assembled(network, preparation, Space.TAKEN);
    NetworkTensors.fill(taken.tensors(), content, where);
    return taken;
  }

  private static void checkOutputs(NetworkJson network, Target target, String where) {
    int outputs = network.outputs();
    boolean fits =
        network
            .loss()
            .map(given -> given.outputCount(target) == outputs)
            .orElse(outputs >= target.width());
    if (!fits) {
      throw ModelText.corrupt(
          where,
          "it has %s outputs, which do not fit its target of %s numbers"
              .formatted(outputs, target.width()));
    }
  }

  private static Assembled assembled(NetworkJson network, Preparation preparation, Space space) {
    return Assembly.network(
        network.layers(),
        preparation.inputColumns(),
        preparation.target(),
        network.outputs(),
        space,
        Initialization.NONE);
  }

  /** Describes the target. */
  public Target target() {
    return preparation.target();
  }

  /** The preparation that turns raw columns into network inputs. */
  public Preparation preparation() {
    return preparation;
  }

  /** The metadata that the application added in training; may be empty. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * The plugins that the model was trained with, such as {@code loss huber
   * (dev.gradus.losses@1.0)}: kind, name and origin.
   */
  public List<String> plugins() {
    return plugins;
  }

  /** Creates a predictor, which can be shared by threads. */
  public RowPredictor predictor() {
    return predictor(Thresholds.NONE);
  }

  /**
   * Creates a predictor that decides on classes and labels by the given thresholds.
   *
   * @throws dev.gradus.runtime.problem.GradusException if a threshold makes no sense for the target
   */
  public RowPredictor predictor(Thresholds thresholds) {
    requireNonNull(thresholds, "thresholds must not be null");
    return new RowPredictor(
        preparation, network.layers(), decoding, loss, thresholds, Warnings::log);
  }
}
