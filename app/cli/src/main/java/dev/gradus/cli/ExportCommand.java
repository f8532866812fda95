package dev.gradus.cli;

import dev.gradus.engine.file.AtomicFile;
import dev.gradus.onnx.Onnx;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model in another format. */
@Command(
    description =
        "Writes a model as an ONNX file, which other programs run without Gradus. The graph takes the columns as they are in the data, and holds their preparation.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "MODEL",
      description = "The model file, or the folder of the run that wrote it.")
  private Path modelFile;

  @Option(
      names = "--onnx",
      paramLabel = "FILE",
      required = true,
      description = "The file to write.")
  private Path file;

  @Option(
      names = "--opset",
      paramLabel = "N",
      description =
          "The version of the ONNX operators, from 17 to 23 (default: ${DEFAULT-VALUE}). Dates need 20.")
  private int opset = Onnx.OPSET;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private EarlierResults earlier;

  @Override
  public Integer call() {
    Onnx.Exported exported = Onnx.export(read(), opset);
    try {
      earlier.keepFile(file);
      AtomicFile.write(file, out -> out.write(exported.bytes()));
    } finally {
      earlier.finish(System.err);
    }
    if (json) {
      System.out.println(Visible.json(asMap(exported)));
      return Main.DONE;
    }
    exported.omissions().forEach(sentence -> System.err.println("gradus: " + sentence));
    System.out.println("inputs: " + String.join(", ", exported.inputs()));
    System.out.println("outputs: " + String.join(", ", exported.outputs()));
    System.out.println("onnx: " + file);
    return Main.DONE;
  }

  /** A plugin of a folder has no form in ONNX, so the command takes none. */
  private SavedModel read() {
    try {
      return SavedModel.read(ModelArgument.file(modelFile));
    } catch (ModelFileException e) {
      if (e.reason() != ModelFileException.Reason.UNKNOWN_PLUGIN) {
        throw e;
      }
      throw new GradusException(
          new Problem(
              modelFile.toString(),
              "%s; gradus export knows the built-in plugins only, and an application can export others with Onnx.write and OnnxForm"
                  .formatted(e.problems().get(0).sentence())),
          e);
    }
  }

  private Map<String, Object> asMap(Onnx.Exported exported) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", modelFile.toString());
    object.put("onnx", file.toString());
    object.put("opset", opset);
    object.put("inputs", exported.inputs());
    object.put("outputs", exported.outputs());
    object.put("omissions", exported.omissions());
    return object;
  }
}
