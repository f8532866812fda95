package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.R2;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A network that predicts its uncertainty about a numeric target. */
class PredictedVarianceTest {

  @TempDir Path folder;

  /** y = 100 x with noise that grows with x: deviation 1 + 9 x. */
  private static Table noisy() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] rows = new double[2000][];
    for (int i = 0; i < rows.length; i++) {
      double x = random.nextDouble();
      rows[i] = new double[] {x, 100 * x + (1 + 9 * x) * random.nextGaussian()};
    }
    return Table.ofRows(List.of("x", "y"), rows);
  }

  private static Configuration.Builder configuration() {
    return Configuration.builder()
        .data(DataSpec.of("y"))
        .layer(Dense.of(16, new Tanh()))
        .layer(Dense.output())
        .loss(new GaussianNll(1, true))
        .optimizer(new Adam(0.01))
        .epochs(60);
  }

  @Test
  void theDeviationOfTheNoiseIsLearned() {
    try (Gradus gradus = Gradus.create()) {
      Training training =
          gradus
              .job(configuration().metric(new R2()).metric(new MeanSquaredError()).build())
              .on(noisy())
              .train();
      Model model = training.model();
      assertEquals(Optional.of("scaled"), model.evaluation(noisy()).lossUnit());
      Table asked = Table.ofRows(List.of("x"), new double[][] {{0.1}, {0.5}, {0.9}});
      double[][] deviations = model.deviations(asked).orElseThrow();
      assertEquals(1.9, deviations[0][0], 0.6);
      assertEquals(5.5, deviations[1][0], 1.2);
      assertEquals(9.1, deviations[2][0], 1.8);
      assertEquals(50, model.predictor().predict(0.5)[0], 2);
      assertEquals(1, model.predictor().predict(0.5).length);
      double r2 = training.metrics().getOrDefault("training", Map.of()).getOrDefault("r2", 0.0);
      assertTrue(r2 > 0.9, "r2 " + r2);

      gradus.save(model, folder.resolve("m.safetensors"));
      Model loaded = gradus.load(folder.resolve("m.safetensors"));
      assertArrayEquals(deviations, loaded.deviations(asked).orElseThrow());
      assertArrayEquals(model.predictor().predict(asked), loaded.predictor().predict(asked));
    }
  }

  @Test
  void theDeviationOfALogarithmIsPutBackTo() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] rows = new double[500][];
    for (int i = 0; i < rows.length; i++) {
      double x = random.nextDouble();
      rows[i] = new double[] {x, Math.exp(5 + 2 * x + 0.2 * random.nextGaussian())};
    }
    Configuration configuration =
        configuration().data(DataSpec.of("y").scale(ColumnSpec.Scale.LOG)).build();
    try (Gradus gradus = Gradus.create()) {
      Model model =
          gradus.job(configuration).on(Table.ofRows(List.of("x", "y"), rows)).train().model();
      Table asked = Table.ofRows(List.of("x"), new double[][] {{0.1}, {0.9}});
      double[][] deviations = model.deviations(asked).orElseThrow();
      double[][] predictions = model.predictor().predict(asked);
      for (int i = 0; i < 2; i++) {
        assertEquals(0.2, deviations[i][0] / predictions[i][0], 0.05);
      }
    }
  }

  @Test
  void otherLossesSayNothingOfIt() {
    try (Gradus gradus = Gradus.create()) {
      Model model =
          gradus
              .job(configuration().loss(new GaussianNll()).epochs(1).build())
              .on(noisy())
              .train()
              .model();
      assertTrue(model.deviations(noisy()).isEmpty());
    }
  }

  /** The mean is 0 times x; the logarithm of the variance 1e25 times. */
  private Path falling(String validation) throws IOException {
    Files.writeString(folder.resolve("d.csv"), "x,y\n1e-26,1\n2e-26,2\n3e-26,3\n");
    Files.writeString(folder.resolve("v.csv"), "x,y\n1e-26,1\n" + validation + ",2\n");
    return Files.writeString(
        folder.resolve("c.yaml"),
        """
        data: {csv: d.csv, target: y, scale: none, validation: v.csv}
        network: [{dense: {weights: {given: {values: [[0, 1e25]]}}}}]
        loss: {gaussian-nll: {predict-variance: true}}
        optimizer: {sgd: {learning-rate: 1e-9}}
        training: {epochs: 2}
        """);
  }

  @Test
  void aDeviationThatIsNotFiniteIsRefusedWhereverItIsPredicted() throws IOException {
    try (Gradus gradus = Gradus.create()) {
      String measured =
          String.valueOf(
              assertThrows(GradusException.class, () -> gradus.job(falling("1e30")).train())
                  .getMessage());
      assertTrue(
          measured.startsWith(
              "training stopped after epoch 1, in validation: line 3: the network predicts Infinity for 'y'"),
          measured);
      Model model = gradus.job(falling("2e-26")).train().model();
      Table asked = Table.ofRows(List.of("x", "y"), new double[][] {{1e-26, 1}, {1e30, 2}});
      for (Executable use :
          List.<Executable>of(
              () -> model.predictor().predictions(asked), () -> model.evaluation(asked))) {
        String refused = String.valueOf(assertThrows(GradusException.class, use).getMessage());
        assertTrue(refused.startsWith("row 2: the network predicts Infinity for 'y'"), refused);
      }
    }
  }

  @Test
  void itCannotBeReportedBesideAnotherLoss() {
    try (Gradus gradus = Gradus.create()) {
      Configuration configuration =
          configuration()
              .loss(new MeanSquaredError())
              .metric(new GaussianNll(1, true))
              .epochs(1)
              .build();
      String message =
          String.valueOf(
              assertThrows(
                      TrainingException.class, () -> gradus.job(configuration).on(noisy()).train())
                  .getMessage());
      assertEquals(
          "metrics: gaussian-nll takes 2 outputs for each target, which only a network trained "
              + "with it has; report it as the loss",
          message);
    }
  }
}
