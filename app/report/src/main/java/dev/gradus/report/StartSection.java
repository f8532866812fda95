package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.InitialGradients;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The gradients of all variants on the same examples, before the first step. */
final class StartSection {

  private static final int MOST_EXAMPLES = 5;
  private static final int MOST_LAYERS = 16;

  /**
   * The length of the longest vector that is shown whole; of a longer one, a number and the length.
   */
  private static final int MOST_NUMBERS = 4;

  private static final MathContext SHORT = new MathContext(3);
  private static final int SHADES = 9;

  private StartSection() {}

  static void add(PageBuilder page, Comparison comparison, ReportContext context) {
    InitialGradients start = comparison.start();
    Map<String, Integer> styles = SeriesStyles.of(comparison);
    if (start.sameExamples() && start.examples().isEmpty() && start.norms().isEmpty()) {
      return;
    }
    page.section("start", "Before the first step");
    if (!start.sameExamples()) {
      page.paragraph(
          "The variants learn from different rows, or from different targets, so their gradients before the first step are not compared.");
      return;
    }
    page.paragraph(
        (start.sameWeights()
                ? "All variants start from the same weights, bit for bit, and see the same examples. What differs here is the %s%s."
                    .formatted(
                        Prose.code(comparison.path()),
                        comparison.trained().stream().allMatch(c -> c.notes().isEmpty())
                            ? ""
                            : ", and the last layer of those variants that had to be adapted")
                : "The variants do not all start from the same weights%s."
                    .formatted(
                        comparison.lossesDiffer()
                            ? ", so the loss is not all that differs here"
                            : ""))
            + " No weight has been updated yet. dL/dz is the gradient that a loss passes back to the network, which gets nothing else from it.");
    if (!start.examples().isEmpty()) {
      page.add(examples(start, context, styles));
      page.note(reading(start));
    }
    if (!start.norms().isEmpty()) {
      page.heading("Length of the gradient of each layer");
      page.add(norms(start, styles));
      if (start.layers().size() > MOST_LAYERS) {
        page.note(
            "Of %s layers, %s are shown, evenly spaced."
                .formatted(start.layers().size(), MOST_LAYERS));
      }
      page.note(
          "The length of the gradient of all parameters of a layer, over %s.%s"
              .formatted(examples(comparison), whatLengthMeans(comparison)));
    }
    if (start.cosines().size() > 1) {
      page.heading("Gradient directions");
      page.add(cosines(start));
      page.note(
          "The cosine of the angle between the gradients of all weights: 1 means the same direction, 0 a right angle; below 0, a step along one undoes some of the other."
              + (comparison.lossesDiffer()
                  ? " Near 1, another loss is little more than another learning rate, at this point."
                  : ""));
    }
  }

  private static String whatLengthMeans(Comparison comparison) {
    SameLearning optimizers = new SameLearning(comparison);
    if (optimizers.isSizeUnclear()) {
      return "";
    }
    String names =
        Prose.list(
            comparison.trained().stream()
                .map(variant -> variant.study().orElseThrow().configuration().optimizer())
                .map(PluginType::nameOf)
                .map(Prose::code)
                .distinct()
                .toList());
    if (optimizers.sizeMattersToAll()) {
      return " With %s, a longer gradient makes a larger step.".formatted(names);
    }
    return optimizers.sizeMattersToNone()
        ? " The step of %s does not grow with it: what matters is the direction, and how the lengths compare between examples."
            .formatted(names)
        : " Some of %s take larger steps along longer gradients, others divide the length out."
            .formatted(names);
  }

  private static String examples(Comparison comparison) {
    boolean sampled =
        comparison.trained().stream()
            .flatMap(variant -> variant.study().stream())
            .anyMatch(study -> study.plan().trainingRows() > InitialGradients.SAMPLE);
    return sampled
        ? "%s of the training examples".formatted(Prose.number(InitialGradients.SAMPLE))
        : "the training examples";
  }

  private static String reading(InitialGradients start) {
    return start.examples().get(0).target().size() <= MOST_NUMBERS
        ? "Bars compare the lengths of dL/dz across the table. Where dL/dz is negative, a step raises the output."
        : "dL/dz is shown for the output of the true class, followed by its length over all outputs. Bars compare these lengths across the table.";
  }

  private static Html examples(
      InitialGradients start, ReportContext context, Map<String, Integer> styles) {
    List<String> names = namesOf(start);
    // An output that all share is shown once; an adapted variant has one of its own.
    String first = names.isEmpty() ? "" : names.get(0);
    List<String> apart = names.stream().filter(name -> !sameOutputs(start, first, name)).toList();
    List<String> columns = new ArrayList<>(List.of("line", "target", "output a"));
    for (String name : names) {
      if (apart.contains(name)) {
        columns.add("output a, " + Prose.code(name));
      }
      columns.add("dL/dz, " + Prose.code(name));
    }
    double largest =
        start.examples().stream()
            .flatMap(example -> example.gradient().values().stream())
            .mapToDouble(Vectors::length)
            .max()
            .orElse(0);
    HtmlTable table =
        new HtmlTable(
            "Gradients of all variants on the same examples, before the first step", columns);
    for (InitialGradients.Example example : Thinning.of(start.examples(), MOST_EXAMPLES)) {
      table.row(
          String.valueOf(example.line()),
          html -> {
            html.open("td").text(target(example.target(), context)).close("td");
            html.element("td", output(example, first));
            for (String name : names) {
              if (apart.contains(name)) {
                html.element("td", output(example, name));
              }
              gradient(html, example, name, largest, styles.getOrDefault(name, 0));
            }
          });
    }
    return table.end();
  }

