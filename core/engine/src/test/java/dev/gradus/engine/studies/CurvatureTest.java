package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.linear.SymmetricEigen;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.study.Sharpness;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Residual;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The largest eigenvalues of Hessians, against Hessians that are known. */
class CurvatureTest {

  private static final int ROWS = 90;

  private static double[][] inputs(int columns) {
    Random random = new Random(11);
    double[][] inputs = new double[ROWS][columns];
    for (double[] row : inputs) {
      for (int j = 0; j < columns; j++) {
        // As a float holds it.
        row[j] = (float) ((1 + j) * random.nextGaussian() + 0.3 * j);
      }
    }
    return inputs;
  }

  private static double height(double[] row) {
    double sum = 0.5;
    for (int j = 0; j < row.length; j++) {
      sum += (j % 2 == 0 ? 0.8 : -0.4) * row[j];
    }
    return Math.tanh(sum);
  }

  private static Table table(double[][] inputs, boolean classes) {
    Column[] columns = new Column[inputs[0].length + 1];
    for (int j = 0; j < columns.length - 1; j++) {
      int at = j;
      columns[j] = Column.of("x" + j, Arrays.stream(inputs).mapToDouble(row -> row[at]).toArray());
    }
    columns[columns.length - 1] =
        classes
            ? Column.of(
                "t",
                Arrays.stream(inputs)
                    .map(row -> height(row) > 0.2 ? "b" : "a")
                    .toArray(String[]::new))
            : Column.of("t", Arrays.stream(inputs).mapToDouble(CurvatureTest::height).toArray());
    return Table.of(columns);
  }

  private static Experiment experiment(Configuration.Builder builder, Table table) {
    Configuration configuration =
        builder
            .data(DataSpec.of("t").scale(ColumnSpec.Scale.NONE))
            .optimizer(new Sgd(0.05))
            .batchSize(30)
            .epochs(20)
            .build();
    return new ExperimentBuilder(new NetworkBuilder(Catalogue.ofInstalled()))
        .build(configuration, table);
  }

  private static Sharpness trained(Experiment experiment) {
    new Trainer().train(experiment, TrainingListener.NONE, CheckpointStore.NONE);
    return sharpness(experiment);
  }

  private static Sharpness sharpness(Experiment experiment) {
    return Curvature.of(experiment, new Trainer().plan(experiment));
  }

  private static void assertEigenvalues(double[] expected, Sharpness sharpness, double tolerance) {
    assertEquals("", sharpness.reason());
    int count = sharpness.eigenvalues().size();
    assertTrue(count >= Math.min(3, expected.length), sharpness.toString());
    for (int k = 0; k < count; k++) {
      assertEquals(
          expected[k], sharpness.eigenvalues().get(k), tolerance * expected[0], "value " + k);
    }
    assertTrue(sharpness.error() <= tolerance * expected[0], sharpness.toString());
  }

