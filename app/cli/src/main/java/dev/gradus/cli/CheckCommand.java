package dev.gradus.cli;

import dev.gradus.cli.text.PlanText;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.numpy.TypedFormula;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.DataSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does everything that training does before its first step. */
@Command(
    description = "Reads a configuration and its data, and reports mistakes without training.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Option(
      names = "--connect",
      description =
          "Also reads data that need a connection, such as a database. Without this option, such data are not read.")
  private boolean connect;

  @Mixin private TrainingPluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      Configuration configuration = config.read(gradus);
      Optional<DataSource> source =
          configuration.data().flatMap(DataSpec::source).filter(DataSource::reachesOut);
      if (source.isPresent() && !connect) {
        gradus.job(configuration).verify();
        String unread =
            "the data were not read, because %s opens a connection; add --connect to check them too"
                .formatted(PluginType.nameOf(source.get()));
        show(Map.of("data", unread), "the configuration is valid; " + unread);
      } else {
        TrainingPlan plan = gradus.job(configuration).check();
        List<String> beside =
            configuration.auxiliaryColumns().stream()
                .map(AuxiliaryColumn::name)
                .distinct()
                .toList();
        Map<String, Object> found = PlanText.asMap(plan);
        found.put("auxiliary-columns", beside);
        found.put("formulas", TypedFormula.in(configuration));
        show(
            found,
            "training can begin: "
                + PlanText.describe(plan)
                + (beside.isEmpty()
                    ? ""
                    : "; the loss and the metrics also use: " + String.join(", ", beside))
                + TypedDescription.of(configuration));
      }
    }
    return Main.DONE;
  }

  private void show(Map<String, Object> found, String inWords) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("configuration", config.file().toString());
    object.putAll(found);
    System.out.println(
        json ? Visible.json(plugins.warnings().with(object)) : config.file() + ": " + inWords);
  }
}
