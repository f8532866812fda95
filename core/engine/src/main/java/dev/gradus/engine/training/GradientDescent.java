package dev.gradus.engine.training;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
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
  private final List<Update> updates = new ArrayList<>();
  private final Team team;
  private long steps;
  private double penalty;
  private double learningRate;

  /**
   * Prepares to train a network.
   *
   * @param network its parameters are modified by every step
   * @param rows the largest number of rows of a batch
   * @param team shares the work; used by the thread that owns it
   */
  GradientDescent(
      Network network,
      Objective objective,
      Optimizer optimizer,
      Optional<Schedule> schedule,
      List<Regularizer> regularizers,
      int rows,
      Team team) {
    this.objective = objective;
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.regularizers = regularizers;
    this.pass = network.newLearningPass(rows, team);
    this.parameters = network.parameters();
    this.gradients = pass.gradients();
    this.team = team;
    for (int i = 0; i < parameters.size(); i++) {
      updates.add(new Update(parameters.get(i).matrix(), gradients.get(i)));
    }
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
    objective.start(y, team.size());
    pass.backpropagate(x, objective);
    penalty = addPenalties();
    update();
    return objective.value();
  }

  private double addPenalties() {
    double sum = 0;
    for (int k = 0; k < regularizers.size(); k++) {
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        if (parameter.role() == Parameter.Role.WEIGHT) {
          float[] weights = parameter.matrix().values();
          sum += regularizers.get(k).penalize(weights, gradients.get(i).values());
        }
      }
    }
    return sum;
  }

  private void update() {
    double base = optimizer.learningRate();
    learningRate = schedule.isPresent() ? schedule.get().learningRate(base, steps) : base;
    steps++;
    for (int i = 0; i < updates.size(); i++) {
      updates.get(i).run();
    }
  }

  /** The update of one parameter, which tells the optimizer where it stands. */
  private final class Update implements Optimizer.Step, Team.Work {

    /** The number of weights that are moved at once: what is read for them stays in the cache. */
    private static final int SLICE = 8192;

    /** The number of slices from which it pays to have help. */
    private static final int SHARED = 4;

    private final Matrix weights;
    private final Matrix gradient;
    private final float[][] state;

    Update(Matrix weights, Matrix gradient) {
      this.weights = weights;
      this.gradient = gradient;
      List<Optimizer.State> remembered = optimizer.state();
      state = new float[remembered.size()][weights.size()];
      for (int i = 0; i < state.length; i++) {
        Arrays.fill(state[i], remembered.get(i).initial());
      }
    }

    void run() {
      int slices = (weights.size() + SLICE - 1) / SLICE;
      if (optimizer instanceof ElementwiseOptimizer && slices >= SHARED) {
        team.run(this, slices);
      } else if (optimizer instanceof ElementwiseOptimizer) {
        for (int slice = 0; slice < slices; slice++) {
          piece(slice, 0);
        }
      } else {
        optimizer.update(weights.values(), gradient.values(), state, this);
      }
    }

    @Override
    public void piece(int piece, int member) {
      int from = piece * SLICE;
      int to = Math.min(from + SLICE, weights.size());
      ((ElementwiseOptimizer) optimizer)
          .update(weights.values(), gradient.values(), state, from, to, this);
    }

    @Override
    public long number() {
      return steps;
    }

    @Override
    public double learningRate() {
      return learningRate;
    }

    @Override
    public int rows() {
      return weights.rows();
    }

    @Override
    public int columns() {
      return weights.columns();
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
