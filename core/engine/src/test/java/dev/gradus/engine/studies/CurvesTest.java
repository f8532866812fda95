package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Prelu;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.study.GradientCurve;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.spi.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gradient of a loss as a curve. */
class CurvesTest {

  private static final Target TARGET = new Target(Target.Kind.NUMERIC, List.of("a", "b"));

  /** A network whose last layer has these trained slopes for negative numbers. */
  private static Network learned(float... slopes) {
    Network network =
        new NetworkBuilder(Catalogue.ofInstalled())
            .build(List.of(Dense.output(new Prelu())), 1, TARGET, 0);
    List<Parameter> parameters = network.parameters();
    float[] values = parameters.get(parameters.size() - 1).matrix().values();
    System.arraycopy(slopes, 0, values, 0, slopes.length);
    return network;
  }

  private static GradientCurve curve(Network network) {
    return Curves.of(
        new LossGuard(Catalogue.ofInstalled(), new TrainingSpec(), network, TARGET)
            .fit(new MeanSquaredError())
            .orThrow(),
        network);
  }

  private static GradientCurve.Point at(GradientCurve curve, double logit) {
    return curve.points().stream()
        .filter(point -> Math.abs(point.logit() - logit) < 1e-9)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anActivationIsDrawnAsItHasLearned() {
    GradientCurve curve = curve(learned(0.75f, 0.5f));
    GradientCurve.Point point = at(curve, -4);
    assertEquals(-3, point.error(), 1e-6);
    assertEquals(0.75, point.slope(), 1e-6);
    // 2 (p - t)/K times the slope
    assertEquals(-3 * 0.75, point.gradient(), 1e-6);
    assertEquals(4.5, point.loss(), 1e-6);
  }

  @Test
  void whatIsFlatIsMeasuredByWhatWasLearned() {
    // Flat is what is below a tenth of the steepest slope, which is 1 on the other side.
    assertTrue(at(curve(learned(0.09f, 0.5f)), -4).saturated());
    assertFalse(at(curve(learned(0.11f, 0.5f)), -4).saturated());
  }
}
