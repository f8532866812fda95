package dev.gradus.engine.explaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Gelu;
import dev.gradus.activations.Identity;
import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.Prelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.explain.Explanation;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.numpy.NumpyGradient;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.formula.Expression;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.Huber;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The printed backward pass in numpy, executed line by line on a whole batch, gives the gradient of
 * the mean loss that Gradus uses in training.
 */
class HandWrittenTest {

  private static final int SEED = 8;
  private static final double TOLERANCE = 1e-12;

  private static final Pattern OF_WEIGHTS = Pattern.compile("(\\w+)\\.T @ (\\w+) / m");
  private static final Pattern OF_BIASES = Pattern.compile("(\\w+)\\.sum\\(axis=0\\) / m");
  private static final Pattern OF_OUTPUTS = Pattern.compile("(\\w+) @ (\\w+)\\.T");

  private record Case(String name, Table table, Loss loss, List<Dense> layers) {}

  @TestFactory
  Stream<DynamicTest> thePrintedBackwardPassIsTheOneThatIsLearned() {
    Table numbers = Samples.numbers(SEED);
    Table two = Samples.classes(SEED, 2);
    Table three = Samples.classes(SEED, 3);
    Dense last = Samples.dense(1, new Sigmoid());
    return Stream.of(
            new Case("one neuron", numbers, new MeanSquaredError(), List.of(last)),
            new Case(
                "the code of the learner",
                two,
                new MeanSquaredError(),
                List.of(Samples.dense(4, new Sigmoid()), last)),
            new Case(
                "cross-entropy",
                two,
                new CrossEntropy(),
                List.of(Samples.dense(4, new Tanh()), last)),
            new Case(
                "three layers, three classes",
                three,
                new CrossEntropy(0.1),
                List.of(
                    Samples.dense(3, new Relu()),
                    Samples.dense(4, new LeakyRelu(0.2)),
                    Samples.dense(3, new Softmax()))),
            new Case(
                "softmax with another loss, and inside",
                three,
                new MeanSquaredError(),
                List.of(Samples.dense(4, new Softmax()), Samples.dense(3, new Softmax()))),
            new Case(
                "a bounded gradient behind what is learned",
                numbers,
                new Huber(0.3),
                List.of(Samples.dense(3, new Prelu(0.4)), Samples.dense(1, new Identity()))))
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> compare(each)));
  }

  private static void compare(Case each) {
    Experiment experiment =
        Samples.experiment(each.table(), Samples.configuration(each.loss(), each.layers()));
    Network network = experiment.network();
    ReferenceNetwork reference = ReferenceNetwork.of(network, unused -> {});
    Examples examples = experiment.training();
    List<double[]> inputs = new ArrayList<>();
    List<double[]> targets = new ArrayList<>();
    for (int n = 0; n < examples.rows(); n++) {
      inputs.add(ReferenceNetwork.row(examples.inputs().inMemory(), n));
      targets.add(ReferenceNetwork.row(examples.targets().inMemory(), n));
    }
    ReferenceLoss loss = new ReferenceLoss(experiment.loss(), reference.last().f());
    MeanGradients learned = new Batch(reference, inputs, targets).gradients(loss);

    Map<String, double[][]> values = new HashMap<>();
    values.put("X", inputs.toArray(double[][]::new));
    values.put("y", targets.toArray(double[][]::new));
    for (int l = 0; l < reference.layers().size(); l++) {
      int layer = l;
      List<ForwardValues> walks = inputs.stream().map(reference::forward).toList();
      values.put("a_" + (l + 1), walks.stream().map(w -> w.a(layer)).toArray(double[][]::new));
      values.put("Z" + (l + 1), walks.stream().map(w -> w.z(layer)).toArray(double[][]::new));
      values.put("W" + (l + 1), reference.layers().get(l).weights());
    }
    NumpyGradient line = HandWritten.lineOf(experiment.loss(), network);
    List<String> program = new ArrayList<>(line.options());
    program.addAll(line.lines());
    program.addAll(HandWritten.linesOf(network).backward());
    assertTrue(program.size() >= 3, program.toString());
    program.forEach(code -> execute(code, values));
    double[] first = Arrays.stream(values.get("d_W1")).flatMapToDouble(Arrays::stream).toArray();
    for (int i = 0; i < first.length; i++) {
      assertEquals(learned.ofFirst(i), first[i], TOLERANCE, program.toString());
    }
    double squares =
        IntStream.rangeClosed(1, reference.layers().size())
            .boxed()
            .flatMap(l -> Stream.of(values.get("d_W" + l), values.get("d_b" + l)))
            .flatMap(Arrays::stream)
            .flatMapToDouble(Arrays::stream)
            .map(slope -> slope * slope)
            .sum();
    assertEquals(learned.length(), Math.sqrt(squares), TOLERANCE, "of all weights and biases");
  }

  private static void execute(String line, Map<String, double[][]> values) {
    String[] sides = line.replaceFirst(" {2}# learned, one for each unit: .*", "").split(" = ", 2);
    String[] code = sides[1].split(" {2}# ", 2);
    if (code.length > 1) {
      execute(code[1], values);
    }
    if (line.contains("# learned")) {
      values.put("slope_1", new double[][] {{0.4f}});
    }
    values.put(sides[0], evaluate(code[0], values));
  }

  private static double[][] evaluate(String code, Map<String, double[][]> values) {
    Matcher ofWeights = OF_WEIGHTS.matcher(code);
    Matcher ofBiases = OF_BIASES.matcher(code);
    Matcher ofOutputs = OF_OUTPUTS.matcher(code);
    int m = of(values, "X").length;
    if (ofWeights.matches()) {
      double[][] product =
          product(transposed(of(values, ofWeights.group(1))), of(values, ofWeights.group(2)));
      return scaled(product, 1.0 / m);
    }
    if (ofBiases.matches()) {
      double[][] rows = of(values, ofBiases.group(1));
      double[][] ones = new double[1][m];
      Arrays.fill(ones[0], 1);
      return scaled(product(ones, rows), 1.0 / m);
    }
    if (ofOutputs.matches()) {
      return product(of(values, ofOutputs.group(1)), transposed(of(values, ofOutputs.group(2))));
    }
    Expression expression = Expression.parse(code);
    double[][] rows = new double[m][];
    for (int n = 0; n < m; n++) {
      Map<String, double[]> ofRow = new HashMap<>();
      int row = n;
      values.forEach((name, all) -> ofRow.put(name, all[all.length == m ? row : 0]));
      rows[n] = expression.evaluate(ofRow);
    }
    return rows;
  }

  private static double[][] of(Map<String, double[][]> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[0].length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] result = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          result[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return result;
  }

  private static double[][] scaled(double[][] matrix, double factor) {
    for (double[] row : matrix) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= factor;
      }
    }
    return matrix;
  }

  @Test
  void theBackwardPassIsWrittenAsTheLearnerWritesIt() {
    Explanation explanation =
        Samples.explainer(
                Samples.classes(SEED, 2),
                new MeanSquaredError(),
                Samples.dense(4, new Sigmoid()),
                Samples.dense(1, new Sigmoid()))
            .explain(1, List.of(new BinaryCrossEntropy()), 3);
    assertEquals(
        List.of("d_Z2 = 2 * (a_2 - y) * a_2 * (1 - a_2)"),
        explanation.losses().get(0).numpy().lines());
    assertEquals(List.of("d_Z2 = a_2 - y"), explanation.losses().get(1).numpy().lines());
    assertEquals(
        List.of(
            "d_W2 = a_1.T @ d_Z2 / m",
            "d_b2 = d_Z2.sum(axis=0) / m",
            "d_A1 = d_Z2 @ W2.T",
            "d_Z1 = d_A1 * a_1 * (1 - a_1)",
            "d_W1 = X.T @ d_Z1 / m",
            "d_b1 = d_Z1.sum(axis=0) / m"),
        explanation.numpy());
  }

  @Test
  void aHiddenLayerWithoutALineSaysSo() {
    Explanation explanation =
        Samples.explainer(
                Samples.numbers(SEED),
                new MeanSquaredError(),
                Samples.dense(4, new Gelu()),
                Samples.dense(1, new Identity()))
            .explain(1);
    assertTrue(
        explanation
            .numpy()
            .contains(
                "# d_Z1: gelu has no line, since it needs the error function, which numpy does not have"),
        explanation.numpy().toString());
  }
}
