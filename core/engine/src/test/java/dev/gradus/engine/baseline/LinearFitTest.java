package dev.gradus.engine.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.CodeColumn;
import dev.gradus.runtime.column.Label;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The linear model agrees with that of scikit-learn.
 *
 * <p>Reference values are those of scikit-learn 1.9.1, of {@code LogisticRegression(C=1, tol=1e-12,
 * max_iter=100000)} on inputs standardised by {@code StandardScaler} (with the weights of the
 * examples, where they have some), its weights divided by {@code scale_} afterwards; and of {@code
 * LinearRegression}. The data are
 *
 * <pre>
 * i = np.arange(60)
 * X = np.stack([np.sin(1.7*i), 10 + 3*np.sin(2.9*i + 1), np.sin(4.3*i + 2)/5], 1)
 * score = np.stack([X[:,0] + np.sin(7*i), (X[:,1] - 10)/3 + np.sin(5*i), 5*X[:,2]], 1)
 * c = score.argmax(1); weights = 1 + i % 3
 * </pre>
 */
class LinearFitTest {

  private static final int N = 60;

  /** The products of a logistic regression are floats. */
  private static final double FLOATS = 5e-5;

  private final NetworkBuilder networks = new NetworkBuilder(Catalogue.ofInstalled());

  private static Preparation preparation(int inputs, TargetColumns target) {
    List<PreparedColumn> columns = new ArrayList<>();
    for (int j = 0; j < inputs; j++) {
      columns.add(new ScaledColumn("x" + j, 0, 1));
    }
    return new Preparation(columns, target);
  }

  private static ScaledColumn plain(String name) {
    return new ScaledColumn(name, 0, 1);
  }

