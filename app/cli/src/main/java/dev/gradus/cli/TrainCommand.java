package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.Training;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Setting;
import dev.gradus.engine.event.EpochReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network and leaves its model. */
@Command(
    description = "Trains the network that a YAML file describes, and writes its model.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  static final String MODEL_FILE = "model.safetensors";

  @Parameters(paramLabel = "CONFIG", description = "The YAML file.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a value of the file, e.g. --set training.epochs=5.")
  private List<String> settings = List.of();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Where the results go; made if it is not there. Default: gradus-runs/ and the name of CONFIG without its ending.")
  private Path output;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Option(names = "--quiet", description = "Shows no progress.")
  private boolean quiet;

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    Setting[] overrides = settings.stream().map(Setting::parse).toArray(Setting[]::new);
    try (Gradus gradus = plugins.open();
        Interrupt interrupt = new Interrupt()) {
      Configuration configuration = gradus.read(config, overrides);
      Path folder = OutputFolder.make(output == null ? defaultOutput() : output);
      Progress progress = new Progress(System.err, quiet, interrupt::isWanted);
      Training training;
      try {
        training = gradus.train(configuration, progress);
      } finally {
        if (!progress.history().isEmpty()) {
          History.write(progress.history(), folder);
        }
      }
      Path file = folder.resolve(MODEL_FILE);
      gradus.save(training.model(), file);
      report(training, file);
    }
    return Main.DONE;
  }

  private Path defaultOutput() {
    String name = String.valueOf(config.getFileName());
    int dot = name.lastIndexOf('.');
    return Path.of("gradus-runs", dot > 0 ? name.substring(0, dot) : name);
  }

  private void report(Training training, Path file) {
    if (json) {
      System.out.println(Json.write(asMap(training, file)));
      return;
    }
    System.out.println(MetricTable.of(training.metrics()));
    System.out.println("model: " + file);
  }

  private static Map<String, Object> asMap(Training training, Path file) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", file.toString());
    object.put("epochs", training.history().size());
    object.put("seconds", training.duration().toNanos() / 1e9);
    object.put("parameters", training.model().parameters());
    object.put("metrics", training.metrics());
    List<Object> history = new ArrayList<>();
    for (EpochReport epoch : training.history()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("epoch", epoch.epoch());
      entry.put("loss", epoch.loss());
      entry.put("penalty", epoch.penalty());
      entry.put("learning-rate", epoch.learningRate());
      entry.put("validation", epoch.validation());
      history.add(entry);
    }
    object.put("history", history);
    return object;
  }
}
