package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanAbsoluteError;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.Quantiles;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.Constant;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Predictions that stay in the range of the training targets. */
class ClampedTargetTest {

  private static final Gradus GRADUS = Gradus.create();
  private static final Table ROWS =
      Table.of(
          Column.of("x", 1, 2, 3, 4), Column.of("y", 10, 20, 30, 40), Column.of("z", 1, 2, 3, 4));

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static NumericSpec numeric(boolean clamp) {
    return new NumericSpec(ColumnSpec.Scale.NONE, NumericSpec.Missing.REFUSE, 0, false, clamp);
  }

  /** Each output is 100 x - 200 forever: it is hardly trained. */
  private static Model model(Loss loss, Map<String, ColumnSpec> columns, String... targets) {
    return GRADUS
        .job(configuration(loss, columns, SplitSpec.NONE, targets).build())
        .on(ROWS)
        .train()
        .model();
  }

  private static Configuration.Builder configuration(
      Loss loss, Map<String, ColumnSpec> columns, SplitSpec split, String... targets) {
    return Configuration.builder()
        .data(
            new DataSpec(Optional.empty(), List.of(targets), columns, ColumnSpec.Scale.NONE, split))
        .layer(
            new Dense(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Constant(100)),
                Optional.of(new Constant(-200)),
                true))
        .loss(loss)
        .metric(new MeanAbsoluteError())
        .optimizer(new Sgd(1e-30))
        .epochs(1);
  }

  private static Table inputs() {
    return Table.of(Column.of("x", 0, 2, 2.25, 9));
  }

  @Test
  void aPredictionBeyondTheRangeIsItsEnd() {
    Model model =
        model(new MeanSquaredError(), Map.of("y", numeric(true), "z", numeric(false)), "y", "z");
    double[][] expected = {{10, -200}, {10, 0}, {25, 25}, {40, 700}};
    assertArrayEquals(expected, model.predictor().predict(inputs()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GRADUS.save(model, out);
    byte[] saved = out.toByteArray();
    assertArrayEquals(expected, GRADUS.load(saved).predictor().predict(inputs()));
    SavedModel small = SavedModel.read(saved);
    for (int row = 0; row < expected.length; row++) {
      double x = inputs().column("x").number(row);
      assertArrayEquals(expected[row], small.predictor().predict(new double[] {x}), 0, "x = " + x);
    }
  }

  @Test
  void metricsSeeClampedPredictionsAndTheTargetAsItIs() {
    Model model =
        model(new MeanSquaredError(), Map.of("y", numeric(true), "z", new IgnoredSpec()), "y");
    Table beyond = Table.of(Column.of("x", 9), Column.of("y", 50), Column.of("z", 0));
    // The prediction is 40, the target 50.
    assertEquals(10.0, model.evaluate(beyond).get("mean-absolute-error"));
  }

  @Test
  void quantilesStayInTheRangeToo() {
    Model model =
        model(
            new Quantiles(List.of(0.1, 0.9)),
            Map.of("y", numeric(true), "z", new IgnoredSpec()),
            "y");
    double[][] predicted = model.predictor().predict(inputs());
    assertEquals(10, predicted[0][0]);
    assertEquals(40, predicted[3][0]);
  }

  /** Half of the rows are held out, and all targets are from 1 to 40. */
  @Test
  void anIntervalIsAroundTheClampedPrediction() {
    double[] numbers = IntStream.rangeClosed(1, 40).asDoubleStream().toArray();
    Table table = Table.of(Column.of("x", numbers), Column.of("y", numbers));
    for (Loss loss : List.of(new MeanSquaredError(), new Quantiles(List.of(0.1, 0.9)))) {
      for (ColumnSpec.Scale scale :
          List.of(ColumnSpec.Scale.NONE, ColumnSpec.Scale.STANDARD, ColumnSpec.Scale.LOG)) {
        NumericSpec y = new NumericSpec(scale, NumericSpec.Missing.REFUSE, 0, false, true);
        Configuration configuration =
            configuration(loss, Map.of("y", y), SplitSpec.NONE.calibration(0.5), "y")
                .training(training -> training.conformal(new ConformalSpec(0.9)))
                .build();
        Model model = GRADUS.job(configuration).on(table).train().model();
        for (double x : numbers) {
          Prediction prediction = model.predictor().prediction(x);
          Interval interval = prediction.interval();
          String what = "%s, %s: %s in %s".formatted(loss, scale, prediction.value(), interval);
          assertTrue(interval.contains(prediction.value()), what);
          if (loss instanceof MeanSquaredError && scale != ColumnSpec.Scale.LOG) {
            double middle = (interval.low() + interval.high()) / 2;
            assertEquals(prediction.value(), middle, 1e-4, what);
            assertTrue(interval.high() - interval.low() < 2 * 40, what);
          }
        }
      }
    }
  }

  @Test
  void anInputCannotBeClamped() {
    assertTrue(
        assertThrows(
                DataException.class,
                () -> model(new MeanSquaredError(), Map.of("x", numeric(true)), "y", "z"))
            .getMessage()
            .endsWith(
                "column 'x' is an input, but only predictions of a target can be clamped; remove clamp"));
  }
}
