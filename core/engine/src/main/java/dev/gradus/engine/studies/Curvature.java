package dev.gradus.engine.studies;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Lanczos;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.study.Sharpness;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Sample;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Finds the largest eigenvalues of the Hessian of a loss with respect to all weights of a network.
 *
 * <p>One thread does all the work, so the bits depend only on the weights, the examples and the
 * seed.
 */
final class Curvature {

  private static final int EIGENVALUES = 5;
  private static final int SAMPLE = 1024;

  /** The minimum sample size: the curvature on fewer examples would not be that of the loss. */
  private static final int LEAST_SAMPLE = 64;

  /** The number of examples whose gradients are summed in float; those sums are added in double. */
  private static final int PORTION = 64;

  private static final int MOST_PRODUCTS = 40;
  private static final double TOLERANCE = 1e-4;

  /**
   * An eigenvalue whose residual is above this fraction of the largest eigenvalue has not
   * converged.
   */
  private static final double FOUND = 1e-2;

  /**
   * The step of the central difference, as a fraction of the norm of the weights: the square root
   * of the precision of a float, 2⁻²³. The rounding of gradients then costs about four digits of
   * seven, and the truncation error, which grows with the square of the step, costs less.
   */
  private static final double STEP = Math.sqrt(Math.ulp(1f));

  /** The budget in multiplications for all eigenvalues: less than that of the loss landscape. */
  private static final long MOST_WORK = 4_000_000_000L;

  /** A forward and backward pass takes as many multiplications as three forward passes. */
  private static final int WAYS = 3;

  /** The memory limit for the Lanczos basis. */
  private static final long MOST_BYTES = 1L << 27;

  private final Network network;
  private final Objective objective;
  private final List<Examples> portions = new ArrayList<>();
  private final Pass pass;
  private final List<Matrix> gradients;
  private final float[] centre;
  private final float[] moved;
  private final double step;
  private final int rows;

  private Curvature(Experiment experiment, int rows, int portion) {
    this.network = experiment.network();
    this.objective = experiment.loss().learned();
    this.rows = rows;
    Examples sample = experiment.training().select(Sample.rows(experiment, rows));
    for (int from = 0; from < rows; from += portion) {
      int first = from;
      int to = Math.min(from + portion, rows);
      portions.add(
          new Examples(
              sample.inputs().copyOfRows(from, to),
              sample.targets().copyOfRows(from, to),
              sample.weights().map(all -> all.copyOfRows(first, to)),
              sample.auxiliary().part(from, to)));
    }
    this.pass = network.newSteadyPass(portion);
    this.gradients = pass.gradients();
    this.centre = Weights.learnedBy(network);
    this.moved = new float[centre.length];
    double squares = 0;
    for (float weight : centre) {
      squares += (double) weight * weight;
    }
    this.step = STEP * (squares > 0 ? Math.sqrt(squares) : 1);
  }

