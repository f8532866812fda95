package dev.gradus.engine.baseline;

import dev.gradus.engine.data.Examples;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.NormalEquations;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A linear model fitted to what a network learns from, or the reason why there is none.
 *
 * <p>Numbers are fitted by least squares, as the network sees them: scaled, and as logarithms where
 * those are taken. Classes and labels are fitted by {@link LogisticRegression}. Both count examples
 * and classes as training does.
 *
 * <p>The work is bounded: {@value #MOST_INPUTS} inputs and {@value #MOST_WEIGHTS} weights at most,
 * or there is no model; and no more examples, evenly spaced over those that there are, than {@value
 * #MOST_EXAMPLES}, than make {@value #MOST_NUMBERS} numbers of input, and than make {@value
 * #MOST_PRODUCTS} products with the weights.
 *
 * @param model the model, or nothing
 * @param sentence how it was fitted, or why there is none
 */
public record LinearFit(Optional<LinearModel> model, String sentence) {

  /** Nobody has asked for one. */
  public static final LinearFit NONE = new LinearFit(Optional.empty(), "");

  static final int MOST_INPUTS = 1024;
  static final int MOST_WEIGHTS = 20_000;
  static final int MOST_EXAMPLES = 50_000;
  static final long MOST_NUMBERS = 4_000_000;
  static final long MOST_PRODUCTS = 40_000_000;

  /**
   * What is added to the squares of standardised inputs, so that inputs that say the same share
   * their weight: 1e-8 of their mean square.
   */
  static final double RIDGE = 1e-8;

  /** The share of the memory of this process that it may take. */
  private static final int SHARE = 4;

  /**
   * Fits one.
   *
   * @param networks makes it
   * @param preparation of the examples
   * @param training the examples that the network learns from; not modified
   * @param classWeights how much an example of each class counts: one for each output, or with a
   *     single output for 0 and for 1; empty if all count the same
   * @throws dev.gradus.engine.problem.CancelledException if the thread is interrupted
   */
  public static LinearFit of(
      NetworkBuilder networks,
      Preparation preparation,
      Examples training,
      List<Double> classWeights) {
    LinearInputs seen = new LinearInputs(preparation.inputColumns());
    int inputs = seen.width();
    int outputs = training.targets().columns();
    boolean numeric = preparation.target().kind() == Target.Kind.NUMERIC;
    if (inputs > MOST_INPUTS || (long) inputs * outputs > MOST_WEIGHTS) {
      return none(
          "one is fitted for at most %3$,d inputs and %4$,d weights (inputs: %1$,d, outputs: %2$,d)",
          inputs, outputs, MOST_INPUTS, MOST_WEIGHTS);
    }
    if (numeric && training.rows() <= inputs + 1) {
      return none(
          "least squares need more training examples than inputs (examples: %,d, inputs: %,d)",
          training.rows(), inputs);
    }
    int rows = rows(training.rows(), inputs, outputs);
    // The examples three times, for fast products; the equations in double and twice in float.
    long bytes = (3L * rows + 4L * inputs) * inputs * Float.BYTES;
    if (bytes > Runtime.getRuntime().maxMemory() / SHARE) {
      return none("it would take %,d bytes, more than a quarter of the memory", bytes);
    }
    Optional<LinearModel> blank = LinearModel.blank(networks, preparation);
    if (blank.isEmpty()) {
      return none("the plugins dense, softmax and sigmoid are not here");
    }
    try {
      return fitted(blank.get(), seen, preparation.target().kind(), training, classWeights, rows);
    } catch (OutOfMemoryError e) {
      // A network that has been trained must not be lost for want of a yardstick.
      return none("there was not enough memory left");
    }
  }

  private static LinearFit fitted(
      LinearModel model,
      LinearInputs seen,
      Target.Kind kind,
      Examples training,
      List<Double> classWeights,
      int rows) {
    int[] taken =
        IntStream.range(0, rows).map(i -> (int) ((long) i * training.rows() / rows)).toArray();
    StandardisedExamples examples = new StandardisedExamples(training, seen, taken, classWeights);
    double[] fitted =
        kind == Target.Kind.NUMERIC
            ? leastSquares(examples)
            : LogisticRegression.fit(examples, kind == Target.Kind.CLASSES);
    examples.unstandardise(fitted, model.weights(), model.biases());
    if (!isFinite(model.weights()) || !isFinite(model.biases())) {
      return none("its weights would be larger than a float can be");
    }
    return new LinearFit(Optional.of(model), sentence(kind, rows, training.rows()));
  }

  private static boolean isFinite(Matrix matrix) {
    boolean finite = true;
    for (int i = 0; i < matrix.size(); i++) {
      finite &= Float.isFinite(matrix.values()[i]);
    }
    return finite;
  }

  private static int rows(int all, int inputs, int outputs) {
    long numbers = MOST_NUMBERS / inputs;
    long products = MOST_PRODUCTS / ((long) inputs * outputs);
    return (int) Math.min(Math.min(all, MOST_EXAMPLES), Math.min(numbers, products));
  }

  private static LinearFit none(String why, Object... numbers) {
    return new LinearFit(
        Optional.empty(),
        "There is no linear model to compare with: %s."
            .formatted(String.format(Locale.ROOT, why, numbers)));
  }

  private static String sentence(Target.Kind kind, int rows, int all) {
    String method =
        switch (kind) {
          case NUMERIC -> "least squares";
          case CLASSES -> "softmax regression (L2 penalty, C = 1)";
          case BINARY, LABELS -> "logistic regression (L2 penalty, C = 1)";
        };
    return String.format(
        Locale.ROOT,
        "The linear model sees the same inputs, and was fitted to %s by %s.",
        rows == all
            ? String.format(Locale.ROOT, "the same %,d training examples", all)
            : String.format(
                Locale.ROOT,
                "%,d of the %,d training examples, evenly spaced, so that it takes little time,",
                rows,
                all),
        method);
  }

  /** The weights of standardised inputs, output by output, and behind them the biases. */
  private static double[] leastSquares(StandardisedExamples examples) {
    int width = examples.width();
    Matrix targets = examples.targets();
    int outputs = targets.columns();
    NormalEquations equations = new NormalEquations(examples.inputs(), examples.weights(), RIDGE);
    double[] fitted = new double[(width + 1) * outputs];
    for (int k = 0; k < outputs; k++) {
      double mean = 0;
      for (int i = 0; i < examples.rows(); i++) {
        mean += examples.weights()[i] * targets.get(i, k) / examples.rows();
      }
      double[] right = new double[width];
      int next = 0;
      for (Matrix portion : examples.inputs()) {
        for (int i = 0; i < portion.rows(); i++, next++) {
          double y = examples.weights()[next] * (targets.get(next, k) - mean) / examples.rows();
          for (int j = 0; j < width; j++) {
            right[j] += y * portion.get(i, j);
          }
        }
      }
      System.arraycopy(equations.solve(right), 0, fitted, k * width, width);
      fitted[width * outputs + k] = mean;
    }
    return fitted;
  }
}
