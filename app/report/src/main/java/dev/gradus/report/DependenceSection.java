package dev.gradus.report;

import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PartialDependence.Point;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the prediction depends on some columns. */
final class DependenceSection {

  /** More curves in one picture could not be told apart. */
  private static final int MOST_CURVES = SeriesStyles.COLOURS;

  private DependenceSection() {}

  /** Adds the section, if there is anything to show. */
  static void add(PageBuilder page, List<PartialDependence> all, ReportContext context) {
    if (all.isEmpty()) {
      return;
    }
    page.section("dependence", "How the prediction depends on a column");
    page.paragraph(
        "The mean prediction over %s, if the column has the same value in all of them and the others stay. It shows what the network does; some of these rows may not exist."
            .formatted(Prose.count(all.get(0).rows(), "row")));
    page.pictures(
        all.stream()
            .filter(DependenceSection::isCurve)
            .map(each -> picture(each, context))
            .toList());
    all.stream().filter(each -> !isCurve(each)).forEach(each -> addTable(page, each, context));
    all.stream()
        .map(PartialDependence::outputs)
        .map(List::size)
        .filter(outputs -> outputs > MOST_CURVES)
        .findFirst()
        .ifPresent(
            outputs ->
                page.note(
                    "Of %s predicted numbers, the %s that depend most on the column are drawn."
                        .formatted(outputs, MOST_CURVES)));
  }

  /** A column of numbers with at least two values. */
  private static boolean isCurve(PartialDependence dependence) {
    return dependence.numeric() && dependence.points().size() > 1;
  }

  private static Picture picture(PartialDependence dependence, ReportContext context) {
    List<Integer> outputs = shown(dependence);
    List<Lines.Line> lines = new ArrayList<>();
    List<Double> x = dependence.points().stream().map(Point::number).toList();
    for (int output : outputs) {
      Optional<Lines.Band> band =
          outputs.size() == 1
              ? Optional.of(
                  new Lines.Band(
                      dependence.points().stream().map(point -> point.lows().get(output)).toList(),
                      dependence.points().stream()
                          .map(point -> point.highs().get(output))
                          .toList()))
              : Optional.empty();
      lines.add(
          new Lines.Line(
              List.of(name(dependence, output, context)),
              lines.size(),
              x,
              dependence.points().stream().map(point -> point.means().get(output)).toList(),
              true,
              Optional.empty(),
              Optional.empty(),
              band,
              List.of()));
    }
    String caption =
        outputs.size() == 1
            ? "The mean prediction goes from %s to %s. The band holds the predictions of eight in ten rows."
                .formatted(
                    Prose.number(least(dependence, outputs.get(0))),
                    Prose.number(
                        least(dependence, outputs.get(0)) + dependence.range(outputs.get(0))))
            : "Each mark is a value that occurs in the data; the lines in between only join them.";
    return Picture.of(
        "By " + dependence.column(),
        caption,
        new Lines(dependence.column(), unit(dependence, context), lines));
  }

  private static double least(PartialDependence dependence, int output) {
    return dependence.points().stream()
        .mapToDouble(point -> point.means().get(output))
        .min()
        .orElse(Double.NaN);
  }

  /** The outputs that are drawn: all, or those that depend most on the column. */
  private static List<Integer> shown(PartialDependence dependence) {
    List<Integer> all = new ArrayList<>();
    for (int output = 0; output < dependence.outputs().size(); output++) {
      all.add(output);
    }
    all.sort((a, b) -> Double.compare(dependence.range(b), dependence.range(a)));
    return all.subList(0, Math.min(MOST_CURVES, all.size())).stream().sorted().toList();
  }

  private static String name(PartialDependence dependence, int output, ReportContext context) {
    String name = dependence.outputs().get(output);
    return context.kind() == Target.Kind.NUMERIC ? name : "probability of " + name;
  }

  private static String unit(PartialDependence dependence, ReportContext context) {
    if (dependence.outputs().size() == 1) {
      return name(dependence, 0, context);
    }
    return context.kind() == Target.Kind.NUMERIC ? "mean prediction" : "mean probability";
  }

  private static void addTable(
      PageBuilder page, PartialDependence dependence, ReportContext context) {
    page.heading("By " + dependence.column());
    List<Integer> outputs = shown(dependence);
    List<String> header = new ArrayList<>(List.of(dependence.column()));
    outputs.forEach(output -> header.add(name(dependence, output, context)));
    HtmlTable table = new HtmlTable("Mean prediction by " + dependence.column(), header);
    for (Point point : dependence.points()) {
      table.row(
          point.cell(),
          row ->
              outputs.forEach(
                  output -> {
                    double mean = point.means().get(output);
                    double from =
                        context.kind() == Target.Kind.NUMERIC ? least(dependence, output) : 0;
                    double range =
                        context.kind() == Target.Kind.NUMERIC ? dependence.range(output) : 1;
                    row.add(
                        Bar.cell(
                            range > 0 ? (mean - from) / range : 0, Prose.number(mean), output));
                  }));
    }
    page.add(table.end());
  }
}