  /**
   * The sharpness at the current weights of a network; unknown if it would take too long or too
   * much memory, or if the thread is interrupted. The network is unchanged when this returns.
   *
   * @param plan of the training that produced the weights
   */
  static Sharpness of(Experiment experiment, TrainingPlan plan) {
    Network network = experiment.network();
    if (network.size() == 0) {
      return Sharpness.unknown("The network has no weights.");
    }
    if (!network.isSteady()) {
      return Sharpness.unknown(
          "A layer of this network is random in training and cannot be left out, so its loss has "
              + "no fixed second derivatives.");
    }
    if (experiment.configuration().loss().columns().stream()
        .anyMatch(column -> column.meaning() == AuxiliaryColumn.Meaning.GROUP)) {
      return Sharpness.unknown(
          "The loss compares the examples of a group, of which a sample would hold only some.");
    }
    int most = Math.min(SAMPLE, experiment.training().rows());
    long each = (long) WAYS * 2 * MOST_PRODUCTS * Math.max(1, network.multiplications());
    long left = MOST_WORK - Lanczos.multiplications(network.learnedSize(), MOST_PRODUCTS);
    int rows = (int) Math.min(most, Math.max(0, left) / each);
    if (rows < Math.min(LEAST_SAMPLE, most)) {
      return Sharpness.unknown("The network is so large that this would take too long.");
    }
    boolean whole = network.needsWholeBatch() || experiment.loss().learned().needsWholeBatch();
    int portion = Math.min(rows, whole ? batch(experiment, rows) : PORTION);
    // A smaller last batch would have another loss.
    rows = whole ? rows / portion * portion : rows;
    long basis = (long) Double.BYTES * (MOST_PRODUCTS + 4) * network.learnedSize();
    if (basis > MOST_BYTES || !Trainer.leavesRoom(plan, basis + network.learningBytes(portion))) {
      return Sharpness.unknown("The network has too many weights for the available memory.");
    }
    List<Parameter> tensors = network.tensors();
    List<float[]> before = tensors.stream().map(t -> t.matrix().values().clone()).toList();
    try {
      return new Curvature(experiment, rows, portion)
          .measure(experiment.configuration().training().seed());
    } catch (CancelledException e) {
      return Sharpness.unknown("The thread was interrupted.");
    } catch (ArithmeticException e) {
      return Sharpness.unknown("Close to the learned weights the gradient is not finite.");
    } finally {
      // Restores the statistics that layers have updated in these passes.
      for (int i = 0; i < before.size(); i++) {
        float[] values = tensors.get(i).matrix().values();
        System.arraycopy(before.get(i), 0, values, 0, values.length);
      }
    }
  }

  /** The number of examples in a training pass. */
  private static int batch(Experiment experiment, int rows) {
    TrainingSpec spec = experiment.configuration().training();
    return experiment.configuration().optimizer().isFullBatch()
        ? rows
        : spec.batchSize().orElse(TrainingSpec.DEFAULT_BATCH_SIZE);
  }

  private Sharpness measure(long seed) {
    RandomGenerator random = Randomness.of(seed, "sharpness", 1);
    double[] start = new double[centre.length];
    for (int i = 0; i < start.length; i++) {
      start[i] = random.nextDouble() - 0.5;
    }
    Lanczos lanczos =
        Lanczos.of(v -> product(v, step), start, EIGENVALUES, MOST_PRODUCTS, TOLERANCE);
    double[] values = lanczos.values();
    double[] residuals = lanczos.residuals();
    double[] vector = lanczos.vector();
    double[] image = product(vector, step / 2);
    double finer = 0;
    for (int i = 0; i < vector.length; i++) {
      finer += vector[i] * image[i];
    }
    double error = residuals[0] + Math.abs(finer - values[0]);
    List<Double> found = new ArrayList<>();
    for (int k = 0; k < values.length; k++) {
      if (k == 0 || (residuals[k] <= FOUND * Math.abs(values[0]) && values[k] > error)) {
        found.add(values[k]);
      }
    }
    return new Sharpness(found, error, rows, "");
  }

  /** The Hessian times a vector: (g(w + hv) - g(w - hv)) / 2h. */
  private double[] product(double[] vector, double h) {
    double[] product = new double[vector.length];
    addGradient(vector, h, 1 / (2 * h), product);
    addGradient(vector, -h, -1 / (2 * h), product);
    for (double each : product) {
      if (!Double.isFinite(each)) {
        throw new ArithmeticException("a second derivative is " + each);
      }
    }
    return product;
  }

  /** Adds the gradient at w + hv, times a factor. */
  private void addGradient(double[] vector, double h, double factor, double[] sum) {
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (centre[i] + h * vector[i]);
    }
    Weights.putLearned(moved, network);
    for (Examples portion : portions) {
      CancelledException.check("the curvature of the loss was measured");
      objective.start(portion.targets().inMemory(), portion.weights(), portion.auxiliary(), 1);
      pass.backpropagate(portion.inputs().inMemory(), objective);
      double share = factor * portion.rows() / rows;
      int next = 0;
      for (Matrix gradient : gradients) {
        float[] values = gradient.values();
        for (int i = 0; i < gradient.size(); i++) {
          sum[next++] += share * values[i];
        }
      }
    }
  }
}
