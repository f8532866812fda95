package dev.gradus.engine.training.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CategoricalCrossEntropy;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Asgd;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.optimizers.schedules.ReduceOnPlateau;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The options of the section training for gradients, weights and class weights. */
class UpdateOptionsTest {

  private static final int ROWS = 24;
  private static final float TOLERANCE = 1e-5f;

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Trainer trainer = new Trainer();

  /** Two thirds of the examples are of the class a. */
  private static Table table() {
    SplittableRandom random = new SplittableRandom(3);
    String[] kinds = new String[ROWS];
    double[] weights = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      kinds[i] = i % 3 == 0 ? "b" : "a";
      weights[i] = 1 + i % 2;
    }
    return Table.of(
        List.of(
            Column.of("x", random.doubles(ROWS, -1, 1).toArray()),
            Column.of("y", random.doubles(ROWS, -1, 1).toArray()),
            Column.of("count", weights),
            Column.of("kind", kinds)));
  }

  private static Configuration.Builder configuration(ColumnSpec count) {
    return Configuration.builder()
        .data(DataSpec.of("kind").column("count", count).scale(ColumnSpec.Scale.NONE))
        .layer(Dense.of(4, new Tanh()))
        .layer(Dense.output(new Softmax()))
        .loss(new CrossEntropy())
        .optimizer(new Sgd(0.5))
        .epochs(1)
        .batchSize(ROWS)
        .training(t -> t.shuffle(false))
        .seed(5);
  }

  private static Configuration.Builder configuration() {
    return configuration(new IgnoredSpec());
  }

  private Experiment experiment(Configuration.Builder configuration) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue))
        .build(configuration.build(), table());
  }

  private float[] trained(Configuration.Builder configuration) {
    return trained(configuration, TrainingListener.NONE);
  }

  private float[] trained(Configuration.Builder configuration, TrainingListener listener) {
    Experiment experiment = experiment(configuration);
    trainer.train(experiment, listener);
    return weights(experiment);
  }

  private static float[] weights(Experiment experiment) {
    List<Float> all = new ArrayList<>();
    for (Parameter parameter : experiment.network().parameters()) {
      for (float value : parameter.matrix().values()) {
        all.add(value);
      }
    }
    float[] flat = new float[all.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = all.get(i);
    }
    return flat;
  }

  private String refused(Configuration.Builder configuration) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> trained(configuration)).getMessage());
  }

  @Test
  void batchesThatAccumulateMoveTheWeightsLikeOneBatch() {
    assertArrayEquals(
        trained(configuration()),
        trained(configuration().batchSize(7).training(t -> t.accumulateBatches(4))),
        TOLERANCE);
  }

  @Test
  void whatIsLeftOverOfAnEpochMakesAStep() {
    // 24 rows in batches of 10: a step of 20 examples and one of 4, not one of 20 alone.
    float[] both = trained(configuration().batchSize(10).training(t -> t.accumulateBatches(2)));
    float[] twenty = trained(configuration().batchSize(20));
    assertArrayEquals(twenty, both, TOLERANCE);
  }

  @Test
  void aGradientIsScaledDownToTheNormGiven() {
    Experiment before = experiment(configuration());
    float[] start = weights(before);
    float[] clipped = trained(configuration().training(t -> t.clipGlobalNorm(0.01)));
    double squares = 0;
    for (int i = 0; i < start.length; i++) {
      squares += Math.pow((clipped[i] - start[i]) / 0.5, 2);
    }
    assertEquals(0.01, Math.sqrt(squares), 1e-5);
  }

  @Test
  void aGradientIsCutToTheSizeGiven() {
    float[] start = weights(experiment(configuration()));
    float[] clipped = trained(configuration().training(t -> t.clipValue(0.001)));
    for (int i = 0; i < start.length; i++) {
      assertTrue(Math.abs(clipped[i] - start[i]) <= 0.5 * 0.001 + 1e-6, "weight " + i);
    }
  }

  @Test
  void theGradientOfEachTensorIsScaledDownOnItsOwn() {
    Experiment start = experiment(configuration());
    Experiment end = experiment(configuration().training(t -> t.clipNorm(0.002)));
    trainer.train(end, TrainingListener.NONE);
    for (int k = 0; k < start.network().parameters().size(); k++) {
      float[] from = start.network().parameters().get(k).matrix().values();
      float[] to = end.network().parameters().get(k).matrix().values();
      double squares = 0;
      for (int i = 0; i < from.length; i++) {
        squares += Math.pow((to[i] - from[i]) / 0.5, 2);
      }
      assertEquals(0.002, Math.sqrt(squares), 1e-5, "tensor " + k);
    }
  }

  @Test
  void theWeightsIntoAUnitGrowNoLongerThanTheMaxNorm() {
    Experiment experiment = experiment(configuration().training(t -> t.maxNorm(0.3)).epochs(20));
    trainer.train(experiment, TrainingListener.NONE);
    for (Parameter parameter : experiment.network().parameters()) {
      if (parameter.role() == Tensor.Role.WEIGHT) {
        for (int unit = 0; unit < parameter.matrix().columns(); unit++) {
          double squares = 0;
          for (int i = 0; i < parameter.matrix().rows(); i++) {
            squares += Math.pow(parameter.matrix().get(i, unit), 2);
          }
          assertTrue(Math.sqrt(squares) < 0.3 + 1e-6, parameter.name() + ", unit " + unit);
        }
      }
    }
  }

  @Test
  void theRunningMeanOfTheWeightsPredictsAndTheWeightsLearnOn() {
    // One step an epoch: the weights after each are those of shorter runs.
    float[] first = trained(configuration());
    float[] second = trained(configuration().epochs(2));
    float[] third = trained(configuration().epochs(3));
    float[] mean = trained(configuration().epochs(3).training(t -> t.emaDecay(0.75)));
    for (int i = 0; i < mean.length; i++) {
      double expected = 0.75 * (0.75 * first[i] + 0.25 * second[i]) + 0.25 * third[i];
      assertEquals(expected, mean[i], TOLERANCE, "weight " + i);
    }
  }

  @Test
  void anOptimizerThatPredictsWithItsOwnMeanTakesNoOther() {
    assertEquals(
        "training.ema-decay: asgd already predicts with averaged weights; remove ema-decay",
        refused(configuration().optimizer(new Asgd()).training(t -> t.emaDecay(0.9))));
  }

  @Test
  void theMeanOfAsgdIsWhatIsLeftInTheNetwork() {
    Asgd averaging = new Asgd(0.5, 0, 0.75, 1, 0);
    float[] second = trained(configuration().epochs(2));
    float[] third = trained(configuration().epochs(3));
    float[] mean = trained(configuration().epochs(3).optimizer(averaging));
    // Two steps are before the start: the mean begins with the weights after the second.
    for (int i = 0; i < mean.length; i++) {
      assertTrue(
          Math.abs(mean[i] - third[i]) < TOLERANCE
              || Math.abs(mean[i] - (second[i] + third[i]) / 2) < TOLERANCE,
          "weight " + i);
    }
  }

  @Test
  void theWeightOfAnExampleIsNoInput() {
    Configuration.Builder weighted = configuration(new WeightSpec()).loss(new CrossEntropy());
    Experiment experiment = experiment(weighted);
    assertEquals(2, experiment.network().inputs(), "the weight is no input");
    checkGradient(experiment);
  }

  @Test
  void aWeightThatIsNotAboveZeroIsNamed() {
    Table table =
        Table.of(
            List.of(
                Column.of("x", 1, 2, 3, 4),
                Column.of("count", 1, 2, 0, 1),
                Column.of("kind", new String[] {"a", "b", "a", "b"})));
    DataException e =
        assertThrows(
            DataException.class,
            () ->
                new ExperimentBuilder(new NetworkBuilder(catalogue))
                    .build(configuration(new WeightSpec()).build(), table));
    assertTrue(String.valueOf(e.getMessage()).contains("'count'"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("above 0"), e.getMessage());
  }

  @Test
  void everyLossGradientChecksWithWeightsInPlace() {
    List<Loss> losses =
        List.of(new CrossEntropy(), new CategoricalCrossEntropy(0.1), new MeanSquaredError());
    for (Loss loss : losses) {
      checkGradient(
          experiment(
              configuration(new WeightSpec())
                  .loss(loss)
                  .training(t -> t.classWeights(ClassWeights.balanced()))));
      checkGradient(
          experiment(
              configuration()
                  .loss(loss)
                  .training(t -> t.classWeights(Map.of("b", 3.0)))
                  .epochs(1)));
    }
  }

  /** Moves each weight a little: the loss that a step reports must change as its gradient says. */
  private void checkGradient(Experiment experiment) {
    // Steps so short that nothing moves report the loss and leave the gradient.
    double[] analytic = new double[weights(experiment).length];
    GradientDescent descent = still(experiment);
    loss(descent, experiment);
    int at = 0;
    for (int k = 0; k < descent.gradients().size(); k++) {
      for (float g : descent.gradients().get(k).values()) {
        analytic[at++] = g;
      }
    }
    at = 0;
    for (Parameter parameter : experiment.network().parameters()) {
      float[] values = parameter.matrix().values();
      for (int i = 0; i < values.length; i++) {
        float original = values[i];
        values[i] = original + 1e-2f;
        double above = loss(descent, experiment);
        values[i] = original - 1e-2f;
        double below = loss(descent, experiment);
        values[i] = original;
        assertEquals((above - below) / 2e-2, analytic[at], 2e-4, parameter.name() + " " + i);
        at++;
      }
    }
  }

  private GradientDescent still(Experiment experiment) {
    return new GradientDescent(
        experiment.network(),
        experiment.loss().learned(),
        new Sgd(1e-30),
        Optional.empty(),
        List.of(),
        UpdateOptions.NONE,
        ROWS,
        0,
        Team.alone());
  }

  private static double loss(GradientDescent descent, Experiment experiment) {
    return descent.step(
        experiment.training().inputs().inMemory(),
        experiment.training().targets().inMemory(),
        experiment.training().weights(),
        experiment.training().auxiliary());
  }

  @Test
  void aClassThatIsNotThereIsNamed() {
    assertEquals(
        "training.class-weights: there is no class 'bb', did you mean 'b'? (the classes are: a, b)",
        refused(configuration().training(t -> t.classWeights(Map.of("bb", 2.0)))));
  }

  @Test
  void classWeightsAreBalancedOrGivenByName() {
    Map<String, Double> byName = Map.of("b", 2.0);
    assertThrows(IllegalArgumentException.class, () -> new ClassWeights(true, byName));
    assertThrows(IllegalArgumentException.class, () -> ClassWeights.of(Map.of("b", 0.0)));
  }

  @Test
  void aScheduleWithoutALengthTakesTheWholeRun() {
    List<Double> rates = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochDone(EpochReport report) {
            rates.add(report.learningRate());
          }
        };
    trained(configuration().epochs(4).schedule(new Cosine()), listener);
    assertEquals(4, rates.size());
    for (int t = 0; t < 4; t++) {
      assertEquals(0.5 * (1 + Math.cos(Math.PI * t / 4)) / 2, rates.get(t), 1e-12);
    }
  }

  @Test
  void aScheduleThatLooksAtTheLossSeesEveryEpoch() {
    // No loss is better by so much, so every epoch after the first is a bad one.
    ReduceOnPlateau schedule =
        new ReduceOnPlateau(
            "loss",
            ReduceOnPlateau.Mode.MIN,
            0.5,
            0,
            100,
            ReduceOnPlateau.ThresholdMode.ABSOLUTE,
            0,
            0,
            0);
    List<Double> rates = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochDone(EpochReport report) {
            rates.add(report.learningRate());
          }
        };
    trained(configuration().epochs(4).schedule(schedule), listener);
    assertEquals(List.of(0.5, 0.5, 0.25, 0.125), rates);
  }

  @Test
  void aScheduleThatLooksAtWhatIsNotMeasuredIsRefused() {
    ReduceOnPlateau defaults = new ReduceOnPlateau();
    ReduceOnPlateau schedule =
        new ReduceOnPlateau(
            "accuracy",
            ReduceOnPlateau.Mode.MAX,
            defaults.factor(),
            defaults.patience(),
            defaults.threshold(),
            defaults.thresholdMode(),
            0,
            0,
            0);
    assertTrue(refused(configuration().schedule(schedule)).contains("data.split.validation"));
  }

  @Test
  void weightsOfClassesChangeWhatIsLearned() {
    float[] plain = trained(configuration());
    float[] weighted = trained(configuration().training(t -> t.classWeights(Map.of("b", 5.0))));
    assertNotEquals(Arrays.toString(plain), Arrays.toString(weighted));
  }
}
