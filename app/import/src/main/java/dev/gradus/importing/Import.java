package dev.gradus.importing;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.Gradus;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Imports a network that another library has trained.
 *
 * <pre>{@code
 * Imported imported =
 *     Import.of(Path.of("iris.onnx")).classes("setosa", "versicolor", "virginica").read(gradus);
 * gradus.save(imported.model(), Path.of("iris.safetensors"));
 * }</pre>
 *
 * <p>The file may be:
 *
 * <ul>
 *   <li>ONNX, with a chain of Gemm, MatMul, Conv, normalisation, activations and pooling
 *   <li>Keras 3, {@code .keras}, with a chain of layers
 *   <li>the weights of a PyTorch network as safetensors; {@link #network} names a YAML file with
 *       its layers
 * </ul>
 *
 * <p>The inputs become numeric columns without scaling, called x1, x2 and so on in the order of the
 * file, unless {@link #columns} names them. Outputs of softmax are classes, called 0, 1 and so on
 * unless {@link #classes} names them; those of a sigmoid are two classes, or labels; any others are
 * numbers, and so are all with {@link #numbers}. Nothing in a file is executed: pickled files are
 * refused.
 *
 * <p>Immutable.
 */
public final class Import {

  private final Path file;
  private final Naming naming;

  private Import(Path file, Naming naming) {
    this.file = file;
    this.naming = naming;
  }

  /** Imports a file, with the usual names. */
  public static Import of(Path file) {
    return new Import(requireNonNull(file, "file must not be null"), Naming.NONE);
  }

  /** Names the inputs, in the order of the file: of an image in the order of its axes there. */
  public Import columns(String... names) {
    requireNonNull(names, "names must not be null");
    return new Import(file, naming.withColumns(names));
  }

  /** Names what is predicted: one name for a class, one for each output otherwise. */
  public Import targets(String... names) {
    requireNonNull(names, "names must not be null");
    return new Import(file, naming.withTargets(names));
  }

  /**
   * Names the classes, in the order of the outputs; two for a single output, the second of which is
   * that of output 1. If the network ends without softmax or sigmoid, it is appended.
   */
  public Import classes(String... names) {
    requireNonNull(names, "names must not be null");
    return new Import(file, naming.withClasses(names));
  }

  /**
   * Predicts numbers, one for each output, also if the network ends with sigmoid or softmax: a
   * share between 0 and 1 is then a number, and no probability of a class.
   */
  public Import numbers() {
    return new Import(file, naming.withNumbers());
  }

  /** Sets the YAML file with the layers of PyTorch weights. */
  public Import network(Path yaml) {
    requireNonNull(yaml, "yaml must not be null");
    return new Import(file, naming.withNetwork(yaml));
  }

  /** Names the modules of PyTorch weights, in the order of the layers that have weights. */
  public Import modules(String... names) {
    requireNonNull(names, "names must not be null");
    return new Import(file, naming.withModules(names));
  }

  /**
   * Reads the network.
   *
   * @param gradus has the plugins of its layers
   * @throws GradusException with a sentence that names the layer, if something in the file has no
   *     counterpart, or the file is damaged
   */
  public Imported read(Gradus gradus) {
    requireNonNull(gradus, "gradus must not be null");
    String name = String.valueOf(file.getFileName());
    try {
      return imported(Files.readAllBytes(file), gradus);
    } catch (OutOfMemoryError e) {
      throw new GradusException(
          new Problem(name, "the file is too large for the memory of this process (java -Xmx)"), e);
    } catch (IOException e) {
      throw new GradusException(
          new Problem(file.toString(), "the file cannot be read: " + IoReason.of(e)), e);
    } catch (DamagedException e) {
      throw new GradusException(new Problem(name, String.valueOf(e.getMessage())), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new GradusException(
          new Problem(name, "a number in the file is not possible: " + e.getMessage()), e);
    } catch (GradusException e) {
      List<Problem> placed =
          e.problems().stream()
              .map(
                  each ->
                      each.where().isEmpty()
                          ? new Problem(name, each.sentence(), each.remedy())
                          : each)
              .toList();
      throw placed.equals(e.problems()) ? e : new GradusException(placed.get(0), e);
    }
  }

  private Imported imported(byte[] bytes, Gradus gradus) throws DamagedException {
    FileFormat format =
        FileFormat.of(bytes, String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT));
    if (format != FileFormat.SAFETENSORS && naming.network().isPresent()) {
      throw Refusal.of(
          "the file holds its layers itself; leave out the YAML of the network (--network)");
    }
    if (format != FileFormat.SAFETENSORS && !naming.modules().isEmpty()) {
      throw Refusal.of("names of modules are for PyTorch weights; leave them out (--modules)");
    }
    return switch (format) {
      case ONNX -> OnnxImport.read(bytes, naming, gradus);
      case KERAS -> KerasImport.read(bytes, naming, gradus);
      case SAFETENSORS -> TorchImport.read(bytes, naming, gradus);
    };
  }
}
