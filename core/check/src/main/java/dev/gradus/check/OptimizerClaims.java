package dev.gradus.check;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Interval;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The claims about an {@link Optimizer}. */
final class OptimizerClaims {

  /** The share of the initial value of a function that may remain at the end. */
  static final double LEFT = 1e-3;

  /**
   * The same for an optimizer that takes its gradients at other weights, and so prefers a wide
   * valley to a deep one.
   */
  static final double LEFT_ELSEWHERE = 1e-2;

  private static final int STEPS = 20_000;

  /**
   * The learning rates to try, because good rates differ by orders of magnitude between optimizers.
   */
  private static final double[] RATES = {0.1, 0.01, 0.002, 0.001, 1, 10};

  private static final String KEBAB = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

  private final Optimizer optimizer;

  private OptimizerClaims(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  static void addTo(Claims claims, Optimizer optimizer) {
    new OptimizerClaims(optimizer).addTo(claims);
  }

  private void addTo(Claims claims) {
    claims
        .thatTrainingNeeds("its state has names", this::checkNames)
        .thatTrainingNeeds("the gradient is not modified", this::checkGradient)
        .thatTrainingNeeds("tensors change only in update", this::checkPreparing)
        .thatTrainingNeeds(
            "it takes a second gradient if it declares that", this::checkSecondGradient)
        .thatTrainingNeeds("predicting modifies nothing", this::checkPredicting)
        .thatTrainingNeeds(
            "it declares whether it predicts with other weights", this::checkSaysWhatPredicts)
        .thatTrainingNeeds(
            "restored at any step, it continues with the same bits", this::checkRestored)
        .that("it finds the minimum of a parabola", () -> checkMinimizes(PARABOLA))
        .that("it finds the minimum of Rosenbrock's valley", () -> checkMinimizes(ROSENBROCK))
        .that("the learning rate of the step has an effect", this::checkRate)
        .that("several threads get the same bits", this::checkThreads)
        .that("an empty tensor does no harm", this::checkEmpty)
        .thatEveryOptionCounts(other -> behaviour((Optimizer) other));
    if (optimizer instanceof ElementwiseOptimizer elementwise) {
      claims.thatTrainingNeeds(
          "slices of a tensor are updated like the whole", () -> checkSlices(elementwise));
    }
    if (optimizer instanceof JointOptimizer joint) {
      claims.thatTrainingNeeds("its mover updates weights like it", () -> checkMover(joint));
    }
  }

  /** A function to minimise; its minimum is 0. */
  @SuppressWarnings("ArrayRecordComponent") // functions are never compared
  private record Function(String name, double[] start, UnaryOperator<double[]> valueAndGradient) {

    double evaluate(float[] weights, float[] gradient) {
      double[] found = valueAndGradient.apply(new double[] {weights[0], weights[1]});
      gradient[0] = (float) found[1];
      gradient[1] = (float) found[2];
      return found[0];
    }
  }

  /** f(a, b) = (a - 1)²/2 + 5 (b + 2)², from (0, 0). */
  private static final Function PARABOLA =
      new Function(
          "a parabola",
          new double[] {0, 0},
          w -> {
            double a = w[0] - 1;
            double b = w[1] + 2;
            return new double[] {a * a / 2 + 5 * b * b, a, 10 * b};
          });

  /** f(a, b) = (1 - a)² + 100 (b - a²)², from (-1.2, 1) (Rosenbrock 1960). */
  private static final Function ROSENBROCK =
      new Function(
          "Rosenbrock's valley",
          new double[] {-1.2, 1},
          w -> {
            double a = 1 - w[0];
            double b = w[1] - w[0] * w[0];
            return new double[] {a * a + 100 * b * b, -2 * a - 400 * w[0] * b, 200 * b};
          });

  private void checkMinimizes(Function function) {
    double first = function.valueAndGradient().apply(function.start())[0];
    boolean elsewhere = optimizer instanceof JointOptimizer joint && joint.needsSecondGradient();
    double enough = (elsewhere ? LEFT_ELSEWHERE : LEFT) * first;
    double best = Double.POSITIVE_INFINITY;
    for (double rate : RATES) {
      best = Math.min(best, minimize(function, rate));
      if (best <= enough) {
        return;
      }
    }
    throw new BrokenClaim(
        optimizer,
        "on %s it starts at %s and ends at %s after %s steps"
            .formatted(function.name(), first, best, STEPS));
  }

  /** The final value when the rate decreases linearly to 0; infinite if it diverges. */
  private double minimize(Function function, double rate) {
    float[] weights = {(float) function.start()[0], (float) function.start()[1]};
    OptimizerTrial trial = new OptimizerTrial(optimizer, 2);
    for (int step = 1; step <= STEPS; step++) {
      double now = rate * (STEPS - step + 1) / STEPS;
      trial.descend(weights, step, now, 1, function::evaluate);
    }
    double end = function.evaluate(weights, new float[2]);
    return Double.isFinite(end) ? end : Double.POSITIVE_INFINITY;
  }

  private void checkNames() {
    List<Optimizer.State> remembered = Claims.answer(optimizer, "state", optimizer.state());
    List<String> names =
        Stream.concat(
                remembered.stream().map(Optimizer.State::name),
                OptimizerTrial.scalarsOf(optimizer).stream().map(JointOptimizer.Scalar::name))
            .toList();
    if (names.stream().distinct().count() != names.size()
        || !names.stream().allMatch(name -> name.matches(KEBAB))) {
      throw new BrokenClaim(
          optimizer,
          "its state has the names "
              + names
              + "; they must be distinct and in kebab case, such as first-moment");
    }
    if (optimizer instanceof JointOptimizer && optimizer.isFullBatch()) {
      throw new BrokenClaim(
          optimizer,
          "it sees all tensors as one vector, because isFullBatch returns true, and one after the other, because it is a JointOptimizer; it can be only one of them");
    }
  }

  private static final int SIZE = 6;
  private static final int RUN = 12;

  private static float[] gradientOf(int step) {
    Samples samples = new Samples();
    float[] gradient = new float[SIZE];
    for (int i = 0; i < step * SIZE; i++) {
      gradient[i % SIZE] = (float) samples.within(Interval.REAL);
    }
    return gradient;
  }

  private static float[] startWeights() {
    return new float[] {0.5f, -0.25f, 1, -2, 0, 3};
  }

  private static void run(Optimizer used, float[] weights, OptimizerTrial trial, int from, int to) {
    for (int step = from; step <= to; step++) {
      move(used, weights, trial, step, used.learningRate(), 2);
    }
  }

  /** A step of {@link #SIZE} weights, with a random gradient or on a function. */
  private static void move(
      Optimizer used, float[] weights, OptimizerTrial trial, int number, double rate, int rows) {
    if (used.isFullBatch()) {
      trial.descend(weights, number, rate, 1, OptimizerClaims::waves);
    } else {
      trial.move(weights, gradientOf(number), number, rate, rows, OptimizerClaims::waves);
    }
  }

  private OptimizerTrial trial() {
    return new OptimizerTrial(optimizer, SIZE);
  }

  /** f(w) = sum of (i + 1) (w_i - 1)²/2 + cos(2 w_i): a quadratic function with waves. */
  private static double waves(float[] weights, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double off = weights[i] - 1;
      sum += (i + 1) * off * off / 2 + StrictMath.cos(2 * weights[i]);
      gradient[i] = (float) ((i + 1) * off - 2 * StrictMath.sin(2 * weights[i]));
    }
    return sum;
  }

