package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page on a comparison. Its first screen is the answer: a sentence, the gradients of the
 * losses, and how the networks learned; the rest is the evidence.
 */
final class ComparisonPage {

  /** How many learning curves stand in the first screen. */
  private static final int MOST_CURVES = 2;

  private ComparisonPage() {}

  static String of(Comparison comparison, Optional<String> playground) {
    List<Run> runs = Run.of(comparison);
    PageBuilder page = new PageBuilder();
    if (runs.isEmpty()) {
      VariantsSection.add(page, comparison);
      Html head = new Html();
      head.element("h1", "None of the %s could be trained.".formatted(variants(comparison)));
      return Page.of("A comparison of " + comparison.path(), head, page);
    }
    ReportContext context = ReportContext.of(runs.get(0).study().model());
    MeasureCurves curves = new MeasureCurves(comparison);
    List<String> shown = shown(comparison, curves);
    Html head = head(page, comparison, runs, context, curves, shown, playground);
    LossSection.addTo(page, runs, comparison.start(), context);
    NumpySection.add(page, runs);
    StartSection.add(page, comparison, context);
    ScoresSection.add(page, comparison, context);
    ControlRunSection.add(page, comparison);
    VariantsSection.add(page, comparison);
    LearningCurvesSection.add(page, comparison, runs, curves, shown);
    BoundarySection.add(page, runs, context);
    HardExamplesSection.add(page, runs, comparison.start().sameExamples());
    LandscapeSection.add(page, runs);
    SharpnessSection.add(page, runs);
    ComparisonDetails.add(page, comparison, runs);
    String title = "%s: %s compared".formatted(context.title(), comparison.path());
    return Page.of(title, head, page);
  }

  private static String variants(Comparison comparison) {
    return Prose.count(comparison.variants().size(), "variant");
  }

  /** The measures whose curves support the headline best, as far as there are curves of them. */
  private static List<String> shown(Comparison comparison, MeasureCurves curves) {
    List<String> shown = new ArrayList<>(Verdict.of(comparison).shown());
    curves.measures().stream().filter(measure -> !shown.contains(measure)).forEach(shown::add);
    shown.retainAll(curves.measures());
    return List.copyOf(shown.subList(0, Math.min(MOST_CURVES, shown.size())));
  }

  private static Html head(
      PageBuilder page,
      Comparison comparison,
      List<Run> runs,
      ReportContext context,
      MeasureCurves curves,
      List<String> shown,
      Optional<String> playground) {
    Verdict verdict = Verdict.of(comparison);
    Html head = new Html().open("div", "class", "lead");
    head.open("div", "class", "lead-title")
        .element(
            "p",
            "%s · %s compared".formatted(context.title(), Prose.code(comparison.path())),
            "class",
            "eyebrow")
        .add(headline(comparison, verdict))
        .close("div");
    head.open("div", "class", "lead-text").open("ul", "class", "key");
    verdict.evidenceSentences().forEach(sentence -> head.element("li", sentence));
    head.close("ul")
        .element(
            "p",
            "%s of each · scores on the %s split"
                .formatted(Prose.count(comparison.seeds().size(), "run"), comparison.part()),
            "class",
            "facts");
    playground.ifPresent(address -> link(head, address));
    head.close("div");
    LossSection.gradients(runs, comparison.start(), context)
        .ifPresent(picture -> head.add(page.figure(picture, "figure lead-gradient")));
    shown.forEach(
        measure -> head.add(page.figure(curves.picture(measure, true), "figure lead-curve")));
    return head.close("div");
  }

  private static void link(Html head, String playground) {
    head.open("p", "class", "facts")
        .open("a", "href", playground)
        .text("Watch these networks learn")
        .close("a")
        .close("p");
  }

  /** The names of variants and losses in it have the colours that they have in the pictures. */
  private static Html headline(Comparison comparison, Verdict verdict) {
    Map<String, Integer> styles = new HashMap<>();
    Map<String, Integer> byVariant = SeriesStyles.of(comparison);
    for (Variant variant : comparison.variants()) {
      int style = byVariant.getOrDefault(variant.name(), 0);
      styles.putIfAbsent(variant.loss(), style);
      styles.put(VariantNames.shortName(variant), style);
    }
    Html html = new Html().open("h1");
    String[] parts = verdict.sentence().split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      int style = i % 2 == 1 ? styles.getOrDefault(parts[i], -1) : -1;
      if (style < 0) {
        html.sentence(i % 2 == 1 ? Prose.code(parts[i]) : parts[i]);
      } else {
        html.open("code", "class", SeriesStyles.cssClass(style)).text(parts[i]).close("code");
      }
    }
    return html.close("h1");
  }
}
