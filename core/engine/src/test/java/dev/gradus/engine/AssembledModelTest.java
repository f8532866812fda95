package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.ModelFileException;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models of weights that were trained elsewhere. */
class AssembledModelTest {

  private static final Preparation COLUMNS =
      new Preparation(
          List.of(ScaledColumn.unchanged("a"), new ScaledColumn("b", 1, 2)),
          new NumericTarget(List.of(ScaledColumn.unchanged("y"))));

  private static final Configuration NETWORK =
      Configuration.builder()
          .layer(Dense.of(2, new Tanh()))
          .layer(Dense.output())
          .loss(new MeanSquaredError())
          .optimizer(new Adam(0.01))
          .build();

  private static Map<String, float[]> weights() {
    return new HashMap<>(
        Map.of(
            "layers.0.weight", new float[] {1, 2, 3, 4},
            "layers.0.bias", new float[] {0.5f, -0.5f},
            "layers.1.weight", new float[] {2, -1},
            "layers.1.bias", new float[] {0.25f}));
  }

  @Test
  void itPredictsAndIsSaved() {
    try (Gradus gradus = Gradus.create()) {
      Model model = gradus.assemble(NETWORK, COLUMNS, weights());
      double[][] rows = {{0.1, 1.2}};
      double expected = 2 * Math.tanh(0.1 + 0.3 + 0.5) - Math.tanh(0.2 + 0.4 - 0.5) + 0.25;
      double[] predicted = model.predictor().predict(Table.ofRows(List.of("a", "b"), rows))[0];
      assertArrayEquals(new double[] {expected}, predicted, 1e-6);
      assertEquals("model of y from 2 columns, 9 parameters, trained elsewhere", model.toString());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      gradus.save(model, out);
      Model loaded = gradus.load(out.toByteArray());
      assertEquals(model.toString(), loaded.toString());
      assertArrayEquals(
          predicted, loaded.predictor().predict(Table.ofRows(List.of("a", "b"), rows))[0]);
    }
  }

  @Test
  void weightsThatDoNotFitAreNamed() {
    Map<String, float[]> missing = weights();
    missing.remove("layers.0.bias");
    assertEquals(
        "the weights do not fit the network: its tensor layers.0.bias has the shape [2], and there are no weights for it",
        refusal(missing));
    Map<String, float[]> few = weights();
    few.put("layers.0.weight", new float[3]);
    assertEquals(
        "the weights do not fit the network: its tensor layers.0.weight has the shape [2, 2], and there are 3 weights for it",
        refusal(few));
    Map<String, float[]> strange = weights();
    strange.put("layers.2.weight", new float[3]);
    assertEquals(
        "the weights do not fit the network: it has no tensors layers.2.weight", refusal(strange));
    Map<String, float[]> infinite = weights();
    infinite.put("layers.1.weight", new float[] {1, Float.NaN});
    assertEquals(
        "the weights do not fit the network: there is NaN at [1, 0] of its tensor layers.1.weight",
        refusal(infinite));
  }

  private static String refusal(Map<String, float[]> weights) {
    try (Gradus gradus = Gradus.create()) {
      return assertThrows(
              ModelFileException.class, () -> gradus.assemble(NETWORK, COLUMNS, weights))
          .getMessage();
    }
  }
}