  private void checkRestored() {
    float[] whole = startWeights();
    run(optimizer, whole, trial(), 1, RUN);
    for (int stop = 1; stop < RUN; stop++) {
      float[] weights = startWeights();
      OptimizerTrial trial = trial();
      run(optimizer, weights, trial, 1, stop);
      OptimizerTrial saved = trial.copy();
      // Any hidden state of the optimizer is lost or stale by now, because it has been used for
      // another tensor.
      run(optimizer, startWeights(), trial(), 1, 3);
      float[] restored = weights.clone();
      run(optimizer, restored, saved, stop + 1, RUN);
      if (!Arrays.equals(whole, restored)) {
        throw new BrokenClaim(
            optimizer,
            "stopped and restored after step " + stop + ", it ends elsewhere than without");
      }
    }
  }

  /** Over several steps, because some optimizers only work once they have state. */
  private void checkGradient() {
    float[] weights = startWeights();
    OptimizerTrial trial = trial();
    for (int number = 1; number <= RUN; number++) {
      double rate = optimizer.learningRate();
      trial.move(weights, gradientOf(number), number, rate, 1, OptimizerClaims::waves);
      if (trial.writesGradient()) {
        throw new BrokenClaim(optimizer, "it modifies the gradient in step " + number);
      }
    }
  }

  /** The engine relies on it: changes that {@code prepare} makes to weights are not undone. */
  private void checkPreparing() {
    OptimizerTrial trial = trial();
    run(optimizer, startWeights(), trial, 1, RUN);
    if (trial.movesTooEarly()) {
      throw new BrokenClaim(
          optimizer,
          "its method prepare leaves weights elsewhere; to take the gradient there, let it call take() of the second gradient, which puts them back");
    }
  }

  /**
   * The engine only keeps the batches for a second gradient if the optimizer declares that it needs
   * them.
   */
  private void checkSecondGradient() {
    OptimizerTrial trial = trial();
    run(optimizer, startWeights(), trial, 1, RUN);
    boolean says = optimizer instanceof JointOptimizer joint && joint.needsSecondGradient();
    if (says != trial.taken() > 0) {
      throw new BrokenClaim(
          optimizer,
          "in %s steps it takes %s second gradients, but needsSecondGradient returns %s"
              .formatted(RUN, trial.taken(), says));
    }
  }

