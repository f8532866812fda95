package dev.gradus.engine.training;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Learning, one batch at a time.
 *
 * <p>A step goes forward, evaluates the loss, goes backward through all layers, adds the gradients
 * of the regularizers, and only then moves the weights, all of them. Gradients are means over the
 * batch, so that the length of a step does not grow with it.
 */
final class GradientDescent {

  private final Objective objective;
  private final Optimizer optimizer;
  private final Optional<Schedule> schedule;
  private final List<Regularizer> regularizers;
  private final Pass pass;
  private final List<Parameter> parameters;
  private final List<Matrix> gradients;
  private final float[][][] states;
  private final Matrix outputGradients;
  private long steps;
  private double penalty;
  private double learningRate;

  /**
   * Prepares to train a network.
   *
   * @param network its parameters are modified by every step
   * @param rows the largest number of rows of a batch
   */
  GradientDescent(
      Network network,
      Objective objective,
      Optimizer optimizer,
      Optional<Schedule> schedule,
      List<Regularizer> regularizers,
      int rows) {
    this.objective = objective;
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.regularizers = regularizers;
    this.pass = network.newPass(rows);
    this.parameters = network.parameters();
    this.gradients = pass.gradients();
    this.states = parameters.stream().map(p -> newState(optimizer, p)).toArray(float[][][]::new);
    this.outputGradients = Matrix.zeros(rows, network.outputs());
  }

  private static float[][] newState(Optimizer optimizer, Parameter parameter) {
    List<Optimizer.State> remembered = optimizer.state();
    float[][] state = new float[remembered.size()][parameter.matrix().size()];
    for (int i = 0; i < state.length; i++) {
      Arrays.fill(state[i], remembered.get(i).initial());
    }
    return state;
  }

  /**
   * Learns from one batch.
   *
   * @param x the inputs, [n, inputs]; not modified
   * @param y the targets, [n, outputs]; not modified
   * @return the loss of the batch before the weights have moved, without the penalty of the
   *     regularizers
   */
  double step(Matrix x, Matrix y) {
    double loss = forwardAndBackward(x, y);
    penalty = addPenalties();
    update();
    return loss;
  }

  private double forwardAndBackward(Matrix x, Matrix y) {
    Matrix gradient = outputGradients.firstRows(x.rows());
    Matrix logits = pass.logits(x);
    if (objective.onLogits()) {
      double loss = objective.evaluate(logits, y, gradient);
      pass.backwardFromLogits(gradient);
      return loss;
    }
    double loss = objective.evaluate(pass.outputs(), y, gradient);
    pass.backward(gradient);
    return loss;
  }

  private double addPenalties() {
    double sum = 0;
    for (Regularizer regularizer : regularizers) {
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        if (parameter.role() == Parameter.Role.WEIGHT) {
          sum += regularizer.penalize(parameter.matrix().values(), gradients.get(i).values());
        }
      }
    }
    return sum;
  }

  private void update() {
    double base = optimizer.learningRate();
    learningRate = schedule.isPresent() ? schedule.get().learningRate(base, steps) : base;
    steps++;
    for (int i = 0; i < parameters.size(); i++) {
      Matrix weights = parameters.get(i).matrix();
      optimizer.update(
          weights.values(),
          gradients.get(i).values(),
          states[i],
          new Optimizer.Step(steps, learningRate, weights.rows(), weights.columns()));
    }
  }

  /** The penalty of the regularizers in the last step, before the weights moved. */
  double penalty() {
    return penalty;
  }

  /** The learning rate of the last step. */
  double learningRate() {
    return learningRate;
  }

  /**
   * The gradients that the last step used, in the order of the network's parameters, regularizers
   * included.
   */
  List<Matrix> gradients() {
    return gradients;
  }
}
