package dev.gradus.onnx;

import static java.util.Objects.requireNonNull;

import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.column.DateColumn;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.file.BuildVersion;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes a model as an ONNX file, which other programs run without Gradus, such as ONNX Runtime in
 * Python, C#, JavaScript and Java.
 *
 * <pre>{@code
 * Onnx.write(SavedModel.read(Path.of("iris.safetensors")), Path.of("iris.onnx"));
 * }</pre>
 *
 * <p>The graph has an input for each column, [rows, 1], under the name of the column: doubles for a
 * numeric column, where NaN is missing, and strings for every other column, where an empty string
 * is missing. A string is a cell as Gradus reads it, without blanks around it. The graph holds the
 * preparation of the columns, so it takes the cells as they are.
 *
 * <p>The outputs are:
 *
 * <ul>
 *   <li>for a class, the name of the target: the predicted class, strings [rows]; and {@value
 *       #PROBABILITIES}, floats [rows, classes], or {@value #SCORES} if the network gives none. The
 *       metadata {@value #NAMES} has the names of the classes in this order, one per line
 *   <li>for labels, the name of each: its predicted cell, strings [rows]; and {@value
 *       #PROBABILITIES}, floats [rows, labels]
 *   <li>for numbers, the name of each: doubles [rows], in the unit of the data
 *   <li>if the model predicts them, likewise: quantiles, the name and {@code _q0.05}, with the
 *       level; the standard deviation, the name and {@code _deviation}; and both ends of an
 *       interval, the name and {@code _low} or {@code _high}
 *   <li>if the model predicts sets of classes, the name of the target and {@code _set}: whole
 *       numbers [rows, classes], 1 for a class in the set and 0 for another
 * </ul>
 *
 * <p>If a column has the name of one of the last two, the output begins with {@code predicted_}.
 *
 * <p>A row that Gradus refuses, such as one with a missing cell in a column that must not have any,
 * has NaN as its numbers, an empty string as its class, and an empty set. Numbers are those of
 * Gradus up to rounding.
 */
public final class Onnx {

  /** The version of the ONNX operators that a file uses, unless its model needs a newer one. */
  public static final int OPSET = 17;

  /** The first version of the ONNX operators that can read dates. */
  public static final int OPSET_OF_DATES = 20;

  /** The newest version of the ONNX operators that a file may use. */
  public static final int NEWEST_OPSET = 23;

  /** The output with the probabilities of classes or labels. */
  public static final String PROBABILITIES = "probabilities";

  /** The output that takes the place of probabilities, if the network gives none. */
  public static final String SCORES = "scores";

  /** The key of the names of classes or labels in the metadata. */
  public static final String NAMES = "gradus.names";

  /**
   * The key of the layers in the metadata: the values in the graph that they take and return, and
   * how many numbers a row has before them. An import finds them by it.
   */
  public static final String LAYERS = "gradus.layers";

  private static final String BYTES = "the bytes";

  private Onnx() {}

  /**
   * What a file holds.
   *
   * @param bytes the file
   * @param opset the version of the ONNX operators
   * @param inputs the names of the inputs of the graph
   * @param outputs the names of its outputs
   * @param omissions what Gradus predicts with the model and the file does not, in sentences
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Exported(
      byte[] bytes, int opset, List<String> inputs, List<String> outputs, List<String> omissions) {}

  /** Finds the classes of plugins. */
  @FunctionalInterface
  public interface Plugins {

    /**
     * Finds the class of a plugin.
     *
     * @param kind the interface that it implements, such as {@link dev.gradus.spi.Layer}
     * @param name its name in configurations
     * @return empty if there is no such plugin
     */
    Optional<Class<?>> find(Class<?> kind, String name);
  }

  /**
   * Reads a model whose plugins no single class loader finds, such as those from the jars of a
   * folder:
   *
   * <pre>{@code
   * try (Gradus gradus = Gradus.builder().plugins(Path.of("plugins")).build()) {
   *   SavedModel model =
   *       Onnx.read(
   *           Path.of("model.safetensors"),
   *           (kind, name) ->
   *               PluginKind.of(kind)
   *                   .flatMap(known -> gradus.catalogue().find(known, name))
   *                   .map(PluginType::type));
   *   Onnx.write(model, Path.of("model.onnx"));
   * }
   * }</pre>
   *
   * @param plugins finds all plugins, also those that are built in
   * @throws dev.gradus.runtime.problem.ModelFileException as {@link SavedModel#read(Path)}
   */
  public static SavedModel read(Path file, Plugins plugins) {
    requireNonNull(file, "file must not be null");
    requireNonNull(plugins, "plugins must not be null");
    return SavedParts.read(Safetensors.read(file), String.valueOf(file.getFileName()), plugins);
  }

  /**
   * The same from the bytes of the file.
   *
   * @param bytes not modified
   * @throws dev.gradus.runtime.problem.ModelFileException as {@link SavedModel#read(byte[])}
   */
  public static SavedModel read(byte[] bytes, Plugins plugins) {
    requireNonNull(bytes, "bytes must not be null");
    requireNonNull(plugins, "plugins must not be null");
    return SavedParts.read(Safetensors.decode(bytes, BYTES), BYTES, plugins);
  }

  /**
   * Writes a file with the operators of version {@value #OPSET}, or of version {@value
   * #OPSET_OF_DATES} if a column has dates.
   *
   * @param file is replaced if it exists, and stays as it is if the model cannot be exported
   * @throws GradusException if a part of the model has no form in ONNX, which it names
   */
  public static Exported write(SavedModel model, Path file) {
    requireNonNull(model, "model must not be null");
    return write(model, file, needed(model));
  }

  /**
   * Writes a file.
   *
   * @param opset the version of the ONNX operators, from {@value #OPSET} to {@value #NEWEST_OPSET}
   * @throws GradusException as {@link #write(SavedModel, Path)}, or if the version is another one
   */
  public static Exported write(SavedModel model, Path file, int opset) {
    requireNonNull(file, "file must not be null");
    Exported exported = export(model, opset);
    save(exported.bytes(), file);
    return exported;
  }

  /**
   * Makes the content of a file.
   *
   * @throws GradusException as {@link #write(SavedModel, Path)}
   */
  public static Exported export(SavedModel model) {
    requireNonNull(model, "model must not be null");
    return export(model, needed(model));
  }

  private static int needed(SavedModel model) {
    boolean dates = model.preparation().inputs().stream().anyMatch(DateColumn.class::isInstance);
    return dates ? OPSET_OF_DATES : OPSET;
  }

  /**
   * Makes the content of a file.
   *
   * @throws GradusException as {@link #write(SavedModel, Path, int)}
   */
  public static Exported export(SavedModel model, int opset) {
    requireNonNull(model, "model must not be null");
    if (opset < OPSET || opset > NEWEST_OPSET) {
      throw Refusal.of("the opset must be from %s to %s, but is %s", OPSET, NEWEST_OPSET, opset);
    }
    SavedParts parts = SavedParts.of(model);
    TargetColumns targets = model.preparation().targets();
    OnnxGraph graph = new OnnxGraph(opset);
    reserve(graph, model, targets);
    Inputs.Prepared prepared = Inputs.append(graph, model.preparation());
    String y =
        Layers.append(
            graph, prepared.values(), model.preparation().inputColumns(), parts.network());
    Outputs outputs = new Outputs(graph, parts, targets, prepared.fault());
    outputs.append(y);
    return new Exported(
        graph.toBytes(
            format(opset),
            opset < 22 ? 3 : 4,
            BuildVersion.current(),
            metadata(
                model,
                outputs.names(),
                "%s %s %s"
                    .formatted(prepared.values(), y, model.preparation().inputColumns().width()))),
        opset,
        graph.inputNames(),
        graph.outputNames(),
        outputs.omissions());
  }

  private static void reserve(OnnxGraph graph, SavedModel model, TargetColumns targets) {
    for (String own : List.of(PROBABILITIES, SCORES)) {
      if (targets.names().contains(own)
          || model.preparation().inputs().stream().anyMatch(c -> c.name().equals(own))) {
        throw Refusal.of(
            "a column is called '%s', as an output of the graph is; rename it before training",
            own);
      }
      graph.reserve(own);
    }
    targets.names().forEach(graph::reserve);
    model.preparation().inputs().forEach(column -> graph.reserve(column.name()));
  }

  /** The version of the file format that came with a version of the operators. */
  private static int format(int opset) {
    return opset < 19 ? 8 : opset < 21 ? 9 : 10;
  }

  private static Map<String, String> metadata(SavedModel model, List<String> names, String layers) {
    Map<String, String> metadata = new LinkedHashMap<>(model.metadata());
    metadata.put("gradus.version", BuildVersion.current());
    metadata.put(LAYERS, layers);
    if (!names.isEmpty()) {
      metadata.put(NAMES, String.join("\n", names));
    }
    return metadata;
  }

  /** Writes another file in its folder first, so that it is never half written. */
  private static void save(byte[] bytes, Path file) {
    Path whole = file.toAbsolutePath();
    Path beside = whole.resolveSibling("." + whole.getFileName() + "." + UUID.randomUUID());
    try {
      try {
        Files.write(beside, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(beside, whole, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new OutputException(
          new Problem(file.toString(), "the file cannot be written: " + IoReason.of(e)), e);
    }
  }
}
