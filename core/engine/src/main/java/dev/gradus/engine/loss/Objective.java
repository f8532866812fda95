package dev.gradus.engine.loss;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Criterion;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.ColumnwiseLoss;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A loss over batches: the mean over the examples, and over the members of an ensemble, value and
 * gradient together.
 *
 * <p>It holds buffers, so every thread team needs its own.
 */
public final class Objective implements Criterion {

  private final Loss loss;
  private final boolean onLogits;
  private final int outputs;
  private final int members;
  private final int width;
  private final double[] classWeights;
  private Matrix targets = Matrix.zeros(0, 0);
  private Optional<Matrix> weights = Optional.empty();

  /** The auxiliary columns of the loss, and their values for the batch. */
  private final List<AuxiliaryColumn> columns;

  private double[][] further = {};
  private boolean compared = true;
  private double[] losses = {};
  private Buffers[] buffers = {};

  /**
   * The number of batch sizes that are cached: batches of whole groups have many sizes, which
   * recur.
   */
  private static final int SIZES = 64;

  /** One entry for each batch size. */
  private final List<WholeBatch> wholeBatches = new ArrayList<>();

  /** The row buffers that batches of all sizes share. */
  private double[][] predictionRows = {};

  private double[][] targetRows = {};
  private double[][] gradientRows = {};

  /** The buffers of a loss over whole batches for one batch size; the rows are shared. */
  private static final class WholeBatch {
    private final double[][] predictions;
    private final double[][] targets;
    private final double[][] gradients;
    private final double[] weights;

    WholeBatch(double[][] predictions, double[][] targets, double[][] gradients) {
      this.predictions = predictions;
      this.targets = targets;
      this.gradients = gradients;
      weights = new double[predictions.length];
    }
  }

  /** The buffers that a thread needs to evaluate a row. */
  private static final class Buffers {
    private final double[] prediction;
    private final double[] target;
    private final double[] gradient;

    /** For a loss that evaluates many rows at once. */
    private double[] predictions = {};

    private double[] targets = {};
    private double[] values = {};
    private double[] derivatives = {};

    void hold(int count) {
      if (predictions.length < count) {
        predictions = new double[count];
        targets = new double[count];
        values = new double[count];
        derivatives = new double[count];
      }
    }

    Buffers(int outputs, int width) {
      prediction = new double[outputs];
      target = new double[width];
      gradient = new double[outputs];
    }
  }

  /**
   * Creates an objective.
   *
   * @param loss in the form that takes logits if {@code onLogits} is true
   * @param onLogits whether {@link #evaluate} receives logits, not outputs
   * @param width the number of values of a target
   * @param outputs the number of outputs of the network, or of each member of an ensemble
   * @param members the number of members of an ensemble that each have a loss of their own; 1
   *     without one, or for the loss of their mean
   * @param classWeights the factor for each class: for each output, or with a single output for 0
   *     and for 1; empty if all count the same, or if the loss has them built in
   */
  public Objective(
      Loss loss, boolean onLogits, int width, int outputs, int members, double[] classWeights) {
    this.classWeights = classWeights;
    this.loss = loss;
    this.onLogits = onLogits;
    this.width = width;
    this.outputs = outputs;
    this.members = members;
    this.columns = loss.columns();
  }

  /** Creates an objective with as many outputs as the loss needs for the target. */
  public Objective(Loss loss, boolean onLogits, int width, double[] classWeights) {
    this(loss, onLogits, width, width * loss.outputsPerTarget(), 1, classWeights);
  }

  @Override
  public boolean onLogits() {
    return onLogits;
  }

  /** Whether the loss of a batch is not a mean over its examples. */
  @Override
  public boolean needsWholeBatch() {
    return loss instanceof BatchLoss;
  }

  /** The auxiliary columns of the loss. */
  public List<AuxiliaryColumn> columns() {
    return columns;
  }

