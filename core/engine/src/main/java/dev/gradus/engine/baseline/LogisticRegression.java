package dev.gradus.engine.baseline;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.NormalEquations;
import dev.gradus.engine.linear.VectorProducts;
import dev.gradus.engine.linear.Vectors;
import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.linear.RightFactor;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.spi.DoubleMath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Fits a logistic regression: softmax for classes, a sigmoid for each of the labels.
 *
 * <p>It minimises the weighted mean of the cross-entropy plus |W|²/(2 n), where n is the number of
 * examples and W the weights of standardised inputs; biases are not penalised. That is
 * scikit-learn's {@code LogisticRegression} with its default, C = 1. Without the penalty there is
 * no minimum if the classes are linearly separable.
 *
 * <p>The optimizer is L-BFGS. Its initial Hessian is an upper bound, XᵀSX/2 for softmax and XᵀSX/4
 * for sigmoids, so that strongly correlated inputs do not slow it down. Products are in {@code
 * float}, everything else in {@code double}.
 *
 * <p>Sources: D. Böhning, Multinomial logistic regression algorithm, Annals of the Institute of
 * Statistical Mathematics 44, 1992; J. Nocedal, S. Wright, Numerical Optimization, 2nd edition,
 * algorithm 7.4.
 */
final class LogisticRegression {

  /** The maximum number of passes over all examples. */
  private static final int MOST_EVALUATIONS = 200;

  /** The minimum number of passes, whatever they cost. */
  private static final int LEAST_EVALUATIONS = 20;

  /** The approximate time budget in nanoseconds for all passes. */
  private static final long MOST_TIME = 1_000_000_000;

  /**
   * The approximate time per output number in nanoseconds: an exponential and the work around it.
   */
  private static final int PER_ANSWER = 20;

  /** The same for a number of the normal equations, for each output. */
  private static final int PER_EQUATION = 2;

  /** The number of products per nanosecond with vector instructions. */
  private static final int PRODUCTS = 3;

  private static final int REMEMBERED = 10;

  /** The gradient norm at which it stops, as a share of the initial one. */
  private static final double FLAT = 1e-6;

  /** The share of the predicted decrease that a step must achieve. */
  private static final double SUFFICIENT = 1e-4;

  private static final int MOST_HALVINGS = 20;

  /** The matrix products of an evaluation: predictions, and the gradient. */
  private static final int PRODUCTS_EACH = 2;

  /** The relative rounding error of a value in floats. */
  private static final double ROUNDING = 1e-7;

  private final StandardisedExamples examples;
  private final boolean softmax;
  private final int width;
  private final int outputs;
  private final double penalty;
  private final double bound;
  private final NormalEquations curvature;
  private final Products products;

  /** Each portion as [rows, inputs] and as [inputs, rows]: long rows make fast products. */
  private final List<RightFactor> portions = new ArrayList<>();

  private final List<RightFactor> transposed = new ArrayList<>();

  private int evaluations;

  /** [outputs, inputs]. */
  private final float[] weights;

  /**
   * The result.
   *
   * @param weights output by output, followed by the biases
   * @param finished whether this is the minimum, and not where the budget ended
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Fitted(double[] weights, boolean finished) {}

  /** A point and the function there. */
  private static final class Place {

    /** The weights, output by output, followed by the biases. */
    private final double[] at;

    /** The objective. */
    private final double value;

    private final double[] gradient;

    /** The gradient divided by the bound of the curvature. */
    private final double[] scaled;

    Place(double[] at, double value, double[] gradient, double[] scaled) {
      this.at = at;
      this.value = value;
      this.gradient = gradient;
      this.scaled = scaled;
    }

    /** The squared norm of the gradient in the metric of that curvature. */
    double steepness() {
      return Vectors.dot(gradient, scaled);
    }
  }

  /** The differences between two points. */
  private static final class Step {
    private final double[] step;
    private final double[] change;
    private final double[] scaled;
    private final double product;

