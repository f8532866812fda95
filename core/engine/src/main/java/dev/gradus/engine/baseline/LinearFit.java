package dev.gradus.engine.baseline;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.NormalEquations;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A linear model of the training examples of a network, or the reason why there is none.
 *
 * <p>Numbers are fitted by least squares, as the network sees them: scaled, and as logarithms where
 * the preparation uses them. Classes and labels are fitted by {@link LogisticRegression}. Both use
 * the weights of examples and classes.
 *
 * <p>The work is bounded: {@value #MOST_INPUTS} inputs, {@value #MOST_OUTPUTS} outputs and {@value
 * #MOST_WEIGHTS} weights at most, or there is no model. It uses at most {@value #MOST_EXAMPLES}
 * evenly spaced examples, and only as many as have {@value #MOST_NUMBERS} input numbers, {@value
 * #MOST_ANSWERS} output numbers, and {@value #MOST_PRODUCTS} products with the weights. The bounds
 * do not depend on the machine, so the model is the same everywhere. It needs at most 80 MB of
 * memory; without them, there is no model.
 *
 * @param model the model, or nothing
 * @param sentence how it was fitted, or why there is none
 */
public record LinearFit(Optional<LinearModel> model, String sentence) {

  /** No baseline was requested. */
  public static final LinearFit NONE = new LinearFit(Optional.empty(), "");

  /** Names the work in the message about an interruption. */
  static final String DOING = "the linear model was fitted";

  static final int MOST_INPUTS = 1024;
  static final int MOST_OUTPUTS = 256;
  static final int MOST_WEIGHTS = 20_000;
  static final int MOST_EXAMPLES = 50_000;
  static final long MOST_NUMBERS = 4_000_000;
  static final long MOST_ANSWERS = 500_000;
  static final long MOST_PRODUCTS = 40_000_000;

  /** The approximate number of multiplications for solving the normal equations. */
  private static final long MOST_WORK = 300_000_000;

  private static final int MOST_STEPS = 300;

  /**
   * The ridge, as a share of the mean square of standardised inputs: it makes identical inputs
   * share their weight.
   */
  static final double RIDGE = 1e-8;

  /**
   * Fits a linear model.
   *
   * @param networks builds it
   * @param preparation of the examples
   * @param training the training examples of the network; not modified
   * @param classWeights the weight of each class: one for each output, or with a single output for
   *     0 and for 1; empty if all count the same
   * @throws CancelledException if the thread is interrupted
   */
  public static LinearFit of(
      NetworkBuilder networks,
      Preparation preparation,
      Examples training,
      List<Double> classWeights) {
    int inputs = LinearModel.widthOf(preparation);
    int outputs = training.targets().columns();
    boolean numeric = preparation.target().kind() == Target.Kind.NUMERIC;
    if (inputs > MOST_INPUTS || outputs > MOST_OUTPUTS || (long) inputs * outputs > MOST_WEIGHTS) {
      return none(
          "one is fitted for at most %3$,d inputs, %4$,d outputs and %5$,d weights (inputs: %1$,d, outputs: %2$,d)",
          inputs, outputs, MOST_INPUTS, MOST_OUTPUTS, MOST_WEIGHTS);
    }
    // One example for each weight and the bias, and one more, so that there is an error to see.
    int least = inputs + 2;
    if (numeric && training.rows() < least) {
      return none(
          "a least-squares fit of %,d input%s needs at least %,d training examples, but there %s %,d",
          inputs,
          inputs == 1 ? "" : "s",
          least,
          training.rows() == 1 ? "is" : "are",
          training.rows());
    }
    List<String> missing = LinearModel.missing(networks.catalogue(), preparation.target());
    if (!missing.isEmpty()) {
      return none(
          "the plugin%s %s %s not installed",
          missing.size() == 1 ? "" : "s",
          String.join(" and ", missing),
          missing.size() == 1 ? "is" : "are");
    }
    // A failing baseline must not lose the trained network.
    try {
      return fitted(networks, preparation, training, classWeights);
    } catch (CancelledException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      return none("there was not enough memory left");
    } catch (RuntimeException e) {
      return none("it could not be fitted (%s)", e);
    }
  }

  private static LinearFit fitted(
      NetworkBuilder networks,
      Preparation preparation,
      Examples training,
      List<Double> classWeights) {
    LinearInputs seen = new LinearInputs(preparation.inputColumns());
    Target.Kind kind = preparation.target().kind();
    int outputs = training.targets().columns();
    int rows = rows(training.rows(), seen.width(), outputs);
    int[] taken =
        IntStream.range(0, rows).map(i -> (int) ((long) i * training.rows() / rows)).toArray();
    StandardisedExamples examples = new StandardisedExamples(training, seen, taken, classWeights);
    LogisticRegression.Fitted fitted =
        kind == Target.Kind.NUMERIC
            ? new LogisticRegression.Fitted(leastSquares(examples), true)
            : LogisticRegression.fit(examples, kind == Target.Kind.CLASSES);
    Matrix weights = Matrix.zeros(seen.width(), outputs);
    Matrix biases = Matrix.zeros(1, outputs);
    examples.unstandardise(fitted.weights(), weights, biases);
    if (!isFinite(weights) || !isFinite(biases)) {
      return none("its weights would be larger than a float can be");
    }
    return new LinearFit(
        Optional.of(new LinearModel(networks, preparation, weights, biases)),
        sentence(kind, rows, training.rows(), fitted.finished()));
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
    long answers = MOST_ANSWERS / outputs;
    return (int)
        Math.min(Math.min(all, MOST_EXAMPLES), Math.min(Math.min(numbers, answers), products));
  }

  private static LinearFit none(String why, Object... numbers) {
    return new LinearFit(
        Optional.empty(),
        "There is no linear model to compare with: %s."
            .formatted(String.format(Locale.ROOT, why, numbers)));
  }

  private static String sentence(Target.Kind kind, int rows, int all, boolean finished) {
    String method =
        switch (kind) {
          case NUMERIC -> "least squares";
          case CLASSES -> "softmax regression (L2 penalty, C = 1)";
          case BINARY, LABELS -> "logistic regression (L2 penalty, C = 1)";
        };
    String examples =
        rows == all
            ? "the same " + text(all) + " training examples"
            : text(rows)
                + " of the "
                + text(all)
                + " training examples, evenly spaced, so that it takes little time,";
    return "The linear model sees the same inputs, and was fitted to "
        + examples
        + " by "
        + method
        + (finished
            ? "."
            : ", stopped a little before the best weights, so that it takes little time.");
  }

  /** Plain concatenation, because loading the classes of a format takes too long in a short run. */
  private static String text(int count) {
    return count < 1000 ? Integer.toString(count) : String.format(Locale.ROOT, "%,d", count);
  }

  /** The weights of standardised inputs, output by output, followed by the biases. */
  private static double[] leastSquares(StandardisedExamples examples) {
    int width = examples.width();
    Matrix targets = examples.targets();
    int outputs = targets.columns();
    NormalEquations equations = new NormalEquations(examples.inputs(), examples.weights(), RIDGE);
    int steps = (int) Math.min(MOST_STEPS, MOST_WORK / ((long) width * width * outputs));
    double[] fitted = new double[(width + 1) * outputs];
    for (int k = 0; k < outputs; k++) {
      double mean = 0;
      for (int i = 0; i < examples.rows(); i++) {
        mean += examples.weights()[i] * targets.get(i, k) / examples.rows();
      }
      double[] right = new double[width];
      int next = 0;
      for (Matrix portion : examples.inputs()) {
        CancelledException.check(DOING);
        for (int i = 0; i < portion.rows(); i++, next++) {
          double y = examples.weights()[next] * (targets.get(next, k) - mean) / examples.rows();
          for (int j = 0; j < width; j++) {
            right[j] += y * portion.get(i, j);
          }
        }
      }
      System.arraycopy(equations.solve(right, steps), 0, fitted, k * width, width);
      fitted[width * outputs + k] = mean;
    }
    return fitted;
  }
}
