package dev.gradus.report;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Sharpness;
import dev.gradus.engine.study.Study;
import java.util.List;

/** The curvature of each loss at the learned weights, compared with the learning rate. */
final class SharpnessSection {

  private static final String LIMIT =
      "That limit holds for plain gradient descent with a constant rate and all examples in every step; momentum, learning rates that adapt to each weight, and small batches change it.";

  private SharpnessSection() {}

  static void add(PageBuilder page, List<Run> runs) {
    if (runs.isEmpty()) {
      return;
    }
    page.section("sharpness", "Curvature and learning rate");
    List<Run> known =
        runs.stream().filter(run -> !run.study().sharpness().eigenvalues().isEmpty()).toList();
    if (known.size() == 1 && runs.size() == 1) {
      page.paragraph(sentences(known.get(0).study()));
      page.note(
          "%s %s The error of λ is about ± %s."
              .formatted(
                  LIMIT,
                  measured(known.get(0).study()),
                  Prose.number(known.get(0).study().sharpness().error())));
    } else if (!known.isEmpty()) {
      page.paragraph(
          "λ is the largest eigenvalue of the Hessian of each loss at the learned weights: its largest second derivative in any direction. Plain gradient descent does not stay there if its learning rate is above 2/λ. Each λ is in the unit of its loss, so they cannot be compared; the learning rates can.");
      page.add(table(known));
      page.note(LIMIT + " " + measured(known.get(0).study()));
    }
    runs.stream()
        .filter(run -> !known.contains(run))
        .forEach(run -> page.note(unknown(run, run.study().sharpness().reason())));
  }

  private static String unknown(Run run, String reason) {
    return "The curvature%s was not computed. %s"
        .formatted(run.name().isEmpty() ? "" : " of " + Prose.code(run.name()), reason);
  }

  private static String sentences(Study study) {
    Sharpness sharpness = study.sharpness();
    double largest = sharpness.eigenvalues().get(0);
    if (sharpness.largestRate().isEmpty()) {
      return "At the learned weights no direction was found in which the loss curves upwards: the largest eigenvalue of its Hessian is %s. So this is not a minimum, and no learning rate is too large to stay there."
          .formatted(Prose.number(largest));
    }
    double limit = sharpness.largestRate().getAsDouble();
    double rate = rate(study);
    String comparison =
        Double.isNaN(rate)
            ? ""
            : " The last step of this run was made by %s with a learning rate of %s, which is %s."
                .formatted(
                    Prose.code(PluginType.nameOf(study.configuration().optimizer())),
                    Prose.number(rate),
                    rate > limit ? "above that" : "below that");
    return "At the learned weights the largest second derivative of the loss is λ = %s, the largest eigenvalue of its Hessian. Plain gradient descent does not stay there if its learning rate is above 2/λ = %s, since every step along that direction then ends farther from the minimum than it began.%s%s"
        .formatted(Prose.number(largest), Prose.number(limit), comparison, others(sharpness));
  }

  private static String others(Sharpness sharpness) {
    List<Double> next = sharpness.eigenvalues().subList(1, sharpness.eigenvalues().size());
    return next.isEmpty()
        ? ""
        : next.size() == 1
            ? " The next eigenvalue is %s.".formatted(Prose.number(next.get(0)))
            : " The next eigenvalues are %s."
                .formatted(Prose.list(next.stream().map(Prose::number).toList()));
  }

  private static String measured(Study study) {
    int examples = study.sharpness().examples();
    return "The loss is %s, without penalties of regularizers; dropout and other noise are off."
        .formatted(
            examples < study.plan().trainingRows()
                ? "the mean over %s of %s training examples"
                    .formatted(Prose.number(examples), Prose.number(study.plan().trainingRows()))
                : examples == 1
                    ? "that of the training example"
                    : "the mean over %s training examples".formatted(Prose.number(examples)));
  }

  /** The learning rate of the last step; NaN if none was made. */
  private static double rate(Study study) {
    List<EpochReport> history = study.training().history();
    return history.isEmpty() ? Double.NaN : history.get(history.size() - 1).learningRate();
  }

  private static Html table(List<Run> runs) {
    HtmlTable table =
        new HtmlTable(
            "The largest curvature of each loss",
            List.of("", "λ", "limit 2/λ", "learning rate of the last step", "optimizer"));
    for (Run run : runs) {
      Sharpness sharpness = run.study().sharpness();
      table.row(
          Prose.code(run.name()),
          List.of(
              Prose.number(sharpness.eigenvalues().get(0)),
              Prose.number(sharpness.largestRate().orElse(Double.NaN)),
              Prose.number(rate(run.study())),
              Prose.code(PluginType.nameOf(run.study().configuration().optimizer()))));
    }
    return table.end();
  }
}
