package dev.gradus.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.site.Plot.Curve;
import dev.gradus.site.Plot.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pictures show what the plugins compute. A plugin without a curve has no picture. */
class PicturesTest {

  private static final Set<String> WITH_GRADIENT = Set.of("loss", "activation", "regularizer");

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Pictures pictures = new Pictures(catalogue);

  /**
   * A kink or a step may affect a point or two. At all others, the gradient must be the slope of
   * the value.
   */
  @TestFactory
  Stream<DynamicTest> theGradientIsTheSlopeOfTheValue() {
    return Kind.of(catalogue).stream()
        .filter(kind -> WITH_GRADIENT.contains(kind.name()))
        .flatMap(kind -> kind.types().stream().map(type -> slopeTest(kind, type)));
  }

  private DynamicTest slopeTest(Kind kind, PluginType type) {
    return DynamicTest.dynamicTest(
        kind.name() + " " + type.name(),
        () -> pictures.of(kind, type).ifPresent(PicturesTest::checkSlope));
  }

  private static void checkSlope(Figure figure) {
    Curve value = curve(figure, Style.VALUE);
    Curve gradient = curve(figure, Style.GRADIENT);
    double steepest = Arrays.stream(gradient.y()).map(Math::abs).max().orElseThrow();
    int off = 0;
    int points = value.x().length;
    for (int i = 1; i < points - 1; i++) {
      double slope = (value.y()[i + 1] - value.y()[i - 1]) / (value.x()[i + 1] - value.x()[i - 1]);
      // The value may be computed in float, and the finite difference has an error from the
      // curvature.
      off += Math.abs(slope - gradient.y()[i]) > 0.01 * (Math.abs(slope) + steepest) ? 1 : 0;
    }
    assertTrue(off <= points / 40, off + " of " + points + " points are off");
  }

  private static Curve curve(Figure figure, Style style) {
    return figure.drawings().stream()
        .flatMap(drawing -> ((Plot) drawing).curves().stream())
        .filter(curve -> curve.style() == style)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void onlyThoseHaveNoPictureThatHaveNoCurve() {
    List<String> without = new ArrayList<>();
    for (Kind kind : Kind.of(catalogue)) {
      Set<String> drawn = new TreeSet<>();
      for (PluginType type : kind.types()) {
        if (pictures.of(kind, type).isPresent()) {
          drawn.add(type.name());
        } else {
          without.add(kind.name() + " " + type.name());
        }
      }
      if (drawn.isEmpty()) {
        without.removeIf(name -> name.startsWith(kind.name() + " "));
      }
    }
    assertEquals(
        List.of(
            "loss cox",
            "loss pairwise-ranking",
            "schedule constant",
            "schedule multi-step",
            "initializer given"),
        without);
  }

  @Test
  void everyOptimizerComesCloserToTheMinimum() {
    for (Kind kind : Kind.of(catalogue)) {
      if (kind.name().equals("optimizer")) {
        assertTrue(kind.types().size() > 15);
        for (PluginType type : kind.types()) {
          DescentPath path = (DescentPath) pictures.of(kind, type).orElseThrow().drawings().get(0);
          assertTrue(path.height(path.path().size() - 1) < 0.9 * path.height(0), type.name());
        }
      }
    }
  }

  @Test
  void coordinatesHaveOneDecimalInAnyLanguage() {
    assertEquals(
        List.of("0", "-0.1", "12.3", "-7", "100"),
        Stream.of(-0.04, -0.06, 12.34, -7.0, 99.96).map(Figure::at).toList());
  }
}
