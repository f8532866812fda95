package dev.gradus.report;

import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.study.ImageExamples;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The training examples with the largest gradients of the finished network, under each loss. */
final class HardExamplesSection {

  private static final int MOST_ROWS = 10;
  private static final int MOST_ROWS_OF_EACH = 6;
  private static final int MOST_COLUMNS = 4;
  private static final int LONGEST_CELL = 18;

  /** How many colours the style sheet has. */
  private static final int COLOURS = 7;

  /** The relative difference of two gradients that the rounding of a float makes. */
  private static final double ALIKE = 1e-6;

  private HardExamplesSection() {}

  /** Adds the examples of runs that learn from the same rows. */
  static void add(PageBuilder page, List<Run> runs) {
    add(page, runs, true);
  }

  /**
   * Adds the examples of each run.
   *
   * @param sameRows whether all runs learn from the same rows
   */
  static void add(PageBuilder page, List<Run> runs, boolean sameRows) {
    List<Run> seen = runs.stream().filter(run -> !run.study().contributions().isEmpty()).toList();
    if (seen.isEmpty()) {
      return;
    }
    page.section("hardest", "Hardest training examples");
    page.paragraph(
        "The training examples on which the loss has the largest gradients, so that the next steps would follow them most. They show what the network has not learned yet, and sometimes a wrong label."
            + (sameRows && seen.size() > 1 && seen.stream().noneMatch(HardExamplesSection::isTie)
                ? common(seen)
                : "")
            + sampled(seen.get(0).study().plan().trainingRows()));
    int rows = seen.size() == 1 ? MOST_ROWS : MOST_ROWS_OF_EACH;
    for (Run run : seen) {
      if (!run.name().isEmpty()) {
        page.heading("Under " + Prose.code(run.name()));
      }
      page.add(
          new Html()
              .open("div", "class", "series-" + run.style() % COLOURS)
              .add(table(run, rows))
              .close("div"));
      if (isTie(run)) {
        page.note("These gradients are equally large; those of other examples may be as large.");
      }
    }
    columnsLeftOut(seen.get(0).study()).ifPresent(page::note);
  }

  private static String sampled(int examples) {
    return examples > ExampleGradient.SAMPLE
        ? " Of %s training examples, %s were evaluated, evenly spaced."
            .formatted(Prose.number(examples), Prose.number(ExampleGradient.SAMPLE))
        : "";
  }

  /** Under some losses most gradients are equally large, and no example is the hardest. */
  private static boolean isTie(Run run) {
    List<ExampleGradient> hardest = run.study().contributions();
    double first = hardest.get(0).gradient();
    double last = hardest.get(hardest.size() - 1).gradient();
    return hardest.size() > 1 && first - last <= ALIKE * first;
  }

  private static Optional<String> columnsLeftOut(Study study) {
    int columns = study.model().preparation().inputs().size();
    return columns > MOST_COLUMNS && study.images().isEmpty()
        ? Optional.of(
            "Of %s input columns, the first %s are shown."
                .formatted(Prose.number(columns), MOST_COLUMNS))
        : Optional.empty();
  }

  /** How many of the hardest examples the runs have in common; empty if every example is listed. */
  private static String common(List<Run> runs) {
    Set<Integer> lines = linesOf(runs.get(0));
    int listed = lines.size();
    if (listed == runs.get(0).study().plan().trainingRows()) {
      return "";
    }
    runs.forEach(run -> lines.retainAll(linesOf(run)));
    return " Of the %s hardest examples, %s the same under %s."
        .formatted(
            listed,
            lines.isEmpty() ? "none is" : lines.size() == 1 ? "one is" : lines.size() + " are",
            runs.size() == 2 ? "both" : "all " + runs.size());
  }

  private static Set<Integer> linesOf(Run run) {
    return run.study().contributions().stream()
        .limit(MOST_ROWS)
        .map(ExampleGradient::line)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Html table(Run run, int rows) {
    List<ExampleGradient> hardest = run.study().contributions().stream().limit(rows).toList();
    Optional<ImageExamples> images = run.study().images();
    List<String> names =
        images.isPresent()
            ? List.of()
            : hardest.get(0).inputs().keySet().stream().limit(MOST_COLUMNS).toList();
    List<String> columns = new ArrayList<>(List.of("line"));
    images.ifPresent(unused -> columns.add("image"));
    columns.addAll(List.of("target", "prediction", "‖dL/dz‖", "share of all gradients"));
    names.forEach(name -> columns.add(Prose.cut(name, LONGEST_CELL)));
    HtmlTable table =
        new HtmlTable(
            "Training examples with the largest gradients"
                + (run.name().isEmpty() ? "" : " under " + run.name()),
            columns);
    double largest = hardest.get(0).share();
    for (int i = 0; i < hardest.size(); i++) {
      ExampleGradient example = hardest.get(i);
      Optional<Html> image = thumbnail(images, i, example.line());
      table.row(
          String.valueOf(example.line()),
          html -> {
            image.ifPresent(html::add);
            cells(html, example, names, largest);
          });
    }
    return table.end();
  }

  private static Optional<Html> thumbnail(Optional<ImageExamples> images, int i, int line) {
    return images.map(
        all ->
            new Html()
                .open("td")
                .add(Thumbnail.of(all.shape(), all.hardest().get(i), "line " + line))
                .close("td"));
  }

  private static void cells(
      Html html, ExampleGradient example, List<String> names, double largest) {
    cell(html, example.target());
    cell(html, example.prediction());
    cell(html, Prose.number(example.gradient()));
    html.add(Bar.cell(largest > 0 ? example.share() / largest : 0, Prose.percent(example.share())));
    names.forEach(name -> cell(html, example.inputs().getOrDefault(name, Prose.NOTHING)));
  }

  /** Text of the data is not formatted. */
  private static void cell(Html html, String content) {
    html.open("td").text(Prose.cut(content, LONGEST_CELL)).close("td");
  }
}
