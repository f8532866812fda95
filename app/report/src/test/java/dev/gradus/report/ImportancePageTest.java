package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.importance.PermutationImportance.OfColumn;
import dev.gradus.engine.study.Study;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page on what a model uses. */
class ImportancePageTest {

  private static Study blobs;

  @BeforeAll
  static void train() {
    blobs = Runs.blobs();
  }

  private static PermutationImportance importance(boolean higher, OfColumn... columns) {
    return new PermutationImportance(
        "accuracy", higher, 0.9, 40, 2, 7, List.of(columns), List.of());
  }

  private static final OfColumn STRONG = OfColumn.of("a<b", List.of(0.3, 0.32));
  private static final OfColumn WEAK = OfColumn.of("c", List.of(0.05, 0.06));
  private static final OfColumn NONE = OfColumn.of("d", List.of(-0.02, 0.03));

  private static String page(
      PermutationImportance importance,
      List<PartialDependence> dependence,
      Optional<Attribution> attribution) {
    return Report.of(blobs.model(), importance, dependence, attribution).text();
  }

  @Test
  void theHeadlineSaysWhatTheFirstColumnIsWorth() {
    String page = page(importance(true, STRONG, WEAK, NONE), List.of(), Optional.empty());
    assertTrue(
        page.contains(
            "<h1><code>a&lt;b</code> matters most: if its cells are permuted, <code>accuracy</code> falls from 0.9 to 0.59.</h1>"),
        page.substring(page.indexOf("<h1>"), page.indexOf("<nav")));
    assertTrue(page.contains("<li><code>c</code> follows.</li>"));
    assertTrue(page.contains("1 of 3 columns makes no difference beyond chance"));
    assertFalse(page.contains("id=\"dependence\"") || page.contains("id=\"row\""));
  }

  @Test
  void aLossRises() {
    assertTrue(
        ImportancePage.headline(importance(false, STRONG)).contains("rises from 0.9 to 1.21"));
  }

  @Test
  void chanceIsCalledChance() {
    assertEquals(
        "No column makes a difference to `accuracy` beyond chance.",
        ImportancePage.headline(importance(true, NONE)));
  }

  @Test
  void numbersAreCurvesAndNamesAreTables() {
    List<String> outputs = List.of("setosa", "versicolor");
    PartialDependence.Point low = point("1", 1, 0.2, 0.8);
    PartialDependence.Point high = point("2", 2, 0.6, 0.4);
    String page =
        page(
            importance(true, STRONG),
            List.of(
                new PartialDependence("width", true, outputs, 40, List.of(low, high), List.of()),
                new PartialDependence(
                    "city",
                    false,
                    outputs,
                    40,
                    List.of(
                        point("Oslo", Double.NaN, 0.2, 0.8), point("Molde", Double.NaN, 0.6, 0.4)),
                    List.of())),
            Optional.of(
                new Attribution(
                    3,
                    "setosa",
                    0.75,
                    0.5,
                    512,
                    List.of(
                        new Attribution.OfColumn("width", "2", "1.5", 0.35),
                        new Attribution.OfColumn("city", "", "Oslo", -0.1)),
                    List.of())));
    assertTrue(page.contains("<h3>By width</h3>"));
    assertTrue(page.contains("\"x\":[1,2],\"y\":[0.2,0.6]"));
    assertTrue(page.contains("<caption>Mean prediction by city</caption>"));
    assertTrue(page.contains("The probability of <code>setosa</code> is 0.75"));
    assertTrue(page.contains("<span>+0.35</span>") && page.contains("<span>−0.1</span>"));
    assertTrue(
        page.contains("<td>–</td><td>Oslo</td>") || page.contains("<td>–</td>\n<td>Oslo</td>"));
    assertTrue(page.contains("bar signed series-1"), "what lowers goes to the left");
  }

  private static PartialDependence.Point point(String cell, double number, double... means) {
    List<Double> all = java.util.Arrays.stream(means).boxed().toList();
    return new PartialDependence.Point(cell, number, all, all, all);
  }
}