  private static NumericTarget numbers(String... names) {
    List<ScaledColumn> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(plain(name));
    }
    return new NumericTarget(columns);
  }

  private static double x(int i, int j) {
    return switch (j) {
      case 0 -> Math.sin(1.7 * i);
      case 1 -> 10 + 3 * Math.sin(2.9 * i + 1);
      default -> Math.sin(4.3 * i + 2) / 5;
    };
  }

  private static double score(int i, int k) {
    return switch (k) {
      case 0 -> x(i, 0) + Math.sin(7.0 * i);
      case 1 -> (x(i, 1) - 10) / 3 + Math.sin(5.0 * i);
      default -> 5 * x(i, 2);
    };
  }

  private static int classOf(int i) {
    int best = 0;
    for (int k = 1; k < 3; k++) {
      best = score(i, k) > score(i, best) ? k : best;
    }
    return best;
  }

  private interface Cell {
    double at(int row, int column);
  }

  private static Matrix matrix(int rows, int columns, Cell cell) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, (float) cell.at(i, j));
      }
    }
    return matrix;
  }

  private static Examples examples(int outputs, Cell targets) {
    return new Examples(matrix(N, 3, LinearFitTest::x), matrix(N, outputs, targets));
  }

  private static Examples weighted(Examples examples) {
    return new Examples(
        examples.inputs(),
        examples.targets(),
        Optional.of(matrix(examples.rows(), 1, (i, j) -> 1 + i % 3)));
  }

  private LinearModel fitted(Preparation preparation, Examples examples, List<Double> classes) {
    LinearFit fit = LinearFit.of(networks, preparation, examples, classes);
    return fit.model().orElseThrow(() -> new AssertionError(fit.sentence()));
  }

  private static void assertFitted(
      LinearModel model, double tolerance, double[] weights, double... biases) {
    double[] found = new double[weights.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = model.weights().values()[i];
      assertEquals(weights[i], found[i], tolerance * Math.max(1, Math.abs(weights[i])));
    }
    for (int k = 0; k < biases.length; k++) {
      assertEquals(
          biases[k], model.biases().get(0, k), tolerance * Math.max(1, Math.abs(biases[k])));
    }
  }

  private static final ClassTarget THREE = new ClassTarget("c", List.of("a", "b", "c"), false);
  private static final ClassTarget TWO = new ClassTarget("c", List.of("a", "b"), true);

  private static double isClass(int i, int k) {
    return classOf(i) == k ? 1 : 0;
  }

  @Test
  void classesAreThoseOfASoftmaxRegression() {
    Examples examples = examples(3, LinearFitTest::isClass);
    assertFitted(
        fitted(preparation(3, THREE), examples, List.of()),
        FLOATS,
        new double[] {
          1.52003386, -0.66750237, -0.85253149,
          -0.22564638, 0.43236441, -0.20671803,
          -6.61871789, -1.78090853, 8.39962642
        },
        2.232951,
        -4.21109241,
        1.97814141);
  }

  @Test
  void examplesCountByTheirWeights() {
    Examples examples = weighted(examples(3, LinearFitTest::isClass));
    assertFitted(
        fitted(preparation(3, THREE), examples, List.of()),
        FLOATS,
        new double[] {
          1.58369626, -0.85367212, -0.73002414,
          -0.16103245, 0.3563415, -0.19530906,
          -6.5307831, -1.97119639, 8.50197949
        },
        1.6429487,
        -3.56692591,
        1.92397721);
  }

  /** Weights of classes are weights of their examples. */
  @Test
  void classesCountByTheirWeights() {
    Examples plain = examples(3, LinearFitTest::isClass);
    Examples byHand =
        new Examples(
            plain.inputs(),
            plain.targets(),
            Optional.of(matrix(N, 1, (i, j) -> 1 + 2 * classOf(i))));
    LinearModel one = fitted(preparation(3, THREE), plain, List.of(1.0, 3.0, 5.0));
    LinearModel other = fitted(preparation(3, THREE), byHand, List.of());
    assertArrayEquals(other.weights().values(), one.weights().values());
    Examples single = examples(1, (i, j) -> isClass(i, 1));
    Examples singleByHand =
        new Examples(
            single.inputs(),
            single.targets(),
            Optional.of(matrix(N, 1, (i, j) -> classOf(i) == 1 ? 7 : 2)));
    assertArrayEquals(
        fitted(preparation(3, TWO), singleByHand, List.of()).weights().values(),
        fitted(preparation(3, TWO), single, List.of(2.0, 7.0)).weights().values());
  }

  @Test
  void oneOfTwoClassesIsThatOfALogisticRegression() {
    Examples examples = examples(1, (i, j) -> isClass(i, 1));
    assertFitted(
        fitted(preparation(3, TWO), examples, List.of()),
        FLOATS,
        new double[] {-0.99328819, 0.62744799, -3.07104243},
        -7.35737728);
  }

  @Test
  void eachLabelHasARegressionOfItsOwn() {
    LabelTarget labels =
        new LabelTarget(
            List.of(new Label(yesNo("one"), "yes", "no"), new Label(yesNo("other"), "yes", "no")));
    Examples examples = examples(2, (i, k) -> k == 0 ? isClass(i, 1) : 1 - isClass(i, 2));
    assertFitted(
        fitted(preparation(3, labels), examples, List.of()),
        FLOATS,
        new double[] {
          -0.99328819, 1.26511502,
          0.62744799, 0.31023672,
          -3.07104243, -10.91617674
        },
        -7.35737728,
        -1.94653763);
  }

  private static BooleanColumn yesNo(String name) {
    return new BooleanColumn(name);
  }

  /** If the classes are linearly separable, only the penalty keeps the weights finite. */
  @Test
  void classesThatALineSeparatesHaveFiniteWeights() {
    Examples examples = examples(1, (i, j) -> x(i, 0) > 0 ? 1 : 0);
    assertFitted(
        fitted(preparation(3, TWO), examples, List.of()),
        FLOATS,
        new double[] {4.25817121, -0.03537086, -1.61510143},
        0.24014127);
  }

  @Test
  void numbersAreThoseOfLeastSquares() {
    Examples examples = examples(3, LinearFitTest::score);
    Preparation preparation = preparation(3, numbers("u", "v", "w"));
    assertFitted(
        fitted(preparation, examples, List.of()),
        1e-6,
        new double[] {
          1.02404313, 0.02726066, 0,
          -0.00651713, 0.33314546, 0,
          0.07371354, 0.25855377, 5
        },
        0.08209994,
        -3.33447972,
        0);
    assertFitted(
        fitted(preparation, weighted(examples), List.of()),
        1e-6,
        new double[] {
          1.01941946, 0.01939975, 0,
          0.0055401, 0.24540764, 0,
          0.0369822, 0.22377155, 5
        },
        -0.04309633,
        -2.46500441,
        0);
  }

  @Test
  void aCommonFactorOfTheWeightsChangesNothing() {
    Examples examples = examples(3, LinearFitTest::isClass);
    Examples heavy =
        new Examples(
            examples.inputs(), examples.targets(), Optional.of(matrix(N, 1, (i, j) -> 1024)));
    assertArrayEquals(
        fitted(preparation(3, THREE), examples, List.of()).weights().values(),
        fitted(preparation(3, THREE), heavy, List.of()).weights().values());
  }

  /** The second input is twice the first, the third always 3, the fourth 3 up to rounding. */
  @Test
  void inputsThatSayNothingOrTheSameDoNoHarm() {
    Matrix inputs =
        matrix(
            N,
            5,
            (i, j) ->
                switch (j) {
                  case 0 -> Math.sin(i);
                  case 1 -> 2 * Math.sin(i);
                  case 2 -> 3;
                  case 3 -> 3 + (i % 2) * 2e-7;
                  default -> Math.cos(2.0 * i);
                });
    Examples examples =
        new Examples(inputs, matrix(N, 1, (i, j) -> 4 * Math.sin(i) + Math.cos(2.0 * i) - 1));
    LinearModel model = fitted(preparation(5, numbers("y")), examples, List.of());
    // The weights of standardised inputs are equal, so this one is half of the other.
    assertFitted(model, 1e-6, new double[] {2, 1, 0, 0, 1}, -1);
    Examples classes = new Examples(inputs, matrix(N, 1, (i, j) -> Math.sin(i) > 0.2 ? 1 : 0));
    LinearModel logistic = fitted(preparation(5, TWO), classes, List.of());
    float[] weights = logistic.weights().values();
    assertEquals(2, weights[0] / weights[1], 1e-3);
    assertEquals(0, weights[2]);
    assertEquals(0, weights[3]);
  }

  @Test
  void unitsOfInputsDoNotChangeWhatIsPredicted() {
    Examples examples = examples(3, LinearFitTest::isClass);
    Examples large =
        new Examples(matrix(N, 3, (i, j) -> x(i, j) * (j == 0 ? 1e6 : 1e-6)), examples.targets());
    float[] plain = fitted(preparation(3, THREE), examples, List.of()).weights().values();
    float[] other = fitted(preparation(3, THREE), large, List.of()).weights().values();
    for (int i = 0; i < plain.length; i++) {
      double unit = i < 3 ? 1e6 : 1e-6;
      assertEquals(plain[i], other[i] * unit, 1e-3 * Math.abs(plain[i]) + 1e-4);
    }
  }

  /** A code is not a quantity: each category has its own weight, and an unknown one has none. */
  @Test
  void aCategoryThatAnEmbeddingLooksUpIsAnInputOfItsOwn() {
    Preparation preparation =
        new Preparation(
            List.of(new CodeColumn("city", List.of("a", "b", "c")), plain("x")), numbers("y"));
    double[] ofCity = {3, -5, 11};
    Examples examples =
        new Examples(
            matrix(N, 2, (i, j) -> j == 0 ? i % 3 : Math.sin(i)),
            matrix(N, 1, (i, j) -> ofCity[i % 3] + 2 * Math.sin(i)));
    LinearModel model = fitted(preparation, examples, List.of());
    assertEquals(4, LinearModel.widthOf(preparation));
    assertEquals(4, model.weights().rows());
    float[] w = model.weights().values();
    assertEquals(-8, w[1] - w[0], 1e-4);
    assertEquals(16, w[2] - w[1], 1e-4);
    assertEquals(2, w[3], 1e-5);
    Matrix seen = model.inputs(new Matrix(3, 2, new float[] {2, 7, -1, 8, 0, 9})).inMemory();
    assertArrayEquals(new float[] {0, 0, 1, 7, 0, 0, 0, 8, 1, 0, 0, 9}, seen.values());
  }

  /** So many rows that only some are used, and so many classes that products are packed. */
  @Test
  void manyExamplesAreThinnedOutAndItIsSaid() {
    int rows = LinearFit.MOST_EXAMPLES + 1;
    Examples examples =
        new Examples(
            matrix(rows, 1, (i, j) -> Math.sin(i)), matrix(rows, 1, (i, j) -> 3 * Math.sin(i) + 1));
    LinearFit fit = LinearFit.of(networks, preparation(1, numbers("y")), examples, List.of());
    assertFitted(fit.model().orElseThrow(), 1e-6, new double[] {3}, 1);
    assertEquals(
        "The linear model sees the same inputs, and was fitted to 50,000 of the 50,001 training examples, evenly spaced, so that it takes little time, by least squares.",
        fit.sentence());
  }

  @Test
  void moreClassesThanAVectorHoldsAreToldApart() {
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    Preparation preparation = preparation(12, new ClassTarget("c", names, false));
    Examples examples =
        new Examples(
            matrix(1500, 12, (i, j) -> Math.sin(i * (j + 1.3)) + (i % 10 == j ? 4 : 0)),
            matrix(1500, 10, (i, k) -> i % 10 == k ? 1 : 0));
    LinearModel model = fitted(preparation, examples, List.of());
    Matrix outputs = Matrix.zeros(1500, 10);
    model.computing().orElseThrow().network().predict(examples.inputs(), outputs);
    int right = 0;
    for (int i = 0; i < 1500; i++) {
      right += outputs.get(i, i % 10) > 0.5 ? 1 : 0;
    }
    assertTrue(right > 1480, right + " of 1500 are right");
  }

  private String refused(Preparation preparation, int rows) {
    int inputs = preparation.inputWidth();
    Examples examples =
        new Examples(Matrix.zeros(rows, inputs), Matrix.zeros(rows, preparation.targets().width()));
    LinearFit fit = LinearFit.of(networks, preparation, examples, List.of());
    assertTrue(fit.model().isEmpty());
    return fit.sentence();
  }

  @Test
  void whatIsTooLargeHasNoneAndItIsSaid() {
    assertEquals(
        "There is no linear model to compare with: one is fitted for at most 1,024 inputs, 256 outputs and 20,000 weights (inputs: 1,025, outputs: 3).",
        refused(preparation(1025, THREE), 10));
  }

  /** A file that holds infinite weights could not be read again. */
  @Test
  void weightsThatNoFloatHoldsAreNoModel() {
    Examples examples =
        new Examples(matrix(N, 1, (i, j) -> i * 1e-42), matrix(N, 1, (i, j) -> i % 3));
    LinearFit fit = LinearFit.of(networks, preparation(1, numbers("y")), examples, List.of());
    assertTrue(fit.model().isEmpty());
    assertEquals(
        "There is no linear model to compare with: its weights would be larger than a float can be.",
        fit.sentence());
  }

  @Test
  void leastSquaresNeedTwoExamplesMoreThanInputs() {
    assertEquals(
        "There is no linear model to compare with: a least-squares fit of 6 inputs needs at least 8 training examples, but there are 7.",
        refused(preparation(6, numbers("y")), 7));
    Examples enough = new Examples(matrix(8, 6, (i, j) -> Math.sin(i * j)), Matrix.zeros(8, 1));
    assertTrue(
        LinearFit.of(networks, preparation(6, numbers("y")), enough, List.of())
            .model()
            .isPresent());
  }

  /** With many classes and few inputs, exponentials take most of the time. */
  @Test
  void manyClassesAreFittedToFewerExamples() {
    List<String> names = IntStream.range(0, 200).mapToObj(k -> "c" + (1000 + k)).toList();
    Preparation preparation = preparation(1, new ClassTarget("c", names, false));
    Examples examples =
        new Examples(
            matrix(2501, 1, (i, j) -> Math.sin(i)),
            matrix(2501, 200, (i, k) -> i % 200 == k ? 1 : 0));
    String sentence = LinearFit.of(networks, preparation, examples, List.of()).sentence();
    assertTrue(sentence.contains("fitted to 2,500 of the 2,501 training examples"), sentence);
  }

  @Test
  void moreOutputsThanExamplesCanTellApartHaveNone() {
    List<String> names = IntStream.range(0, 257).mapToObj(k -> "c" + (1000 + k)).toList();
    String said = refused(preparation(1, new ClassTarget("c", names, false)), 300);
    assertTrue(said.contains("at most 1,024 inputs, 256 outputs"), said);
  }

  /** Nothing in it depends on the available memory. */
  @Test
  void theCapsAloneDecideAndKeepItSmall() {
    int rows = (int) (LinearFit.MOST_NUMBERS / LinearFit.MOST_INPUTS);
    long inputs = 3L * rows * LinearFit.MOST_INPUTS * Float.BYTES;
    long equations = 5L * LinearFit.MOST_INPUTS * LinearFit.MOST_INPUTS * Float.BYTES;
    long targets = LinearFit.MOST_ANSWERS * Float.BYTES;
    long steps = 40L * (LinearFit.MOST_WEIGHTS + LinearFit.MOST_OUTPUTS) * Double.BYTES;
    long bytes = inputs + equations + targets + steps;
    assertTrue(bytes < 80_000_000, bytes + " bytes");
  }

  @Test
  void whatCannotBeFittedCostsNoMoreThanTheModel() {
    Matrix broken = matrix(N, 3, (i, j) -> i == 7 ? Double.NaN : x(i, j));
    for (Preparation preparation : List.of(preparation(3, numbers("y")), preparation(3, TWO))) {
      Examples examples = new Examples(broken, matrix(N, 1, (i, j) -> i % 2));
      LinearFit fit = LinearFit.of(networks, preparation, examples, List.of());
      assertTrue(fit.model().isEmpty());
      assertEquals(
          "There is no linear model to compare with: it could not be fitted (java.lang.IllegalArgumentException: the inputs of a linear model are not finite, or all 0).",
          fit.sentence());
    }
  }

  @Test
  void whoIsInterruptedGetsNone() {
    for (Preparation preparation : List.of(preparation(3, numbers("y")), preparation(3, TWO))) {
      Examples examples = examples(1, (i, j) -> i % 2);
      Thread.currentThread().interrupt();
      try {
        assertThrows(
            CancelledException.class,
            () -> LinearFit.of(networks, preparation, examples, List.of()));
      } finally {
        assertTrue(Thread.interrupted());
      }
    }
  }

  private static NetworkBuilder without(String... names) {
    return new NetworkBuilder(
        Catalogue.of(
            Catalogue.installed().stream()
                .filter(type -> !List.of(names).contains(type.name()))
                .toList(),
            List.of()));
  }

  @Test
  void thePluginThatIsMissingIsNamed() {
    Examples examples = examples(1, (i, j) -> i % 2);
    assertEquals(
        "There is no linear model to compare with: the plugin sigmoid is not installed.",
        LinearFit.of(without("sigmoid"), preparation(3, TWO), examples, List.of()).sentence());
    assertEquals(
        "There is no linear model to compare with: the plugins dense and sigmoid are not installed.",
        LinearFit.of(without("sigmoid", "dense"), preparation(3, TWO), examples, List.of())
            .sentence());
    Preparation numeric = preparation(3, numbers("y"));
    assertTrue(
        LinearFit.of(without("sigmoid", "softmax"), numeric, examples, List.of())
            .model()
            .isPresent());
  }
}
