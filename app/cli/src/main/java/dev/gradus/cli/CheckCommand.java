package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Setting;
import dev.gradus.engine.event.TrainingPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does everything that training does before its first step. */
@Command(
    description = "Reads a configuration and its data, and says whether training could begin.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CONFIG", description = "The YAML file.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a value of the file, e.g. --set training.epochs=5.")
  private List<String> settings = List.of();

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    Setting[] overrides = settings.stream().map(Setting::parse).toArray(Setting[]::new);
    try (Gradus gradus = plugins.open()) {
      TrainingPlan plan = gradus.check(gradus.read(config, overrides));
      plan.warnings().forEach(warning -> System.err.println("warning: " + warning));
      System.out.println(
          json ? Json.write(asMap(plan)) : config + " is right: " + Plans.describe(plan));
    }
    return Main.DONE;
  }

  private Map<String, Object> asMap(TrainingPlan plan) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("configuration", config.toString());
    object.putAll(Plans.asMap(plan));
    return object;
  }
}
