package dev.gradus.engine.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The gradient of a loss for a linear network. */
class LossGradientTest {

  private static final double[][] ROWS = {{1, 2, 3}, {-1, 0.5, 2}, {0, -2, 1}};

  private Experiment experiment(boolean normalised) {
    Configuration.Builder configuration =
        Configuration.builder()
            .data(DataSpec.of("t").scale(ColumnSpec.Scale.NONE))
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1));
    if (normalised) {
      configuration.layer(new BatchNorm());
    }
    configuration.layer(Dense.output());
    return new ExperimentBuilder(new NetworkBuilder(Catalogue.ofInstalled()))
        .build(configuration.build(), Table.ofRows(List.of("x", "y", "t"), ROWS));
  }

  private static LossGradient gradient(Experiment experiment) {
    return LossGradient.of(experiment.loss(), experiment.network(), experiment.training());
  }

  @Test
  void theGradientOfAPlaneIsThatOfItsErrors() {
    Experiment experiment = experiment(false);
    List<Parameter> parameters = experiment.network().parameters();
    float[] weights = parameters.get(0).matrix().values();
    float bias = parameters.get(1).matrix().values()[0];
    LossGradient gradient = gradient(experiment);
    double[] expected = new double[3];
    for (int i = 0; i < ROWS.length; i++) {
      double output = weights[0] * ROWS[i][0] + weights[1] * ROWS[i][1] + bias;
      double slope = 2 * (output - ROWS[i][2]);
      assertEquals(output, gradient.outputs().get(i, 0), 1e-5);
      assertEquals(slope, gradient.logitGradients().get(i, 0), 1e-4);
      expected[0] += slope * ROWS[i][0] / ROWS.length;
      expected[1] += slope * ROWS[i][1] / ROWS.length;
      expected[2] += slope / ROWS.length;
    }
    assertEquals(expected[0], gradient.gradient().get(0).values()[0], 1e-4);
    assertEquals(expected[1], gradient.gradient().get(0).values()[1], 1e-4);
    assertEquals(expected[2], gradient.gradient().get(1).values()[0], 1e-4);
    double length = 0;
    for (double each : expected) {
      length += each * each;
    }
    assertEquals(1, gradient.layers().size());
    assertEquals(Math.sqrt(length), gradient.layers().get(0), 1e-4);
  }

  @Test
  void askingChangesNothing() {
    Experiment experiment = experiment(true);
    List<float[]> before =
        experiment.network().tensors().stream()
            .map(each -> each.matrix().values().clone())
            .toList();
    gradient(experiment);
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), experiment.network().tensors().get(i).matrix().values());
    }
  }

  private static LossGradient gradient(float[]... gradients) {
    return new LossGradient(
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
  void theCosineTellsHowFarTwoGradientsAgree() {
    LossGradient gradient = gradient(new float[] {3, 0}, new float[] {4});
    assertEquals(1, gradient.cosine(gradient).orElseThrow(), 1e-12);
    assertEquals(
        -1, gradient.cosine(gradient(new float[] {-6, 0}, new float[] {-8})).orElseThrow(), 1e-12);
    assertEquals(
        0, gradient.cosine(gradient(new float[] {0, 7}, new float[] {0})).orElseThrow(), 1e-12);
    assertEquals(
        0.6, gradient.cosine(gradient(new float[] {2, 0}, new float[] {0})).orElseThrow(), 1e-12);
  }

  @Test
  void thereIsNoCosineOfAnotherShapeOrOfNothing() {
    LossGradient gradient = gradient(new float[] {3, 0}, new float[] {4});
    assertEquals(Optional.empty(), gradient.cosine(gradient(new float[] {3, 0})));
    assertEquals(Optional.empty(), gradient.cosine(gradient(new float[] {3}, new float[] {4})));
    assertEquals(Optional.empty(), gradient.cosine(gradient(new float[] {0, 0}, new float[] {0})));
  }
}
