package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.model.Model;
import dev.gradus.onnx.Onnx;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model in another format. */
@Command(
    description =
        "Writes a model as an ONNX file, which other programs run without Gradus. The graph takes the columns as they are in the data, and holds their preparation. Or writes the first members of an ensemble as a smaller and faster model.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "MODEL",
      description = "The model file, or the folder of the run that wrote it.")
  private Path modelFile;

  @Option(
      names = "--onnx",
      converter = OutputArgument.class,
      paramLabel = "FILE",
      description = "The ONNX file to write.")
  private Optional<Path> onnx = Optional.empty();

  @Option(
      names = "--first-members",
      paramLabel = "N",
      description =
          "Keeps only the first N members of an ensemble, at least 2. Their predictions are not calibrated, and have no sets or intervals, because both were fitted to those of all members.")
  private Optional<Integer> members = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
      paramLabel = "FILE",
      description = "The model file to write, with the members of --first-members.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--opset",
      paramLabel = "N",
      description =
          "The version of the ONNX operators, from 17 to 23 (default: "
              + Onnx.OPSET
              + "). Dates need 20.")
  private Optional<Integer> opset = Optional.empty();

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Mixin private EarlierResults earlier;

  @Override
  public Integer call() {
    check();
    Optional<byte[]> fewer = members.map(this::firstMembers);
    Optional<Onnx.Exported> exported =
        onnx.map(file -> Onnx.export(savedModel(fewer), opset.orElse(Onnx.OPSET)));
    try {
      output.ifPresent(file -> write(file, fewer.orElseThrow()));
      onnx.ifPresent(file -> write(file, exported.orElseThrow().bytes()));
    } finally {
      earlier.finish(System.err);
    }
    if (json) {
      System.out.println(Visible.json(plugins.warnings().with(asMap(exported))));
      return Main.DONE;
    }
    exported.ifPresent(
        each -> {
          each.omissions().forEach(sentence -> System.err.println("gradus: " + sentence));
          System.out.println("inputs: " + String.join(", ", each.inputs()));
          System.out.println("outputs: " + String.join(", ", each.outputs()));
        });
    output.ifPresent(file -> System.out.println("model: " + file));
    onnx.ifPresent(file -> System.out.println("onnx: " + file));
    return Main.DONE;
  }

  private void check() {
    if (onnx.isEmpty() && output.isEmpty()) {
      throw new GradusException(
          Problem.of(
              "say what to write: --onnx FILE, or --first-members N --output FILE for a model with fewer members"));
    }
    if (output.isPresent() && members.isEmpty()) {
      throw new GradusException(
          Problem.of(
              "--output would copy the model as it is; add --first-members N for one with fewer members, or write %s for ONNX"
                  .formatted(Shell.option("--onnx", output.get().toString()))));
    }
    if (onnx.isEmpty() && opset.isPresent()) {
      throw new GradusException(
          Problem.of(
              "--opset is the version of ONNX operators, and no ONNX file is written; add --onnx FILE, or leave out --opset"));
    }
    if (members.isEmpty() && plugins.areGiven()) {
      throw new GradusException(
          Problem.of(
              "--plugins and --strict are for --first-members; an ONNX file of a whole model takes the built-in plugins only, so leave them out"));
    }
    if (onnx.isPresent() && output.isPresent() && isSame(onnx.get(), output.get())) {
      throw new GradusException(
          Problem.of(
              "--output and --onnx name the same file, %s, but a file holds only one of the two; give each a name of its own"
                  .formatted(output.get())));
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return target(one).equals(target(other))
          || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
    } catch (IOException e) {
      // Writing names what is wrong with the folder.
      return false;
    }
  }

  /** The path through any links of its folder; the file need not exist. */
  private static Path target(Path file) throws IOException {
    Path whole = file.toAbsolutePath().normalize();
    Path parent = whole.getParent();
    return parent == null || !Files.exists(parent)
        ? whole
        : parent.toRealPath().resolve(whole.getFileName());
  }

  /** A model file with the first members. */
  private byte[] firstMembers(int count) {
    try (Gradus gradus = plugins.open()) {
      Model all = ModelArgument.load(gradus, modelFile);
      if (count < 2 || count > all.members()) {
        throw new GradusException(
            new Problem(
                modelFile.toString(),
                all.members() == 1
                    ? "the model is no ensemble, so it has no members to choose from; leave out --first-members"
                    : "--first-members is %s, but the ensemble has %s members; give a number from 2 to %s"
                        .formatted(count, all.members(), all.members())));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      gradus.save(all.withFirstMembers(count), bytes);
      return bytes.toByteArray();
    }
  }

  private void write(Path file, byte[] bytes) {
    earlier.keepFile(file);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /** What becomes ONNX. A plugin of a folder has no form in ONNX, so none is looked for. */
  private SavedModel savedModel(Optional<byte[]> fewer) {
    try {
      return fewer
          .map(SavedModel::read)
          .orElseGet(() -> SavedModel.read(ModelArgument.file(modelFile)));
    } catch (ModelFileException e) {
      if (e.reason() != ModelFileException.Reason.UNKNOWN_PLUGIN) {
        throw e;
      }
      throw new GradusException(
          new Problem(
              modelFile.toString(),
              "%s; gradus export --onnx knows the built-in plugins only, and an application can export others with Onnx.write and OnnxForm"
                  .formatted(e.problems().get(0).sentence())),
          e);
    }
  }

  private Map<String, Object> asMap(Optional<Onnx.Exported> exported) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", modelFile.toString());
    members.ifPresent(count -> object.put("members", count));
    output.ifPresent(file -> object.put("output", file.toString()));
    onnx.ifPresent(file -> object.put("onnx", file.toString()));
    exported.ifPresent(
        each -> {
          object.put("opset", opset.orElse(Onnx.OPSET));
          object.put("inputs", each.inputs());
          object.put("outputs", each.outputs());
          object.put("omissions", each.omissions());
        });
    return object;
  }
}