  /** The columns of the inputs, and one of ones for the bias. */
  private static double[][] withOnes(double[][] inputs) {
    double[][] wide = new double[inputs.length][];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = Arrays.copyOf(inputs[i], inputs[i].length + 1);
      wide[i][inputs[i].length] = 1;
    }
    return wide;
  }

  /** XᵀSX/n, for a diagonal S. */
  private static double[][] weighted(double[][] x, double[] s) {
    double[][] hessian = new double[x[0].length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int a = 0; a < hessian.length; a++) {
        for (int b = 0; b < hessian.length; b++) {
          hessian[a][b] += s[i] * x[i][a] * x[i][b] / x.length;
        }
      }
    }
    return hessian;
  }

  @Test
  void theHessianOfLeastSquaresIsThatOfItsInputs() {
    double[][] x = inputs(6);
    Experiment experiment =
        experiment(
            Configuration.builder().layer(Dense.output()).loss(new MeanSquaredError()),
            table(x, false));
    double[] twos = new double[ROWS];
    Arrays.fill(twos, 2);
    double[] expected = SymmetricEigen.of(weighted(withOnes(x), twos)).values();
    Sharpness sharpness = sharpness(experiment);
    assertEigenvalues(expected, sharpness, 3e-4);
    assertEquals(ROWS, sharpness.examples());
    assertEquals(2 / expected[0], sharpness.largestRate().orElseThrow(), 1e-4 * 2 / expected[0]);
  }

  @Test
  void theHessianOfLogisticRegressionHasTheSlopesInIt() {
    double[][] x = inputs(5);
    Experiment experiment =
        experiment(
            Configuration.builder()
                .layer(Dense.output(new Sigmoid()))
                .loss(new BinaryCrossEntropy()),
            table(x, true));
    Sharpness sharpness = trained(experiment);
    List<Parameter> parameters = experiment.network().parameters();
    float[] weights = parameters.get(0).matrix().values();
    double[] slopes = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double z = parameters.get(1).matrix().values()[0];
      for (int j = 0; j < weights.length; j++) {
        z += weights[j] * x[i][j];
      }
      double p = 1 / (1 + Math.exp(-z));
      slopes[i] = p * (1 - p);
    }
    double[] expected = SymmetricEigen.of(weighted(withOnes(x), slopes)).values();
    assertEigenvalues(expected, sharpness, 1e-3);
  }

  private static Experiment small(Layer... between) {
    Configuration.Builder builder =
        Configuration.builder().layer(Dense.of(3, new Tanh())).loss(new MeanSquaredError());
    for (Layer each : between) {
      builder.layer(each);
    }
    return experiment(
        builder.layer(Dense.of(3, new Tanh())).layer(Dense.output()), table(inputs(3), false));
  }

  /** The loss of the small network in double, by the weights as one vector. */
  private static double loss(double[] w, double[][] x) {
    double sum = 0;
    for (double[] row : x) {
      double[] first = tanh(dense(w, 0, row, 3));
      double[] second = tanh(dense(w, 12, first, 3));
      double error = dense(w, 24, second, 1)[0] - (float) height(row);
      sum += error * error;
    }
    return sum / x.length;
  }

  private static double[] dense(double[] w, int from, double[] x, int units) {
    double[] z = new double[units];
    for (int j = 0; j < units; j++) {
      z[j] = w[from + x.length * units + j];
      for (int i = 0; i < x.length; i++) {
        z[j] += x[i] * w[from + i * units + j];
      }
    }
    return z;
  }

  private static double[] tanh(double[] z) {
    return Arrays.stream(z).map(Math::tanh).toArray();
  }

  /** All second differences, each of four losses. */
  private static double[][] hessian(float[] weights, double[][] x) {
    double h = 1e-3;
    int size = weights.length;
    double[] w = new double[size];
    for (int i = 0; i < size; i++) {
      w[i] = weights[i];
    }
    double[][] hessian = new double[size][size];
    for (int a = 0; a < size; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int signs = 0; signs < 4; signs++) {
          double[] moved = w.clone();
          moved[a] += (signs & 1) == 0 ? h : -h;
          moved[b] += (signs & 2) == 0 ? h : -h;
          sum += (signs == 0 || signs == 3 ? 1 : -1) * loss(moved, x);
        }
        hessian[a][b] = sum / (4 * h * h);
        hessian[b][a] = hessian[a][b];
      }
    }
    return hessian;
  }

  @Test
  void theHessianOfASmallNetworkIsThatOfItsSecondDifferences() {
    Experiment experiment = small();
    Sharpness sharpness = trained(experiment);
    double[] expected =
        SymmetricEigen.of(hessian(Weights.of(experiment.network()), inputs(3))).values();
    assertEigenvalues(expected, sharpness, 2e-3);
  }

  @Test
  void dropoutIsLeftOut() {
    Experiment without = small();
    Experiment with = small(new Dropout(0.5));
    Weights.put(Weights.of(without.network()), with.network());
    assertEquals(sharpness(without), sharpness(with));
  }

  @Test
  void theNetworkIsAsBeforeEvenIfItKeepsStatistics() {
    Experiment experiment = small(new BatchNorm());
    new Trainer().train(experiment, TrainingListener.NONE, CheckpointStore.NONE);
    List<float[]> before = copies(experiment);
    Sharpness sharpness = sharpness(experiment);
    assertTrue(sharpness.eigenvalues().get(0) > 0, sharpness.toString());
    List<float[]> after = copies(experiment);
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), after.get(i));
    }
  }

  private static List<float[]> copies(Experiment experiment) {
    return experiment.network().tensors().stream()
        .map(each -> each.matrix().values().clone())
        .toList();
  }

  @Test
  void classWeightsCountAsInTraining() {
    double[][] x = inputs(5);
    Configuration.Builder builder =
        Configuration.builder().layer(Dense.output(new Sigmoid())).loss(new BinaryCrossEntropy());
    Sharpness plain = sharpness(experiment(builder, table(x, true)));
    Sharpness doubled =
        sharpness(
            experiment(
                builder.training(t -> t.classWeights(Map.of("a", 2.0, "b", 2.0))), table(x, true)));
    assertEquals(
        2 * plain.eigenvalues().get(0),
        doubled.eigenvalues().get(0),
        1e-3 * plain.eigenvalues().get(0));
  }

  @Test
  void aNetworkThatIsTooLargeIsLeftOutWithASentence() {
    Experiment experiment =
        experiment(
            Configuration.builder()
                .layer(Dense.of(300_000, new Tanh()))
                .layer(Dense.output())
                .loss(new MeanSquaredError()),
            table(inputs(2), false));
    Sharpness sharpness = sharpness(experiment);
    assertEquals(List.of(), sharpness.eigenvalues());
    assertTrue(sharpness.reason().contains("too long"), sharpness.reason());
    assertTrue(sharpness.largestRate().isEmpty());
  }

  /** 4e9 multiplications are enough for the gradients of 74 examples, and for nothing else. */
  @Test
  void whatItTakesToMakeVectorsOrthogonalCountsToo() {
    Experiment experiment =
        experiment(
            Configuration.builder()
                .layer(Dense.of(75_000, new Tanh()))
                .layer(Dense.output())
                .loss(new MeanSquaredError()),
            table(inputs(2), false));
    Sharpness sharpness = sharpness(experiment);
    assertTrue(sharpness.reason().contains("too long"), sharpness.reason());
  }

  @Test
  void whatDoesNotFitIntoMemoryIsLeftOutWithASentence() {
    Experiment experiment = small();
    TrainingPlan plan = new Trainer().plan(experiment).holding(Runtime.getRuntime().maxMemory());
    Sharpness sharpness = Curvature.of(experiment, plan);
    assertEquals(List.of(), sharpness.eigenvalues());
    assertTrue(sharpness.reason().contains("too many weights"), sharpness.reason());
  }

  @Test
  void noiseThatCannotBeTakenOutIsNamed() {
    Sharpness sharpness = sharpness(small(new Residual(List.of(new Dropout(0.5)))));
    assertEquals(List.of(), sharpness.eigenvalues());
    assertTrue(sharpness.reason().contains("is random in training"), sharpness.reason());
  }

  @Test
  void anInterruptedThreadIsNotKeptWaiting() {
    Experiment experiment = small();
    float[] before = Weights.of(experiment.network());
    TrainingPlan plan = new Trainer().plan(experiment);
    Thread.currentThread().interrupt();
    try {
      assertEquals("The thread was interrupted.", Curvature.of(experiment, plan).reason());
    } finally {
      assertTrue(Thread.interrupted(), "it stays interrupted");
    }
    assertArrayEquals(before, Weights.of(experiment.network()));
  }
}