  /**
   * Sets the batch.
   *
   * @param targets [n, width], n at least 1; not modified
   * @param weights of the examples, [n, 1], or empty; not modified
   * @param auxiliary at least the columns that the loss sees, at least n numbers of each; not
   *     modified
   * @param members the number of threads that will evaluate it
   */
  public void start(
      Matrix targets, Optional<Matrix> weights, AuxiliaryColumns auxiliary, int members) {
    this.targets = targets;
    this.weights = weights;
    if (!columns.isEmpty()) {
      further = auxiliary.of(columns);
    }
    if (losses.length < targets.rows()) {
      losses = new double[targets.rows()];
    }
    int before = buffers.length;
    if (before < members) {
      buffers = Arrays.copyOf(buffers, members);
      for (int member = before; member < members; member++) {
        buffers[member] = new Buffers(outputs, width + columns.size());
      }
    }
  }

  /**
   * Evaluates some rows of the batch: writes dL/dpredictions, including the factor 1/n of the mean.
   */
  @Override
  public void evaluate(Matrix predictions, Matrix gradients, int from, int to, int member) {
    if (loss instanceof BatchLoss batchLoss) {
      evaluateBatch(batchLoss, predictions, gradients);
      return;
    }
    Buffers own = buffers[member];
    if (loss instanceof ColumnwiseLoss columnwise && columns.isEmpty() && outputs == width) {
      evaluateColumns(columnwise, predictions, gradients, from, to, own);
      return;
    }
    for (int row = from; row < to; row++) {
      widenTarget(row, own.target);
      double weight = weight(row);
      double sum = 0;
      for (int i = row * members; i < (row + 1) * members; i++) {
        sum += evaluate(predictions, gradients, i, weight, own);
      }
      losses[row] = sum / members;
    }
  }

  /** Evaluates some rows at once, with the same bits as one by one. */
  private void evaluateColumns(
      ColumnwiseLoss columnwise,
      Matrix predictions,
      Matrix gradients,
      int from,
      int to,
      Buffers own) {
    int perRow = outputs * members;
    int count = (to - from) * perRow;
    own.hold(count);
    for (int i = 0; i < count; i++) {
      own.predictions[i] = predictions.values()[from * perRow + i];
    }
    for (int i = 0; i < count; i += width) {
      // The members of an ensemble have the same targets.
      int row = from + i / perRow;
      for (int k = 0; k < width; k++) {
        own.targets[i + k] = targets.values()[row * width + k];
      }
    }
    columnwise.evaluate(own.predictions, own.targets, own.values, own.derivatives, count);
    double n = (double) targets.rows() * members;
    for (int row = from; row < to; row++) {
      double weight = weight(row);
      double sum = 0;
      for (int m = 0; m < members; m++) {
        int start = (row * members + m) * outputs;
        int at = start - from * perRow;
        double value = 0;
        for (int k = 0; k < outputs; k++) {
          value += own.values[at + k];
          gradients.values()[start + k] =
              (float) (weight * (own.derivatives[at + k] / outputs) / n);
        }
        sum += weight * (value / outputs);
      }
      losses[row] = sum / members;
    }
  }

  /** Evaluates the row of a member, or of the network. */
  private double evaluate(
      Matrix predictions, Matrix gradients, int row, double weight, Buffers own) {
    widen(predictions, row, outputs, own.prediction);
    double value = weight * loss.evaluate(own.prediction, own.target, own.gradient);
    double n = (double) targets.rows() * members;
    float[] written = gradients.values();
    for (int k = 0; k < outputs; k++) {
      written[row * outputs + k] = (float) (weight * own.gradient[k] / n);
    }
    return value;
  }

  /** The weight of an example: its own weight times that of its class. */
  private double weight(int row) {
    double own = weights.isPresent() ? weights.get().values()[row] : 1;
    if (classWeights.length == 0) {
      return own;
    }
    float[] values = targets.values();
    if (width == 1) {
      return own * (classWeights[0] * (1 - values[row]) + classWeights[1] * values[row]);
    }
    double ofClass = 0;
    for (int k = 0; k < width; k++) {
      ofClass += classWeights[k] * values[row * width + k];
    }
    return own * ofClass;
  }

