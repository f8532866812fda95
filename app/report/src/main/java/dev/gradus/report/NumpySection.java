package dev.gradus.report;

import dev.gradus.engine.numpy.NumpyDifference;
import dev.gradus.engine.numpy.NumpyGradient;
import dev.gradus.engine.numpy.NumpyLines;
import dev.gradus.engine.plugin.PluginType;
import java.util.List;

/** The line of hand-written numpy that each loss stands for; differences are highlighted. */
final class NumpySection {

  private NumpySection() {}

  static void add(PageBuilder page, List<Run> runs) {
    List<Run> written = runs.stream().filter(run -> of(run).isPresent()).toList();
    if (written.isEmpty()) {
      return;
    }
    boolean alike = runs.stream().allMatch(run -> of(run).equals(of(runs.get(0))));
    List<Run> shown = alike ? List.of(runs.get(0)) : written;
    List<List<NumpyDifference.Span>> differences =
        NumpyDifference.of(shown.stream().map(NumpySection::of).toList());
    boolean isMarked = differences.stream().anyMatch(spans -> !spans.isEmpty());
    page.section("numpy", "The loss as a line of numpy");
    page.paragraph(
        "In a training loop written by hand in numpy, the loss is one line: its derivative with respect to the pre-activations of the last layer. All other lines are the same for every loss, and printing another loss changes none of them."
            + (isMarked ? marked(shown) : ""));
    for (int i = 0; i < shown.size(); i++) {
      Run run = shown.get(i);
      NumpyGradient numpy = of(run);
      Html html = new Html();
      html.open("div", "class", "numpy");
      html.element("p", Prose.code(alike ? lossOf(run) : run.nameOr(lossOf(run))));
      html.open("pre").open("code");
      numpy.options().forEach(line -> html.text(line + "\n"));
      highlight(html, code(run), differences.get(i));
      html.close("code").close("pre");
      if (!numpy.remark().isEmpty()) {
        html.element("p", numpy.remark() + ".");
      }
      page.add(html.close("div"));
    }
    runs.stream()
        .filter(run -> !of(run).isPresent())
        .forEach(
            run ->
                page.note(
                    "%s has no such line: %s."
                        .formatted(Prose.code(run.nameOr(lossOf(run))), of(run).reason())));
    page.note(NumpyLines.CONVENTION + ".");
  }

  private static String marked(List<Run> shown) {
    return shown.stream().allMatch(run -> of(run).lines().size() == 1)
        ? " What differs between the lines is highlighted."
        : " What differs between single lines is highlighted; all of a loss that takes several lines differs.";
  }

  private static NumpyGradient of(Run run) {
    return run.study().curve().numpy();
  }

  private static String lossOf(Run run) {
    return PluginType.nameOf(run.study().configuration().loss());
  }

  private static String code(Run run) {
    return String.join("\n", of(run).lines());
  }

  private static void highlight(Html html, String code, List<NumpyDifference.Span> spans) {
    int at = 0;
    for (NumpyDifference.Span span : spans) {
      html.text(code.substring(at, span.from()));
      html.open("span", "class", "differs")
          .text(code.substring(span.from(), span.to()))
          .close("span");
      at = span.to();
    }
    html.text(code.substring(at));
  }
}
