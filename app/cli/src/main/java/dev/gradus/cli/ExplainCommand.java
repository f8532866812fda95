package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.explain.Explainer;
import dev.gradus.engine.explain.Explanation;
import dev.gradus.engine.explain.Mistake;
import dev.gradus.spi.Loss;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows with numbers how a loss teaches. */
@Command(
    description =
        "Takes one example through the network and back, by two losses, with all numbers, and points at what makes the losses differ.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--row",
      paramLabel = "K",
      defaultValue = "1",
      description = "Which row of the data, from 1; 1 unless given.")
  private int row;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "A loss to be shown beside that of the file, e.g. mean-squared-error or 'huber: {delta: 0.5}'; may be repeated. A usual one unless given.")
  private List<String> losses = List.of();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Takes the weights of a trained model, not those that the network starts with.")
  private Optional<Path> modelFile = Optional.empty();

  @Option(
      names = "--mistakes",
      description =
          "Shows instead what the mistakes of hand-written learning do to the gradient of this network on these data.")
  private boolean mistakes;

  @Option(names = "--all", description = "Shows all numbers of wide layers, not only the first.")
  private boolean all;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    int most = all ? Integer.MAX_VALUE : Explainer.SHOWN;
    try (Gradus gradus = plugins.open()) {
      Configuration configuration = config.read(gradus);
      List<Loss> others =
          losses.stream()
              .map(loss -> config.read(gradus, new Setting("loss", loss)).loss())
              .toList();
      Job job = gradus.job(configuration);
      Explainer explainer =
          modelFile.map(file -> job.explainer(gradus.load(file))).orElseGet(job::explainer);
      if (mistakes) {
        List<Mistake> made = explainer.mistakes(others, most);
        System.out.println(
            json
                ? Visible.json(plugins.warnings().with(MistakesText.asMap(made)))
                : MistakesText.of(made));
      } else {
        Explanation explanation = explainer.explain(row, others, most);
        System.out.println(
            json
                ? Visible.json(plugins.warnings().with(ExplanationJson.of(explanation)))
                : new ExplanationText(explanation, most).text());
      }
    }
    return Main.DONE;
  }
}
