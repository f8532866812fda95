package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which way a loss wants the weights to go, for a network that is a plane. */
class ProbeTest {

  private static final double[][] ROWS = {{1, 2, 3}, {-1, 0.5, 2}, {0, -2, 1}};

  private final Catalogue catalogue = Catalogue.beside();
  private final Probe probe = new Probe(catalogue);

  private Experiment experiment(boolean normalised) {
    Configuration.Builder configuration =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of("t"),
                    Map.of(),
                    ColumnSpec.Scale.NONE,
                    SplitSpec.NONE))
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1));
    if (normalised) {
      configuration.layer(new BatchNorm());
    }
    configuration.layer(Dense.output());
    return new ExperimentBuilder(new NetworkBuilder(catalogue))
        .build(configuration.build(), Table.ofRows(List.of("x", "y", "t"), ROWS));
  }

  @Test
  void theGradientOfAPlaneIsThatOfItsErrors() {
    Experiment experiment = experiment(false);
    List<Parameter> parameters = experiment.network().parameters();
    float[] weights = parameters.get(0).matrix().values();
    float bias = parameters.get(1).matrix().values()[0];
    Probe.Wish wish = probe.ask(experiment, experiment.training());
    double[] gradient = new double[3];
    for (int i = 0; i < ROWS.length; i++) {
      double output = weights[0] * ROWS[i][0] + weights[1] * ROWS[i][1] + bias;
      double slope = 2 * (output - ROWS[i][2]);
      assertEquals(output, wish.outputs().get(i, 0), 1e-5);
      assertEquals(slope, wish.logitGradients().get(i, 0), 1e-4);
      gradient[0] += slope * ROWS[i][0] / ROWS.length;
      gradient[1] += slope * ROWS[i][1] / ROWS.length;
      gradient[2] += slope / ROWS.length;
    }
    assertEquals(gradient[0], wish.gradient().get(0).values()[0], 1e-4);
    assertEquals(gradient[1], wish.gradient().get(0).values()[1], 1e-4);
    assertEquals(gradient[2], wish.gradient().get(1).values()[0], 1e-4);
    double length = 0;
    for (double each : gradient) {
      length += each * each;
    }
    assertEquals(1, wish.layers().size());
    assertEquals(Math.sqrt(length), wish.layers().get(0), 1e-4);
  }

  @Test
  void askingChangesNothing() {
    Experiment experiment = experiment(true);
    List<float[]> before =
        experiment.network().tensors().stream()
            .map(each -> each.matrix().values().clone())
            .toList();
    probe.ask(experiment, experiment.training());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), experiment.network().tensors().get(i).matrix().values());
    }
  }

  private static Probe.Wish wish(float[]... gradients) {
    return new Probe.Wish(
        Matrix.zeros(1, 1),
        Matrix.zeros(1, 1),
        List.of(),
        Arrays.stream(gradients)
            .map(
                values -> {
                  Matrix matrix = Matrix.zeros(1, values.length);
                  System.arraycopy(values, 0, matrix.values(), 0, values.length);
                  return matrix;
                })
            .toList());
  }

  @Test
  void theCosineTellsHowFarTwoWishesAgree() {
    Probe.Wish wish = wish(new float[] {3, 0}, new float[] {4});
    assertEquals(1, wish.cosine(wish).orElseThrow(), 1e-12);
    assertEquals(-1, wish.cosine(wish(new float[] {-6, 0}, new float[] {-8})).orElseThrow(), 1e-12);
    assertEquals(0, wish.cosine(wish(new float[] {0, 7}, new float[] {0})).orElseThrow(), 1e-12);
    assertEquals(0.6, wish.cosine(wish(new float[] {2, 0}, new float[] {0})).orElseThrow(), 1e-12);
  }

  @Test
  void thereIsNoCosineOfAnotherShapeOrOfNothing() {
    Probe.Wish wish = wish(new float[] {3, 0}, new float[] {4});
    assertEquals(Optional.empty(), wish.cosine(wish(new float[] {3, 0})));
    assertEquals(Optional.empty(), wish.cosine(wish(new float[] {3}, new float[] {4})));
    assertEquals(Optional.empty(), wish.cosine(wish(new float[] {0, 0}, new float[] {0})));
  }
}
