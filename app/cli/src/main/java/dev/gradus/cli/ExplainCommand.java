package dev.gradus.cli;

import dev.gradus.cli.text.ExplanationJson;
import dev.gradus.cli.text.ExplanationText;
import dev.gradus.cli.text.MistakesText;
import dev.gradus.cli.text.Visible;
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

/** Shows with numbers how a loss affects learning. */
@Command(
    description =
        "Follows one example through the network and back, for two losses, with all numbers, and points out where the losses differ.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--row",
      paramLabel = "K",
      defaultValue = "1",
      description = "The row of the data, counted from 1.")
  private int row;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "A loss to compare with that of CONFIG, e.g. mse or 'huber: {delta: 0.5}'; may be repeated (default: a usual one).",
      completionCandidates = Candidates.OfLosses.class)
  private List<String> losses = List.of();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Uses the weights of a trained model instead of the initial ones.")
  private Optional<Path> modelFile = Optional.empty();

  @Option(
      names = "--mistakes",
      description =
          "Shows instead what common bugs in hand-written training code do to the gradient.")
  private boolean mistakes;

  @Option(
      names = "--all",
      description = "Shows all numbers of wide layers instead of the first ones.")
  private boolean all;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private TrainingPluginOptions plugins;

  @Override
  public Integer call() {
    int most = all ? Integer.MAX_VALUE : Explainer.SHOWN;
    try (Gradus gradus = plugins.open()) {
      Configuration configuration = config.read(gradus);
      if (!losses.isEmpty()) {
        config.given("--loss", "loss");
      }
      List<Loss> others =
          losses.stream()
              .map(loss -> config.read(gradus, new Setting("loss", loss)).loss())
              .toList();
      Job job = gradus.job(configuration);
      Explainer explainer =
          modelFile
              .map(file -> job.explainer(ModelArgument.load(gradus, file)))
              .orElseGet(job::explainer);
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
                : new ExplanationText(explanation, most).text()
                    + TypedDescription.of(List.of(configuration, others)));
      }
    }
    return Main.DONE;
  }
}