  private static boolean sameOutputs(InitialGradients start, String a, String b) {
    return start.examples().stream().allMatch(e -> output(e, a).equals(output(e, b)));
  }

  private static String output(InitialGradients.Example example, String name) {
    return vector(example.output().getOrDefault(name, List.of()), example.target());
  }

  private static List<String> namesOf(InitialGradients start) {
    Set<String> names = new LinkedHashSet<>();
    start.examples().forEach(example -> names.addAll(example.gradient().keySet()));
    return List.copyOf(names);
  }

  private static void gradient(
      Html html, InitialGradients.Example example, String name, double largest, int style) {
    List<Double> gradient = example.gradient().getOrDefault(name, List.of());
    double length = Vectors.length(gradient);
    String shown = vector(gradient, example.target());
    html.add(
        Bar.cell(
            largest > 0 ? length / largest : 0,
            gradient.size() > MOST_NUMBERS ? shown + ", length " + Prose.number(length) : shown,
            style));
  }

  private static String target(List<Double> target, ReportContext context) {
    return context.classes().isEmpty() || context.classes().size() < target.size()
        ? vector(target, target)
        : Prose.cut(context.classes().get(ClassAnswers.classOf(target)), 24);
  }

  /** All numbers of a short vector; of a long one the number at the largest target. */
  private static String vector(List<Double> numbers, List<Double> target) {
    if (numbers.isEmpty()) {
      return Prose.NOTHING;
    }
    if (numbers.size() == 1) {
      return Prose.number(numbers.get(0));
    }
    if (numbers.size() > MOST_NUMBERS) {
      return Prose.number(numbers.get(Math.min(ClassAnswers.classOf(target), numbers.size() - 1)));
    }
    return "(" + String.join(", ", numbers.stream().map(StartSection::shorter).toList()) + ")";
  }

  /** Three digits, for numbers next to each other. */
  private static String shorter(double number) {
    return Prose.number(
        Double.isFinite(number) ? new BigDecimal(number).round(SHORT).doubleValue() : number);
  }

  private static Html norms(InitialGradients start, Map<String, Integer> styles) {
    List<String> columns = new ArrayList<>(List.of("layer"));
    start.norms().keySet().forEach(name -> columns.add(Prose.code(name)));
    double largest =
        start.norms().values().stream()
            .flatMap(List::stream)
            .filter(Double::isFinite)
            .mapToDouble(norm -> norm)
            .max()
            .orElse(1);
    HtmlTable table =
        new HtmlTable("Length of the gradient of each layer before the first step", columns);
    List<Integer> layers = IntStream.range(0, start.layers().size()).boxed().toList();
    for (int k : Thinning.of(layers, MOST_LAYERS)) {
      table.row(
          Prose.code(start.layers().get(k)),
          html ->
              start
                  .norms()
                  .forEach(
                      (name, norms) ->
                          norm(html, norms, k, largest, styles.getOrDefault(name, 0))));
    }
    table.row(
        "all layers",
        html ->
            start
                .norms()
                .values()
                .forEach(norms -> html.element("td", Prose.number(Vectors.length(norms)))));
    return table.end();
  }

  /** A network with fewer layers than another has no gradient in the last of them. */
  private static void norm(Html html, List<Double> norms, int layer, double largest, int style) {
    if (layer < norms.size()) {
      double norm = norms.get(layer);
      html.add(Bar.cell(norm / largest, Prose.number(norm), style));
    } else {
      html.element("td", Prose.NOTHING);
    }
  }

  private static Html cosines(InitialGradients start) {
    List<String> columns = new ArrayList<>(List.of(""));
    start.cosines().keySet().forEach(name -> columns.add(Prose.code(name)));
    HtmlTable table =
        new HtmlTable(
            "Cosines between the gradients of all weights before the first step", columns);
    start
        .cosines()
        .forEach(
            (a, others) ->
                table.row(
                    Prose.code(a),
                    html -> {
                      for (String b : start.cosines().keySet()) {
                        double cosine = others.getOrDefault(b, a.equals(b) ? 1 : Double.NaN);
                        html.element("td", Prose.number(cosine), "class", look(cosine));
                      }
                    }));
    return table.end();
  }

  private static String look(double cosine) {
    int shade =
        Double.isFinite(cosine) ? (int) Math.round(SHADES * Math.min(1, Math.abs(cosine))) : 0;
    return (cosine < 0 ? "wrong" : "right") + " shade-" + shade;
  }
}
