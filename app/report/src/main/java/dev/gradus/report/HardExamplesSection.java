package dev.gradus.report;

import dev.gradus.engine.study.ExampleGradient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The training examples that pull hardest at the finished network, under each loss. */
final class HardExamplesSection {

  private static final int MOST_ROWS = 10;
  private static final int MOST_ROWS_OF_EACH = 6;
  private static final int MOST_COLUMNS = 4;
  private static final int LONGEST_CELL = 18;

  /** The relative difference of two gradients that the rounding of a float makes. */
  private static final double ALIKE = 1e-6;

  private HardExamplesSection() {}

  static void add(PageBuilder page, List<Run> runs) {
    List<Run> seen = runs.stream().filter(run -> !run.study().contributions().isEmpty()).toList();
    if (seen.isEmpty()) {
      return;
    }
    page.section("pull", "Who pulls hardest");
    page.paragraph(
        "The next step would follow the mean gradient of the training examples, and these are the longest of them: what the network has not learned, wrong labels among it."
            + (seen.size() > 1 && seen.stream().noneMatch(HardExamplesSection::isTie)
                ? " " + common(seen)
                : "")
            + sampled(seen.get(0).study().plan().trainingRows()));
    int rows = seen.size() == 1 ? MOST_ROWS : MOST_ROWS_OF_EACH;
    for (Run run : seen) {
      if (!run.name().isEmpty()) {
        page.heading("Under " + Prose.code(run.name()));
      }
      page.add(table(run, rows));
      if (isTie(run)) {
        page.note("All of these pull alike; they are the first of those that do.");
      }
    }
    columnsLeftOut(seen.get(0)).ifPresent(page::note);
  }

  private static String sampled(int examples) {
    return examples > ExampleGradient.SAMPLE
        ? " Of %s training examples, %s were looked at, evenly spaced."
            .formatted(Prose.number(examples), Prose.number(ExampleGradient.SAMPLE))
        : "";
  }

  /** Under some losses most examples pull alike, and none hardest. */
  private static boolean isTie(Run run) {
    List<ExampleGradient> hardest = run.study().contributions();
    double first = hardest.get(0).gradient();
    double last = hardest.get(hardest.size() - 1).gradient();
    return hardest.size() > 1 && first - last <= ALIKE * first;
  }

  private static Optional<String> columnsLeftOut(Run run) {
    int columns = run.study().contributions().get(0).inputs().size();
    return columns > MOST_COLUMNS
        ? Optional.of("Of %s columns, the first %s are shown.".formatted(columns, MOST_COLUMNS))
        : Optional.empty();
  }

  /** How many examples are hard for all. */
  private static String common(List<Run> runs) {
    Set<Integer> lines = linesOf(runs.get(0));
    runs.forEach(run -> lines.retainAll(linesOf(run)));
    return "Of the first %s, %s hard for all."
        .formatted(
            Math.min(MOST_ROWS, runs.get(0).study().contributions().size()),
            lines.isEmpty() ? "none is" : lines.size() == 1 ? "one is" : lines.size() + " are");
  }

  private static Set<Integer> linesOf(Run run) {
    return run.study().contributions().stream()
        .limit(MOST_ROWS)
        .map(ExampleGradient::line)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Html table(Run run, int rows) {
    List<ExampleGradient> hardest = run.study().contributions().stream().limit(rows).toList();
    List<String> names = hardest.get(0).inputs().keySet().stream().limit(MOST_COLUMNS).toList();
    List<String> columns = new ArrayList<>(List.of("line"));
    names.forEach(name -> columns.add(Prose.cut(name, LONGEST_CELL)));
    columns.addAll(List.of("target", "answer", "|dL/dz|", "share of all gradient"));
    HtmlTable grid =
        new HtmlTable(
            "Training examples with the longest gradient"
                + (run.name().isEmpty() ? "" : " under " + run.name()),
            columns);
    double largest = hardest.get(0).share();
    for (ExampleGradient example : hardest) {
      grid.row(String.valueOf(example.line()), html -> cells(html, example, names, largest));
    }
    return grid.end();
  }

  private static void cells(
      Html html, ExampleGradient example, List<String> names, double largest) {
    Map<String, String> inputs = example.inputs();
    names.forEach(name -> cell(html, inputs.getOrDefault(name, Prose.NOTHING)));
    cell(html, example.target());
    cell(html, example.prediction());
    cell(html, Prose.number(example.gradient()));
    html.add(Bar.cell(largest > 0 ? example.share() / largest : 0, Prose.percent(example.share())));
  }

  /** What comes from the data stands as it is. */
  private static void cell(Html html, String content) {
    html.open("td").text(Prose.cut(content, LONGEST_CELL)).close("td");
  }
}
