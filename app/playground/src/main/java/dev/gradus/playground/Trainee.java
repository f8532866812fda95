package dev.gradus.playground;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossFit;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.DoubleActivation;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.SingleSteps;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.RowPreparation;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One of the networks, with its own loss. */
final class Trainee {

  private final Experiment experiment;
  private final List<String> notes;
  private final SingleSteps steps;
  private final Decoding decoding;
  private Optional<Pass> pass = Optional.empty();
  private int passRows;
  private double[] flat = {};

  /** Starts training. */
  Trainee(Experiment experiment, List<String> notes) {
    this.experiment = experiment;
    this.notes = notes;
    steps = new SingleSteps(experiment);
    decoding = experiment.decoding();
  }

  SingleSteps steps() {
    return steps;
  }

  Experiment experiment() {
    return experiment;
  }

  /** Its examples, whose targets have the form that its own outputs need. */
  Examples training() {
    return experiment.training();
  }

  Optional<Examples> heldOut() {
    return experiment.validation();
  }

  Network network() {
    return experiment.network();
  }

  /** What had to be changed so that the loss fits, in sentences. */
  List<String> notes() {
    return notes;
  }

  boolean classes() {
    return experiment.preparation().targets() instanceof ClassTarget;
  }

  /** Inputs as the network takes them, from numbers in the unit of the data. */
  Matrix prepared(float[] raw, int rows) {
    RowPreparation preparation = experiment.preparation().rows();
    int columns = preparation.names().size();
    Matrix prepared = Matrix.zeros(rows, preparation.width());
    double[] row = new double[columns];
    float[] one = new float[preparation.room()];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        row[k] = raw[i * columns + k];
      }
      preparation.prepare(row, one);
      System.arraycopy(one, 0, prepared.values(), i * preparation.width(), preparation.width());
    }
    return prepared;
  }

  /**
   * The predictions for rows, as a model makes them. Each class has a number, or two classes have
   * only that of the second, which is predicted from 0.5 on. Numeric targets are in the unit of the
   * data.
   *
   * @param inputs as {@link #prepared} makes them
   */
  float[] outputs(Matrix inputs) {
    Matrix outputs = Matrix.zeros(inputs.rows(), network().outputs());
    network().predict(inputs, outputs);
    if (classes() && decoding.isPlain()) {
      return outputs.values();
    }
    int width = experiment.preparation().targets().width();
    float[] restored = new float[inputs.rows() * width];
    double[] prediction = new double[width];
    for (int i = 0; i < inputs.rows(); i++) {
      decoding.restore(outputs.values(), i * outputs.columns(), outputs.columns(), prediction);
      for (int k = 0; k < width; k++) {
        restored[i * width + k] = (float) prediction[k];
      }
    }
    return restored;
  }

  /** What the loss does to a batch, at the current weights. */
  record Look(Examples batch, Pass pass, double loss) {

    /** dL/dz of each example alone, without the mean over the batch. */
    float[] gradients() {
      Matrix mean = pass.logitGradients();
      float[] own = new float[mean.size()];
      for (int i = 0; i < own.length; i++) {
        own[i] = mean.values()[i] * mean.rows();
      }
      return own;
    }
  }

  /**
   * Runs a batch forth and back without a step.
   *
   * @param rows of the training examples
   */
  Look look(int[] rows) {
    Examples batch = experiment.training().select(rows);
    if (pass.isEmpty() || passRows < rows.length) {
      passRows = rows.length;
      pass = Optional.of(network().newSteadyPass(passRows));
    }
    Pass own = pass.get();
    Objective objective = experiment.loss().learned();
    objective.start(batch.targets().inMemory(), batch.weights(), batch.auxiliary(), 1);
    own.repeat(batch.inputs().inMemory(), objective, 1);
    own.outputs();
    return new Look(batch, own, objective.value());
  }

  /** The slope below which a unit of a layer is saturated. */
  double flatSlope(int layer) {
    if (flat.length == 0) {
      flat = new double[network().indexes().size()];
      for (int l = 0; l < flat.length; l++) {
        flat[l] = network().flatSlope(l);
      }
    }
    return flat[layer];
  }

  /**
   * The values of any losses on examples, each NaN if it makes no sense here, and then the share of
   * examples whose class is predicted, NaN if the target is a number: all of one pass.
   */
  double[] measured(List<Loss> losses, Examples examples) {
    Pass forward = network().newPass(examples.rows());
    double[] measured = new double[losses.size() + 1];
    Arrays.fill(measured, Double.NaN);
    List<LossFit> fitted = new ArrayList<>();
    losses.forEach(loss -> fitted.add(experiment.guard().fit(loss)));
    Matrix logits = forward.logits(examples.inputs().inMemory());
    evaluate(fitted, examples, logits, true, measured);
    Matrix outputs = forward.outputs();
    evaluate(fitted, examples, outputs, false, measured);
    if (classes()) {
      measured[losses.size()] = accuracy(outputs, examples.targets().inMemory());
    }
    return measured;
  }

  /** Evaluates the losses that take logits, or the others. */
  private static void evaluate(
      List<LossFit> fits,
      Examples examples,
      Matrix predictions,
      boolean onLogits,
      double[] values) {
    for (int i = 0; i < fits.size(); i++) {
      if (fits.get(i) instanceof FittedLoss fitted && fitted.reported().onLogits() == onLogits) {
        values[i] =
            fitted
                .reported()
                .evaluate(
                    predictions,
                    examples.targets().inMemory(),
                    Optional.empty(),
                    examples.auxiliary(),
                    Matrix.zeros(examples.rows(), predictions.columns()));
      }
    }
  }

  private double accuracy(Matrix outputs, Matrix targets) {
    int right = 0;
    for (int i = 0; i < targets.rows(); i++) {
      right += predicted(outputs, i) == labelOf(targets, i) ? 1 : 0;
    }
    return (double) right / targets.rows();
  }

  private int predicted(Matrix outputs, int row) {
    double[] prediction = new double[experiment.preparation().targets().width()];
    decoding.restore(outputs.values(), row * outputs.columns(), outputs.columns(), prediction);
    return largest(prediction);
  }

  /** The class of an example. */
  static int labelOf(Matrix targets, int row) {
    double[] truth = new double[targets.columns()];
    for (int k = 0; k < truth.length; k++) {
      truth[k] = targets.get(row, k);
    }
    return largest(truth);
  }

  private static int largest(double[] shares) {
    if (shares.length == 1) {
      return shares[0] >= 0.5 ? 1 : 0;
    }
    int largest = 0;
    for (int k = 1; k < shares.length; k++) {
      largest = shares[k] > shares[largest] ? k : largest;
    }
    return largest;
  }

  /**
   * Points of the curve of dL/dz over the error: one output moves through pre-activations, and all
   * others stay at 0.
   *
   * @param loss as the settings have it
   * @param wanted whether the target of that output is 1; for numbers it is 0, the mean
   * @return z, error and dL/dz of each point; empty if the loss makes no sense here
   */
  double[] curve(Loss loss, boolean wanted, double from, double to, int points) {
    if (!(experiment.guard().fit(loss) instanceof FittedLoss fitted) || !loss.columns().isEmpty()) {
      return new double[0];
    }
    int outputs = network().outputs();
    int width = experiment.preparation().targets().width();
    DoubleActivation last = network().outputInDouble();
    double[] truth = new double[width];
    if (classes()) {
      truth[width == 1 || wanted ? 0 : 1] = width > 1 || wanted ? 1 : 0;
    }
    double[] curve = new double[3 * points];
    for (int i = 0; i < points; i++) {
      double[] z = new double[outputs];
      z[0] = points == 1 ? from : from + (to - from) * i / (points - 1);
      double[] gradient = new double[outputs];
      fitted.evaluate(last, z, truth, gradient);
      curve[3 * i] = z[0];
      curve[3 * i + 1] = last.forward(z)[0] - truth[0];
      curve[3 * i + 2] = gradient[0];
    }
    return curve;
  }

  /** The norm of the gradient of each layer's parameters. */
  double[] gradientNorms(Look look) {
    List<Matrix> gradients = look.pass().gradients();
    List<List<Parameter>> layers = network().learnedByLayer();
    double[] norms = new double[layers.size()];
    int next = 0;
    for (int l = 0; l < norms.length; l++) {
      double squares = 0;
      for (int k = 0; k < layers.get(l).size(); k++) {
        for (float value : gradients.get(next++).values()) {
          squares += (double) value * value;
        }
      }
      norms[l] = Math.sqrt(squares);
    }
    return norms;
  }
}
