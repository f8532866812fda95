package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done to curves before they are drawn. */
class LinesTest {

  private static final List<Double> X = List.of(0.0, 1.0, 2.0, 3.0, 4.0);

  private static Lines.Line line(String name, int style, Double... y) {
    return new Lines.Line(name, style, X, List.of(y));
  }

  @Test
  void curvesThatLookAlikeAreDrawnOnceAndSaidToBeEqual() {
    Lines lines =
        new Lines(
            "x",
            "y",
            List.of(
                line("a", 0, 0.0, 1.0, 2.0, 3.0, 4.0),
                line("b", 1, 0.0, 1.0, 2.001, 3.0, 4.0),
                line("c", 2, 0.0, 1.0, 2.1, 3.0, 4.0)));
    assertEquals(
        List.of("a = b", "c"), lines.merged().lines().stream().map(Lines.Line::name).toList());
    assertEquals(" `a` and `b` are the same curve, drawn once.", lines.drawnOnce());
  }

  @Test
  void onALogarithmicAxisSmallNumbersAreAsDifferentAsLargeOnes() {
    Lines lines =
        new Lines(
                "x",
                "y",
                List.of(
                    line("a", 0, 1.0, 1e-1, 1e-2, 1e-3, 1e-4),
                    line("b", 1, 1.0, 1e-1, 1e-2, 1e-3, 2e-4)))
            .scaled();
    assertTrue(lines.logarithmic());
    assertEquals(2, lines.merged().lines().size());
    assertEquals(
        1, new Lines("x", "y", lines.lines()).merged().lines().size(), "on a linear one they are");
  }

  @Test
  void whatIsMissingInBothIsEqual() {
    Lines lines =
        new Lines(
            "x",
            "y",
            List.of(
                line("a", 0, Double.NaN, 1.0, 2.0, 3.0, 4.0),
                line("b", 1, Double.NaN, 1.0, 2.0, 3.0, 4.0),
                line("c", 2, 0.0, 1.0, 2.0, 3.0, 4.0)));
    assertEquals(2, lines.merged().lines().size());
  }

  @Test
  void aSingleSpikeIsSmoothedAway() {
    Lines lines = new Lines("x", "y", List.of(line("a", 0, 1.0, 2.0, 90.0, 2.0, 3.0)));
    assertEquals(List.of(2.0, 2.0, 2.0, 2.5, 3.0), lines.smoothed().lines().get(0).y());
    assertFalse(lines.lines().get(0).y().equals(lines.smoothed().lines().get(0).y()));
  }
}
