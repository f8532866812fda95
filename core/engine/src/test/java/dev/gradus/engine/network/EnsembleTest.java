package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Prelu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Embedding;
import dev.gradus.layers.Ensemble;
import dev.gradus.layers.Image;
import dev.gradus.layers.Residual;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.initializers.Normal;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An ensemble computes what its paper defines (A. Gorishniy and others, TabM, 2024). */
class EnsembleTest {

  private static final int MEMBERS = 3;
  private static final int INPUTS = 2;
  private static final int ROWS = 4;
  private static final double ROUNDED = 1e-6;

  private static Network network(List<Layer> layers) {
    return new NetworkBuilder(Catalogue.ofInstalled())
        .build(layers, INPUTS, new Target(Target.Kind.NUMERIC, List.of("y0", "y1")), 5);
  }

  private static List<Layer> layers(EnsembleLayer.Kind kind) {
    return List.of(
        new Ensemble(MEMBERS, kind),
        Dense.of(4, new Tanh()),
        Dense.of(3, new Sigmoid()),
        Dense.output(new Softmax()));
  }

  /** A network whose tensors are all random, so that no member is like another. */
  private static Network random(List<Layer> layers) {
    Network network = network(layers);
    SplittableRandom random = new SplittableRandom(6);
    for (Parameter parameter : network.tensors()) {
      for (int i = 0; i < parameter.matrix().size(); i++) {
        parameter.matrix().values()[i] = (float) random.nextDouble(-1.5, 1.5);
      }
    }
    return network;
  }

