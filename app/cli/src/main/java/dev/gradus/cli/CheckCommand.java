package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.event.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does everything that training does before its first step. */
@Command(
    description = "Reads a configuration and its data, and says whether training could begin.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      TrainingPlan plan = gradus.check(config.read(gradus));
      System.out.println(
          json
              ? Json.write(plugins.warnings().with(asMap(plan)))
              : config.file() + " is right: " + Plans.describe(plan));
    }
    return Main.DONE;
  }

  private Map<String, Object> asMap(TrainingPlan plan) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("configuration", config.file().toString());
    object.putAll(Plans.asMap(plan));
    return object;
  }
}
