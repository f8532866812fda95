package dev.gradus.report;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.study.Study;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the network gains over a linear model, by the first of its metrics. */
final class LinearSentence {

  private static final String TRAINING = "training";
  private static final String VALIDATION = "validation";
  private static final String ACCURACY = "accuracy";

  /** A difference of this many examples or fewer is worth being counted. */
  private static final int FEW_EXAMPLES = 3;

  private LinearSentence() {}

  /** The sentence; empty if there is no linear model, or no metric of both. */
  static Optional<String> of(Study study) {
    String part =
        study.training().linear().metrics().containsKey(VALIDATION) ? VALIDATION : TRAINING;
    Map<String, Double> linear = study.training().linear().metrics().getOrDefault(part, Map.of());
    Map<String, Double> network = study.training().metrics().getOrDefault(part, Map.of());
    MetricDirections measures = MetricDirections.of(study);
    return network.keySet().stream()
        .filter(name -> Double.isFinite(of(linear, name)) && Double.isFinite(of(network, name)))
        .min(Comparator.comparing(name -> rank(name, measures)))
        .map(
            name ->
                sentence(
                    study,
                    part,
                    name,
                    of(linear, name),
                    of(network, name),
                    measures.higherIsBetter(name)));
  }

  private static double of(Map<String, Double> numbers, String name) {
    return numbers.getOrDefault(name, Double.NaN);
  }

  /** Metrics first, then losses that are only reported, then the loss. */
  private static int rank(String name, MetricDirections measures) {
    return measures.isPlain(name) ? 0 : name.equals(EpochReport.LOSS) ? 2 : 1;
  }

  private static String sentence(
      Study study, String part, String name, double linear, double network, boolean higher) {
    boolean validation = part.equals(VALIDATION);
    int rows = validation ? study.plan().validationRows() : study.plan().trainingRows();
    String examples = "the " + Prose.count(rows, part + " example");
    String where = validation ? examples : examples + ", on which both were trained";
    String measure = Prose.code(name);
    String ofLinear = Prose.number(linear);
    String ofNetwork = Prose.number(network);
    // Numbers that are printed alike count as equal.
    boolean alike = ofLinear.equals(ofNetwork);
    if (!alike && higher == network > linear) {
      return "On %s, a linear model of the same inputs gets %s %s, and the network %s, better by %s%s."
          .formatted(
              where,
              measure,
              ofLinear,
              ofNetwork,
              Prose.number(Math.abs(network - linear)),
              counted(name, linear, network, rows));
    }
    String nothing =
        study.configuration().network().size() > 1
            ? "as trained here, the network gains nothing from its hidden layers"
            : "as trained here, the network gains nothing over it";
    return alike
        ? "On %s, a linear model of the same inputs is as good, with %s %s: %s."
            .formatted(where, measure, ofLinear, nothing)
        : "On %s, a linear model of the same inputs is better, with %s %s against %s%s: %s."
            .formatted(
                where, measure, ofLinear, ofNetwork, counted(name, linear, network, rows), nothing);
  }

  /** The number of examples that a small difference of accuracies is. */
  private static String counted(String name, double linear, double network, int rows) {
    double examples = Math.abs(network - linear) * rows;
    long whole = Math.round(examples);
    return name.equals(ACCURACY) && whole <= FEW_EXAMPLES && Math.abs(examples - whole) < 1e-6
        ? " (%s)".formatted(Prose.count(whole, "example"))
        : "";
  }

  /** The data splits on which the linear model was evaluated, as headings of columns. */
  static List<String> headings(Study study) {
    return study.training().linear().metrics().keySet().stream()
        .map(part -> "linear model, " + part)
        .toList();
  }
}