    Step(Place from, Place to) {
      step = difference(to.at, from.at);
      change = difference(to.gradient, from.gradient);
      scaled = difference(to.scaled, from.scaled);
      product = Vectors.dot(step, change);
    }
  }

  private LogisticRegression(StandardisedExamples examples, boolean softmax) {
    this.examples = examples;
    this.softmax = softmax;
    width = examples.width();
    outputs = examples.targets().columns();
    penalty = 1.0 / examples.rows();
    bound = softmax ? 0.5 : 0.25;
    curvature = new NormalEquations(examples.inputs(), examples.weights(), penalty / bound);
    weights = new float[outputs * width];
    products =
        VectorProducts.fastest(
            PRODUCTS_EACH * (double) mostEvaluations() * examples.rows() * width * outputs);
    for (Matrix inputs : examples.inputs()) {
      portions.add(products.factor(inputs.values(), inputs.rows(), width, false, outputs));
      transposed.add(products.factor(inputs.values(), inputs.rows(), width, true, outputs));
      portions.get(portions.size() - 1).layOut(0, inputs.rows());
      transposed.get(portions.size() - 1).layOut(0, inputs.rows());
    }
  }

  /**
   * Fits a model.
   *
   * @param softmax whether the outputs are those of a softmax, not of sigmoids
   */
  static Fitted fit(StandardisedExamples examples, boolean softmax) {
    return new LogisticRegression(examples, softmax).minimum();
  }

  /** The number of passes, the same on every machine, whatever its speed. */
  private int mostEvaluations() {
    long products = (long) examples.rows() * width;
    long each =
        outputs
            * (products / PRODUCTS
                + (long) PER_EQUATION * width * width
                + (long) PER_ANSWER * examples.rows());
    return (int) Math.max(LEAST_EVALUATIONS, Math.min(MOST_EVALUATIONS, MOST_TIME / each));
  }

  private Fitted minimum() {
    Place place = place(new double[(width + 1) * outputs]);
    double enough = FLAT * FLAT * place.steepness();
    Deque<Step> steps = new ArrayDeque<>();
    int most = mostEvaluations();
    boolean finished = false;
    while (!finished && evaluations < most) {
      Place next = next(place, direction(place, steps));
      // At the minimum, rounding hides which point is lower, but not yet which one is flatter.
      if (next.value < place.value || next.steepness() < place.steepness()) {
        remember(steps, new Step(place, next));
        place = next;
        finished = place.steepness() <= enough;
      } else {
        finished = true;
      }
    }
    return new Fitted(place.at, finished);
  }

  /** The first point along the direction with a sufficient decrease. */
  private Place next(Place from, double[] direction) {
    double slope = Vectors.dot(from.gradient, direction);
    double length = 1;
    Place next = from;
    for (int halvings = 0; halvings < MOST_HALVINGS; halvings++) {
      double[] at = from.at.clone();
      Vectors.add(at, length, direction);
      next = place(at);
      if (next.value <= from.value * (1 + ROUNDING) + SUFFICIENT * length * slope) {
        break;
      }
      length /= 2;
    }
    return next;
  }

  private static void remember(Deque<Step> steps, Step step) {
    if (step.product > 0) {
      steps.addLast(step);
      if (steps.size() > REMEMBERED) {
        steps.removeFirst();
      }
    }
  }

  /** The descent direction by the curvature of the last steps. */
  private static double[] direction(Place place, Deque<Step> steps) {
    double[] left = place.gradient.clone();
    double[] direction = place.scaled.clone();
    double[] shares = new double[steps.size()];
    int i = shares.length;
    for (Iterator<Step> latest = steps.descendingIterator(); latest.hasNext(); ) {
      Step each = latest.next();
      shares[--i] = Vectors.dot(each.step, left) / each.product;
      Vectors.add(left, -shares[i], each.change);
      // Scaling is linear and takes longest, so it is done once for each gradient.
      Vectors.add(direction, -shares[i], each.scaled);
    }
    if (!steps.isEmpty()) {
      Step last = steps.getLast();
      double ratio = last.product / Vectors.dot(last.change, last.scaled);
      for (int j = 0; j < direction.length; j++) {
        direction[j] *= ratio;
      }
    }
    for (Step each : steps) {
      double share = shares[i++] - Vectors.dot(each.change, direction) / each.product;
      Vectors.add(direction, share, each.step);
    }
    for (int j = 0; j < direction.length; j++) {
      direction[j] = -direction[j];
    }
    return direction;
  }