  private static Matrix matrix(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.values()[i] = (float) random.nextDouble(-1, 1);
    }
    return matrix;
  }

  /** The tensors of a network by name; factors that are absent are 1, and biases 0. */
  private record Tensors(Map<String, Matrix> all) {

    static Tensors of(Network network) {
      return new Tensors(
          network.tensors().stream().collect(Collectors.toMap(Parameter::name, Parameter::matrix)));
    }

    /** Element {@code at} of the part of a member. */
    double of(String name, int member, int width, int at, double otherwise) {
      Matrix matrix = all.get(name);
      if (matrix == null) {
        return otherwise;
      }
      boolean isShared = matrix.columns() == width;
      return matrix.values()[isShared ? at : member * width + at];
    }
  }

  /** The outputs of a member for a row, by the definition. */
  private static double[] member(Tensors tensors, int m, double[] row) {
    double[] x = row.clone();
    for (int i = 0; i < x.length; i++) {
      x[i] *= tensors.of("layers.0.factors", m, x.length, i, 1);
    }
    double[] first = activated(dense(tensors, "layers.1.", m, x, 4), Math::tanh);
    double[] second =
        activated(dense(tensors, "layers.2.", m, first, 3), z -> 1 / (1 + Math.exp(-z)));
    double[] exp = activated(dense(tensors, "layers.3.", m, second, 2), Math::exp);
    double sum = exp[0] + exp[1];
    return new double[] {exp[0] / sum, exp[1] / sum};
  }

  /** ((x r) W) s + b, where W may be that of the member. */
  private static double[] dense(Tensors tensors, String layer, int m, double[] x, int units) {
    Matrix weight = tensors.all.get(layer + "weight");
    int first = weight.columns() == units ? 0 : m * units;
    double[] y = new double[units];
    for (int k = 0; k < units; k++) {
      for (int i = 0; i < x.length; i++) {
        double r = tensors.of(layer + "input-factors", m, x.length, i, 1);
        y[k] += x[i] * r * weight.get(i, first + k);
      }
      y[k] *= tensors.of(layer + "output-factors", m, units, k, 1);
      y[k] += tensors.of(layer + "bias", m, units, k, 0);
    }
    return y;
  }

  private static double[] activated(double[] z, DoubleUnaryOperator f) {
    return Arrays.stream(z).map(f).toArray();
  }

  @Test
  void theMembersAndTheirMeanAreThoseOfTheDefinition() {
    for (EnsembleLayer.Kind kind : EnsembleLayer.Kind.values()) {
      Network network = random(layers(kind));
      Tensors tensors = Tensors.of(network);
      Matrix x = matrix(ROWS, INPUTS, 7);
      Matrix members = network.newLearningPass(ROWS, Team.alone()).outputs(x);
      Matrix mean = network.newPass(ROWS).outputs(x);
      assertEquals(2 * MEMBERS, members.columns());
      assertEquals(2, mean.columns());
      for (int row = 0; row < ROWS; row++) {
        double[] sum = new double[2];
        for (int m = 0; m < MEMBERS; m++) {
          double[] expected = member(tensors, m, new double[] {x.get(row, 0), x.get(row, 1)});
          for (int k = 0; k < 2; k++) {
            assertEquals(expected[k], members.get(row, 2 * m + k), ROUNDED);
            sum[k] += expected[k];
          }
        }
        for (int k = 0; k < 2; k++) {
          assertEquals(sum[k] / MEMBERS, mean.get(row, k), ROUNDED);
        }
      }
    }
  }

  @Test
  void theMembersShareTheirWeightsAndHaveTheirOwnFactorsBiasesAndLastLayer() {
    assertEquals(
        Stream.of(
                "layers.0.factors 1x6",
                "layers.1.weight 2x4",
                "layers.1.output-factors 1x12",
                "layers.1.bias 1x12",
                "layers.2.input-factors 1x12",
                "layers.2.weight 4x3",
                "layers.2.output-factors 1x9",
                "layers.2.bias 1x9",
                "layers.3.weight 3x6",
                "layers.3.bias 1x6")
            .toList(),
        sizes(network(layers(EnsembleLayer.Kind.TABM))));
    assertEquals(
        List.of(
            "layers.0.factors 1x6",
            "layers.1.weight 2x4",
            "layers.1.bias 1x4",
            "layers.2.weight 4x3",
            "layers.2.bias 1x3",
            "layers.3.weight 3x6",
            "layers.3.bias 1x6"),
        sizes(network(layers(EnsembleLayer.Kind.MINI))));
    assertEquals(
        List.of(
            "layers.1.weight 2x12",
            "layers.1.bias 1x12",
            "layers.2.weight 4x9",
            "layers.2.bias 1x9",
            "layers.3.weight 3x6",
            "layers.3.bias 1x6"),
        sizes(network(layers(EnsembleLayer.Kind.PACKED))));
  }

  private static List<String> sizes(Network network) {
    return network.tensors().stream()
        .map(each -> each.name() + " " + each.matrix().rows() + "x" + each.matrix().columns())
        .toList();
  }

  @Test
  void theyBeginWithRandomSignsAndOtherwiseAlike() {
    Dense normal =
        new Dense(
            Optional.of(4),
            Optional.of(new Tanh()),
            Optional.empty(),
            Optional.of(new Normal(0, 1)),
            true);
    Tensors tensors =
        Tensors.of(network(List.of(new Ensemble(64), normal, normal, Dense.output())));
    float[] signs = tensors.all.get("layers.0.factors").values();
    assertEquals(128, signs.length);
    int positive = 0;
    for (float sign : signs) {
      assertEquals(1, Math.abs(sign));
      positive += sign > 0 ? 1 : 0;
    }
    // Six standard deviations.
    assertEquals(64, positive, 34);
    for (String factors : List.of("layers.1.output-factors", "layers.2.input-factors")) {
      for (float factor : tensors.all.get(factors).values()) {
        assertEquals(1, factor);
      }
    }
    float[] biases = tensors.all.get("layers.1.bias").values();
    assertEquals(256, biases.length);
    for (int i = 0; i < biases.length; i++) {
      assertEquals(biases[i % 4], biases[i]);
    }
    assertTrue(biases[0] != biases[1]);
    float[] heads = tensors.all.get("layers.3.weight").values();
    assertEquals(heads.length, distinct(heads));
  }

  private static long distinct(float[] values) {
    return Stream.iterate(0, i -> i < values.length, i -> i + 1)
        .map(i -> values[i])
        .distinct()
        .count();
  }

  @Test
  void theyBeginWithNormalNumbersIfAskedTo() {
    Ensemble ensemble = new Ensemble(1000, EnsembleLayer.Kind.MINI, Ensemble.Start.NORMAL);
    float[] factors =
        Tensors.of(network(List.of(ensemble, Dense.output()))).all.get("layers.0.factors").values();
    double sum = 0;
    double squares = 0;
    for (float factor : factors) {
      sum += factor;
      squares += factor * factor;
    }
    // Six standard deviations of the mean and of the variance of 2000 numbers.
    assertEquals(0, sum / factors.length, 6 / Math.sqrt(2000));
    assertEquals(1, squares / factors.length, 6 * Math.sqrt(2.0 / 2000));
  }

  @Test
  void theLossIsTheMeanOfTheLossesOfTheMembers() {
    Network network = random(layers(EnsembleLayer.Kind.TABM));
    Matrix x = matrix(ROWS, INPUTS, 7);
    Matrix y = matrix(ROWS, 2, 8);
    Matrix weights = new Matrix(ROWS, 1, new float[] {1, 2, 0.5f, 1});
    Pass pass = network.newLearningPass(ROWS, Team.alone());
    Objective objective =
        new Objective(new MeanSquaredError(), false, 2, 2, MEMBERS, new double[0]);
    objective.start(y, Optional.of(weights), AuxiliaryColumns.NONE, 1);
    pass.backpropagate(x, objective);
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int m = 0; m < MEMBERS; m++) {
        double[] a = member(Tensors.of(network), m, new double[] {x.get(row, 0), x.get(row, 1)});
        double first = a[0] - y.get(row, 0);
        double second = a[1] - y.get(row, 1);
        sum += weights.get(row, 0) * (first * first + second * second) / 2;
      }
    }
    assertEquals(sum / (ROWS * MEMBERS), objective.value(), ROUNDED);
  }

  @Test
  void fewerMembersAreOtherwiseTheSame() {
    for (EnsembleLayer.Kind kind : EnsembleLayer.Kind.values()) {
      assertEquals(
          new Ensemble(2, kind, Ensemble.Start.NORMAL, true),
          new Ensemble(4, kind, Ensemble.Start.NORMAL, true).withMembers(2));
    }
  }

  /** As the network computes it, with a learned activation and a layer before the ensemble. */
  private static List<Layer> behindAnotherLayer(EnsembleLayer.Kind kind) {
    return List.of(
        Dense.of(5, new Prelu()),
        new Ensemble(MEMBERS, kind, Ensemble.Start.SIGNS, true),
        Dense.of(4, new Prelu()),
        Dense.of(3, new Sigmoid()),
        Dense.output(new Softmax()));
  }

  private static Objective squaredError(int members) {
    return new Objective(new MeanSquaredError(), false, 2, 2, members, new double[0]);
  }

  /** Runs a batch through a network and returns the gradients of its parameters. */
  private static List<Matrix> gradients(
      Pass pass, Objective objective, Matrix x, Matrix y, Matrix weights) {
    objective.start(y, Optional.of(weights), AuxiliaryColumns.NONE, 1);
    pass.backpropagate(x, objective);
    return pass.gradients();
  }

  /** Each row several times, one after another. */
  private static Matrix repeated(Matrix rows) {
    Matrix repeated = Matrix.zeros(rows.rows() * MEMBERS, rows.columns());
    for (int i = 0; i < repeated.rows(); i++) {
      rows.copyRow(i / MEMBERS, repeated.values(), i * rows.columns());
    }
    return repeated;
  }

  @Test
  void equalRowsOfTheMembersAreLikeASharedRow() {
    for (EnsembleLayer.Kind kind : EnsembleLayer.Kind.values()) {
      Network network = random(behindAnotherLayer(kind));
      Matrix x = matrix(ROWS, INPUTS, 7);
      Matrix y = matrix(ROWS, 2, 8);
      Matrix weights = matrix(ROWS, 1, 9);
      Objective shared = squaredError(MEMBERS);
      Objective own = squaredError(1);
      List<Matrix> together =
          gradients(network.newLearningPass(ROWS, Team.alone()), shared, x, y, weights);
      List<Matrix> apart =
          gradients(
              network.newOwnBatchesPass(ROWS, Team.alone(), ROWS),
              own,
              repeated(x),
              repeated(y),
              repeated(weights));
      assertEquals(shared.value(), own.value(), ROUNDED);
      assertEquals(together.size(), apart.size());
      for (int k = 0; k < together.size(); k++) {
        assertArrayEquals(together.get(k).values(), apart.get(k).values(), 1e-6f);
      }
    }
  }

  /**
   * The same members, each with the row of another: their gradients add up to those of all rows.
   */
  @Test
  void membersWithRowsOfTheirOwnLearnFromThese() {
    for (EnsembleLayer.Kind kind : EnsembleLayer.Kind.values()) {
      Network network = random(behindAnotherLayer(kind));
      Matrix x = matrix(ROWS, INPUTS, 7);
      Matrix y = matrix(ROWS, 2, 8);
      Matrix weights = matrix(ROWS, 1, 9);
      Objective shared = squaredError(MEMBERS);
      List<Matrix> all =
          gradients(network.newLearningPass(ROWS, Team.alone()), shared, x, y, weights);
      Batches batches = new Batches(ROWS, 1, false, 0, MEMBERS);
      Pass pass = network.newOwnBatchesPass(1, Team.alone(), ROWS);
      Matrix rowsX = Matrix.zeros(MEMBERS, INPUTS);
      Matrix rowsY = Matrix.zeros(MEMBERS, 2);
      Matrix rowsWeights = Matrix.zeros(MEMBERS, 1);
      Objective own = squaredError(1);
      double value = 0;
      List<double[]> sums = all.stream().map(each -> new double[each.size()]).toList();
      for (int batch = 0; batch < ROWS; batch++) {
        batches.gather(batch, x, rowsX);
        batches.gather(batch, y, rowsY);
        batches.gather(batch, weights, rowsWeights);
        List<Matrix> gradients = gradients(pass, own, rowsX, rowsY, rowsWeights);
        value += own.value() / ROWS;
        for (int k = 0; k < sums.size(); k++) {
          for (int i = 0; i < sums.get(k).length; i++) {
            sums.get(k)[i] += gradients.get(k).values()[i] / (double) ROWS;
          }
        }
      }
      assertEquals(shared.value(), value, ROUNDED);
      for (int k = 0; k < sums.size(); k++) {
        for (int i = 0; i < sums.get(k).length; i++) {
          assertEquals(all.get(k).values()[i], sums.get(k)[i], ROUNDED);
        }
      }
    }
  }

  @Test
  void rowsThatAreNotThoseOfAllMembersAreRefused() {
    Network network = random(behindAnotherLayer(EnsembleLayer.Kind.MINI));
    Pass pass = network.newOwnBatchesPass(ROWS, Team.alone(), ROWS);
    for (Matrix wrong : List.of(matrix(4, INPUTS, 7), matrix(3, 4, 7), matrix(3, 0, 7))) {
      assertEquals(
          "%s rows of %s numbers are no batch of 6 inputs".formatted(wrong.rows(), wrong.columns()),
          assertThrows(IllegalArgumentException.class, () -> pass.logits(wrong)).getMessage());
    }
  }

  /** The variance of the predictions of a batch. */
  @Plugin(name = "spread", summary = "A test.")
  public record Spread() implements BatchLoss {

    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      int n = predictions.length;
      double mean = Arrays.stream(predictions).mapToDouble(row -> row[0]).average().orElseThrow();
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double off = predictions[i][0] - mean;
        sum += off * off;
        gradients[i][0] = 2 * off / n;
      }
      return sum / n;
    }
  }

  @Test
  void aLossOverTheBatchSeesTheRowsOfOneMember() {
    Loss loss = new Spread();
    Matrix predictions = new Matrix(2, 3, new float[] {1, 5, -1, 3, 5, 1});
    Matrix gradients = Matrix.zeros(2, 3);
    Objective objective = new Objective(loss, false, 1, 1, 3, new double[0]);
    double value =
        objective.evaluate(
            predictions, Matrix.zeros(2, 1), Optional.empty(), AuxiliaryColumns.NONE, gradients);
    assertEquals((1.0 + 0 + 1) / 3, value);
    assertEquals(
        List.of(-1f / 3, 0f, -1f / 3, 1f / 3, 0f, 1f / 3),
        Stream.iterate(0, i -> i < 6, i -> i + 1).map(i -> gradients.values()[i] + 0f).toList());
  }

  @Test
  void itsNamesSayHowManyMembersThereAre() {
    Network network =
        network(
            List.of(
                new Ensemble(MEMBERS),
                Dense.of(4, new Tanh()),
                new Dropout(0.1),
                Dense.output(new Softmax())));
    assertEquals(
        List.of("1 ensemble 6", "2 dense 3x4 tanh", "3 dropout 3x4", "4 dense 3x2 softmax"),
        network.layerNames());
    assertEquals(MEMBERS, network.members());
    assertEquals(2, network.outputs());
    assertEquals(1, network(List.of(Dense.output())).members());
  }

  @Test
  void aPassTakesAboutAsManyMultiplicationsAsItHasMembers() {
    List<Layer> alone = List.of(Dense.of(64, new Tanh()), Dense.of(64, new Tanh()), Dense.output());
    List<Layer> ensemble = Stream.concat(Stream.of(new Ensemble(8)), alone.stream()).toList();
    double times = (double) network(ensemble).multiplications() / network(alone).multiplications();
    assertEquals(8, times, 0.5);
  }

  @Test
  void whereItCannotBeginItIsRefused() {
    refused(
        "network[1].ensemble: the network has an ensemble already; remove one of the two",
        new Ensemble(),
        new Ensemble());
    refused(
        "network[0].residual.layers[0].ensemble: an ensemble cannot begin within another layer; put it into the list of the network",
        new Residual(List.of(new Ensemble(), Dense.of(2))));
    refused(
        "network[2].ensemble: takes a vector, but its input is an image of 2 x 2 pixels with 1 channel; put it behind the convolutions and a flatten or global-average-pool layer",
        Dense.of(4),
        new Image(2, 2),
        new Ensemble());
    refused(
        "network[1].conv2d: takes an image, but its input is 2 numbers in a line;",
        new Ensemble(),
        new Conv2d());
    refused(
        "network[1].dense.parametrization: ntk is not possible in a layer whose members differ, as the last one of an ensemble and those of kind tabm and packed do; leave it out",
        new Ensemble(),
        new Dense(
            Optional.of(3),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            Dense.Parametrization.NTK,
            false,
            false));
    refused("network[1].embedding: ", new Ensemble(), new Embedding());
    NetworkException e =
        assertThrows(NetworkException.class, () -> network(List.of(new Ensemble())));
    assertTrue(
        e.getMessage().startsWith("network[0]: the last layer must be dense"), e::getMessage);
  }

  private static void refused(String sentence, Layer... layers) {
    List<Layer> all = Stream.concat(Stream.of(layers), Stream.of(Dense.output())).toList();
    NetworkException e = assertThrows(NetworkException.class, () -> network(all));
    assertTrue(String.valueOf(e.getMessage()).startsWith(sentence), e::getMessage);
  }
}