  private void checkPredicting() {
    float[] weights = startWeights();
    OptimizerTrial trial = trial();
    run(optimizer, weights, trial, 1, 3);
    float[] before = weights.clone();
    OptimizerTrial copy = trial.copy();
    optimizer.predictionWeights(weights, trial.state(), new float[SIZE]);
    if (!Arrays.equals(before, weights) || !trial.isLike(copy)) {
      throw new BrokenClaim(
          optimizer, "computing the weights used for prediction modifies the weights or the state");
    }
  }

  /** The engine does not ask for prediction weights that are declared to be the trained ones. */
  private void checkSaysWhatPredicts() {
    float[] weights = startWeights();
    OptimizerTrial trial = trial();
    run(optimizer, weights, trial, 1, 3);
    float[] predicting = new float[SIZE];
    optimizer.predictionWeights(weights, trial.state(), predicting);
    if (!optimizer.predictsWithOtherWeights() && !Arrays.equals(weights, predicting)) {
      throw new BrokenClaim(
          optimizer,
          "its method predictionWeights returns weights other than the trained ones, but "
              + "predictsWithOtherWeights returns false");
    }
  }

  private void checkRate() {
    float[] slow = startWeights();
    float[] fast = startWeights();
    move(optimizer, slow, trial(), 1, 0.001, 2);
    move(optimizer, fast, trial(), 1, 0.1, 2);
    if (Arrays.equals(slow, fast)) {
      throw new BrokenClaim(
          optimizer, "moves by the same amount whatever the learning rate of the step");
    }
  }

  /** For an {@link ElementwiseOptimizer}, which receives slices of any length, in any order. */
  private void checkSlices(ElementwiseOptimizer elementwise) {
    float[] whole = startWeights();
    run(optimizer, whole, trial(), 1, RUN);
    float[] sliced = startWeights();
    OptimizerTrial trial = trial();
    for (int number = 1; number <= RUN; number++) {
      float[] gradient = gradientOf(number);
      Optimizer.Step step =
          trial.prepared(
              sliced, gradient, number, optimizer.learningRate(), 2, OptimizerClaims::waves);
      elementwise.update(sliced, gradient, trial.state(), 4, SIZE, step);
      elementwise.update(sliced, gradient, trial.state(), 1, 4, step);
      elementwise.update(sliced, gradient, trial.state(), 0, 1, step);
    }
    if (!Arrays.equals(whole, sliced)) {
      throw new BrokenClaim(
          optimizer, "updates the weights of a slice differently from those of the whole");
    }
  }

  /** For a {@link JointOptimizer}: in training its mover updates the tensors in its place. */
  private void checkMover(JointOptimizer joint) {
    Optimizer mover = Claims.answer(optimizer, "mover", joint.mover());
    float[] byItself = startWeights();
    run(optimizer, byItself, trial(), 1, RUN);
    float[] byMover = startWeights();
    OptimizerTrial trial = trial();
    for (int number = 1; number <= RUN; number++) {
      float[] gradient = gradientOf(number);
      Optimizer.Step step =
          trial.prepared(
              byMover, gradient, number, optimizer.learningRate(), 2, OptimizerClaims::waves);
      mover.update(byMover, gradient, trial.state(), step);
    }
    if (!Arrays.equals(byItself, byMover)) {
      throw new BrokenClaim(
          optimizer, "updates weights differently from the optimizer that it returns as its mover");
    }
  }

  /** The weights after some steps, of a matrix and of a vector, and those that predict. */
  private static double[] behaviour(Optimizer other) {
    double[] results = new double[4 * SIZE];
    for (int rows = 1; rows <= 2; rows++) {
      float[] weights = startWeights();
      OptimizerTrial trial = new OptimizerTrial(other, SIZE);
      for (int step = 1; step <= RUN; step++) {
        move(other, weights, trial, step, other.learningRate(), rows);
      }
      float[] predicting = new float[SIZE];
      other.predictionWeights(weights, trial.state(), predicting);
      for (int i = 0; i < SIZE; i++) {
        results[2 * (rows - 1) * SIZE + i] = weights[i];
        results[(2 * rows - 1) * SIZE + i] = predicting[i];
      }
    }
    return results;
  }

  private void checkThreads() throws Exception {
    Claims.sameFromAllThreads(
        optimizer,
        () -> {
          float[] weights = startWeights();
          run(optimizer, weights, trial(), 1, RUN);
          double[] wide = new double[SIZE];
          for (int i = 0; i < SIZE; i++) {
            wide[i] = weights[i];
          }
          return wide;
        });
  }

  private void checkEmpty() {
    OptimizerTrial trial = new OptimizerTrial(optimizer, 0);
    trial.move(new float[0], new float[0], 1, 0.1, 1, (w, g) -> 0);
  }
}