  private double[] scaled(double[] gradient) {
    double[] scaled = new double[gradient.length];
    for (int k = 0; k < outputs; k++) {
      double[] own = Arrays.copyOfRange(gradient, k * width, (k + 1) * width);
      System.arraycopy(curvature.approximately(own), 0, scaled, k * width, width);
    }
    System.arraycopy(gradient, weights.length, scaled, weights.length, outputs);
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= bound;
    }
    return scaled;
  }

  private Place place(double[] at) {
    evaluations++;
    double squares = 0;
    double[] gradient = new double[at.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) at[i];
      squares += at[i] * at[i];
      gradient[i] = penalty * at[i];
    }
    double sum = 0;
    int first = 0;
    for (int i = 0; i < portions.size(); i++) {
      CancelledException.check(LinearFit.DOING);
      sum += add(i, first, at, gradient);
      first += portions.get(i).inner();
    }
    double value = sum / examples.rows() + penalty / 2 * squares;
    return new Place(at, value, gradient, scaled(gradient));
  }

  /** Returns the loss of a portion, and adds its gradient. */
  private double add(int portion, int first, double[] at, double[] gradient) {
    int rows = portions.get(portion).inner();
    float[] z = new float[outputs * rows];
    products.multiply(weights, transposed.get(portion), Products.ZEROS, z, 0, outputs);
    double[] logits = new double[outputs];
    double[] slopes = new double[outputs];
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < outputs; k++) {
        logits[k] = z[k * rows + i] + at[weights.length + k];
      }
      double weight = examples.weights()[first + i];
      sum +=
          weight
              * (softmax
                  ? softmax(logits, first + i, slopes)
                  : sigmoids(logits, first + i, slopes));
      for (int k = 0; k < outputs; k++) {
        double slope = weight * slopes[k] / examples.rows();
        // From here on z holds dL/dz.
        z[k * rows + i] = (float) slope;
        gradient[weights.length + k] += slope;
      }
    }
    float[] part = new float[weights.length];
    products.multiply(z, portions.get(portion), Products.ZEROS, part, 0, outputs);
    for (int i = 0; i < part.length; i++) {
      gradient[i] += part[i];
    }
    return sum;
  }

  /** Returns -log p of the true class, and writes p - t. */
  private double softmax(double[] logits, int example, double[] slopes) {
    double most = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    float[] targets = examples.targets().values();
    int first = example * outputs;
    for (int k = 0; k < outputs; k++) {
      slopes[k] = DoubleMath.exp(logits[k] - most);
      sum += slopes[k];
    }
    double logSum = most + DoubleMath.log(sum);
    double loss = 0;
    for (int k = 0; k < outputs; k++) {
      double t = targets[first + k];
      loss += t * (logSum - logits[k]);
      slopes[k] = slopes[k] / sum - t;
    }
    return loss;
  }

  /** Returns the sum over the labels of -log p of the true value, and writes p - t. */
  private double sigmoids(double[] logits, int example, double[] slopes) {
    double loss = 0;
    for (int k = 0; k < outputs; k++) {
      double t = examples.targets().get(example, k);
      double z = logits[k];
      double e = DoubleMath.exp(-Math.abs(z));
      // log(1 + e^z) - t z
      loss += Math.max(z, 0) + DoubleMath.log(1 + e) - t * z;
      slopes[k] = (z < 0 ? e : 1) / (1 + e) - t;
    }
    return loss;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    Vectors.add(difference, -1, b);
    return difference;
  }
}
