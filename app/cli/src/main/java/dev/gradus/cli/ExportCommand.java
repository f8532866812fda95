package dev.gradus.cli;

import dev.gradus.cli.text.Shell;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
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
import java.util.function.Supplier;
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

  /** How a model file says what to do about a plugin that is not installed. */
  private static final String ADD_JAR = "add its jar";

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
              + ", or "
              + Onnx.OPSET_OF_DATES
              + " if the model has dates).")
  private Optional<Integer> opset = Optional.empty();

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Mixin private EarlierResults earlier;

  @Override
  public Integer call() {
    check();
    if (members.isEmpty() && !plugins.areGiven()) {
      return finished(Optional.empty(), onnx.map(file -> exported(this::savedModel)));
    }
    try (Gradus gradus = plugins.open()) {
      Optional<byte[]> fewer = members.map(count -> firstMembers(gradus, count));
      return finished(fewer, onnx.map(file -> exported(() -> savedModel(gradus, fewer))));
    }
  }

  private int finished(Optional<byte[]> fewer, Optional<Onnx.Exported> exported) {
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
    exported.ifPresent(this::print);
    output.ifPresent(file -> System.out.println("model: " + file));
    onnx.ifPresent(file -> System.out.println("onnx: " + file));
    return Main.DONE;
  }

  private void print(Onnx.Exported exported) {
    if (opset.isEmpty() && exported.opset() > Onnx.OPSET) {
      System.err.printf(
          "gradus: the model has dates, so the file uses version %s of the ONNX operators instead of %s%n",
          exported.opset(), Onnx.OPSET);
    }
    exported.omissions().forEach(sentence -> System.err.println("gradus: " + sentence));
    System.out.println("inputs: " + String.join(", ", exported.inputs()));
    System.out.println("outputs: " + String.join(", ", exported.outputs()));
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
    if (onnx.isPresent() && output.isPresent() && isSame(onnx.get(), output.get())) {
      throw new GradusException(
          Problem.of(
              "--output and --onnx name the same file, %s, but a file holds only one of the two; give them different names"
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
  private byte[] firstMembers(Gradus gradus, int count) {
    Model all = ModelArgument.load(gradus, modelFile);
    if (count < 2 || count > all.members()) {
      throw new GradusException(
          new Problem(
              modelFile.toString(),
              all.members() == 1
                  ? "the model is not an ensemble, so it has no members to choose from; leave out --first-members"
                  : "--first-members is %s, but the ensemble has %s members; give a number from 2 to %s"
                      .formatted(count, all.members(), all.members())));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    gradus.save(all.withFirstMembers(count), bytes);
    return bytes.toByteArray();
  }

  private void write(Path file, byte[] bytes) {
    earlier.keepFile(file);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  private SavedModel savedModel() {
    return SavedModel.read(ModelArgument.file(modelFile));
  }

  /** The model or some of its members, with the plugins of folders. */
  private SavedModel savedModel(Gradus gradus, Optional<byte[]> fewer) {
    Onnx.Plugins found =
        (kind, name) ->
            PluginKind.of(kind)
                .flatMap(known -> gradus.catalogue().find(known, name))
                .map(PluginType::type);
    return fewer
        .map(bytes -> Onnx.read(bytes, found))
        .orElseGet(() -> Onnx.read(ModelArgument.file(modelFile), found));
  }

  private Onnx.Exported exported(Supplier<SavedModel> source) {
    try {
      SavedModel model = source.get();
      return opset.map(version -> Onnx.export(model, version)).orElseGet(() -> Onnx.export(model));
    } catch (ModelFileException e) {
      String sentence = e.problems().get(0).sentence();
      String remedy =
          plugins.hasFolders()
              ? "it is in none of the folders of --plugins"
              : "name the folder of its jar: --plugins DIR";
      if (e.reason() != ModelFileException.Reason.UNKNOWN_PLUGIN || !sentence.contains(ADD_JAR)) {
        throw e;
      }
      throw new GradusException(
          new Problem(modelFile.toString(), sentence.replace(ADD_JAR, remedy)), e);
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
          object.put("opset", each.opset());
          object.put("inputs", each.inputs());
          object.put("outputs", each.outputs());
          object.put("omissions", each.omissions());
        });
    return object;
  }
}