  /**
   * Whether the evaluated batch contains anything that the loss compares; otherwise its loss is
   * meaningless.
   */
  public boolean compared() {
    return compared;
  }

  /** The mean loss of the batch, after all its rows have been evaluated. */
  public double value() {
    if (needsWholeBatch()) {
      return losses[0];
    }
    double sum = 0;
    for (int row = 0; row < targets.rows(); row++) {
      sum += losses[row];
    }
    return sum / targets.rows();
  }

  /**
   * Returns the mean loss of a batch and writes its gradient.
   *
   * @param predictions outputs or logits, [n, outputs], n at least 1; not modified
   * @param targets [n, width]; not modified
   * @param weights of the examples, [n, 1], or empty; not modified
   * @param auxiliary at least the columns that the loss uses, n numbers of each; not modified
   * @param gradients [n, outputs]; overwritten with dL/dpredictions, including the factor 1/n of
   *     the mean
   */
  public double evaluate(
      Matrix predictions,
      Matrix targets,
      Optional<Matrix> weights,
      AuxiliaryColumns auxiliary,
      Matrix gradients) {
    start(targets, weights, auxiliary, 1);
    evaluate(predictions, gradients, 0, targets.rows(), 0);
    return value();
  }

  private void evaluateBatch(BatchLoss batchLoss, Matrix predictions, Matrix gradients) {
    double sum = 0;
    for (int m = 0; m < members; m++) {
      sum += evaluateBatch(batchLoss, predictions, gradients, m);
    }
    losses[0] = sum / members;
  }

  /** Evaluates the rows of a member, or of the network. */
  private double evaluateBatch(
      BatchLoss batchLoss, Matrix predictions, Matrix gradients, int ofMember) {
    int n = targets.rows();
    WholeBatch own = wholeBatch(n);
    for (int row = 0; row < n; row++) {
      widen(predictions, row * members + ofMember, outputs, own.predictions[row]);
      widenTarget(row, own.targets[row]);
      own.weights[row] = weight(row);
    }
    compared = batchLoss.compares(own.targets);
    double value =
        batchLoss.evaluateBatch(own.predictions, own.targets, own.weights, own.gradients);
    for (int row = 0; row < n; row++) {
      int at = (row * members + ofMember) * outputs;
      for (int k = 0; k < outputs; k++) {
        gradients.values()[at + k] = (float) (own.gradients[row][k] / members);
      }
    }
    return value;
  }

  private WholeBatch wholeBatch(int rows) {
    for (int i = 0; i < wholeBatches.size(); i++) {
      if (wholeBatches.get(i).weights.length == rows) {
        return wholeBatches.get(i);
      }
    }
    if (wholeBatches.size() == SIZES) {
      wholeBatches.remove(0);
    }
    predictionRows = withRows(predictionRows, rows, outputs);
    targetRows = withRows(targetRows, rows, width + columns.size());
    gradientRows = withRows(gradientRows, rows, outputs);
    WholeBatch made =
        new WholeBatch(
            Arrays.copyOf(predictionRows, rows),
            Arrays.copyOf(targetRows, rows),
            Arrays.copyOf(gradientRows, rows));
    wholeBatches.add(made);
    return made;
  }

  private static double[][] withRows(double[][] there, int rows, int columns) {
    if (there.length >= rows) {
      return there;
    }
    double[][] more = Arrays.copyOf(there, rows);
    for (int row = there.length; row < rows; row++) {
      more[row] = new double[columns];
    }
    return more;
  }

  private void widenTarget(int row, double[] wide) {
    widen(targets, row, width, wide);
    for (int k = 0; k < further.length; k++) {
      wide[width + k] = further[k][row];
    }
  }

  private static void widen(Matrix matrix, int row, int count, double[] wide) {
    for (int k = 0; k < count; k++) {
      wide[k] = matrix.values()[row * count + k];
    }
  }
}
