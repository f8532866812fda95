package dev.gradus.cli;

import dev.gradus.cli.text.Shell;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.importing.Import;
import dev.gradus.importing.Imported;
import dev.gradus.runtime.column.ColumnNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model of a network that another library has trained. */
@Command(
    description =
        "Makes a model of a network that another library has trained: ONNX, Keras 3 (.keras), or PyTorch weights as safetensors, with the layers in a YAML file. Also writes the YAML to train it further.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The file of the network.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
      paramLabel = "MODEL",
      required = true,
      description = "The model file to write; the YAML gets the same name with the ending .yaml.")
  private Path output;

  @Option(
      names = "--network",
      paramLabel = "YAML",
      description =
          "For safetensors: a YAML file with the layers under network, and names of columns under data, if you like.")
  private Optional<Path> network = Optional.empty();

  @Option(
      names = "--modules",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "For safetensors: the modules with weights, in the order of the layers, if names and shapes leave that open.")
  private List<String> modules = List.of();

  @Option(
      names = "--columns",
      paramLabel = "NAME,…",
      split = ",",
      description = "The names of the inputs, in their order (default: x1,x2 and so on).")
  private List<String> columns = List.of();

  @Option(
      names = "--target",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "The name of what is predicted, or one name for each output that is a number or a label (default: class, y or label).")
  private List<String> targets = List.of();

  @Option(
      names = "--classes",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "The names of the classes, in the order of the outputs (default: those in the file, or 0,1 and so on). A network without a last activation then gets one.")
  private List<String> classes = List.of();

  @Option(
      names = "--numbers",
      description =
          "Predicts numbers, also if the network ends with sigmoid or softmax, whose outputs are otherwise probabilities.")
  private boolean numbers;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Mixin private EarlierResults earlier;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      Imported imported = importing().read(gradus);
      Path yaml = InitCommand.beside(output);
      byte[] text = text(imported, yaml).getBytes(StandardCharsets.UTF_8);
      try {
        earlier.keepFile(output);
        earlier.keepFile(yaml);
        gradus.save(imported.model(), output);
        AtomicFile.write(yaml, out -> out.write(text));
      } finally {
        earlier.finish(System.err);
      }
      print(imported, yaml);
    }
    return Main.DONE;
  }

  private Import importing() {
    Import importing =
        Import.of(file)
            .columns(columns.toArray(String[]::new))
            .targets(targets.toArray(String[]::new))
            .classes(classes.toArray(String[]::new))
            .modules(modules.toArray(String[]::new));
    Import named = network.map(importing::network).orElse(importing);
    return numbers ? named.numbers() : named;
  }

  /** The configuration to train further, with what is still missing as a comment. */
  private String text(Imported imported, Path yaml) {
    Configuration plain = imported.configuration();
    Configuration configuration = plain.withTraining(plain.training().start(output));
    Path folder = Optional.ofNullable(yaml.toAbsolutePath().getParent()).orElse(Path.of(""));
    String comment =
        """
        # Imported from %s: %s.
        # To train it further, name a table with its columns: gradus train %s --set data.csv=TABLE.csv
        """
            .formatted(
                Visible.line(String.valueOf(file.getFileName())),
                Visible.line(imported.origin()),
                Visible.line(Shell.argument(String.valueOf(yaml.getFileName()))));
    return comment + new ConfigurationWriter().writeBriefly(configuration, folder);
  }

  private void print(Imported imported, Path yaml) {
    if (json) {
      System.out.println(Visible.json(asMap(imported, yaml)));
      return;
    }
    imported.remarks().forEach(sentence -> System.err.println("gradus: " + Visible.line(sentence)));
    System.out.println(Visible.line("read: " + imported.origin()));
    System.out.println(Visible.line(imported.model().toString()));
    System.out.println(
        Visible.line("columns: " + ColumnNames.list(imported.model().predictor().inputs())));
    layers(imported).stream().map(Visible::line).forEach(System.out::println);
    System.out.println("model: " + output);
    System.out.println("yaml: " + yaml);
  }

  private static List<String> layers(Imported imported) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < imported.sources().size(); i++) {
      String name = PluginType.nameOf(imported.model().layers().get(i));
      String source = imported.sources().get(i);
      lines.add("network.%s (%s)%s".formatted(i, name, source.isEmpty() ? "" : " from " + source));
    }
    return lines;
  }

  private Map<String, Object> asMap(Imported imported, Path yaml) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("read", imported.origin());
    object.put("model", output.toString());
    object.put("yaml", yaml.toString());
    object.put("columns", imported.model().predictor().inputs());
    object.put("targets", imported.model().preparation().targets().names());
    object.put("outputs", imported.model().target().outputs());
    object.put("layers", imported.sources());
    object.put("remarks", imported.remarks());
    return object;
  }
}
