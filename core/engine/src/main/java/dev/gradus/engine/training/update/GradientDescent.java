package dev.gradus.engine.training.update;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains on one batch at a time.
 *
 * <p>A step runs the forward pass, evaluates the loss, runs the backward pass, adds the gradients
 * of the regularizers, clips the gradients, and only then updates all weights. Gradients are means
 * over the batch, or over the batches of a step, so the size of a step does not grow with the batch
 * size.
 */
public final class GradientDescent {

  private final Network network;
  private final Objective objective;
  private final LearningRate rate;
  private final Penalties penalties;
  private final Pass pass;
  private final List<Matrix> gradients;
  private final List<Update> updates = new ArrayList<>();
  private final double[] rates;
  private final boolean[] decays;
  private final Optional<ScheduledDecay> decay;
  private final Optional<Accumulation> accumulation;
  private final Optional<JointStep> joint;
  private final Optional<StepBatches> repeated;
  private final GradientClip clip;
  private final Team team;
  private long steps;
  private double penalty;
  private boolean compared = true;
  private double learningRate;

  /**
   * Prepares to train a network.
   *
   * @param network its parameters are modified by every step
   * @param schedule for the length of this run
   * @param rules their schedule of the weight decay is for the length of this run too
   * @param rows the largest number of rows of a batch
   * @param planned about the number of rows of all batches together
   * @param team shares the work; used by the thread that owns it
   */
  public GradientDescent(
      Network network,
      Objective objective,
      Optimizer optimizer,
      Optional<Schedule> schedule,
      List<Regularizer> regularizers,
      UpdateOptions rules,
      int rows,
      long planned,
      Team team) {
    this.network = network;
    this.objective = objective;
    this.rate = new LearningRate(optimizer, schedule);
    this.pass =
        network.hasOwnBatches()
            ? network.newOwnBatchesPass(rows, team, planned)
            : network.newLearningPass(rows, team, planned);
    List<Parameter> parameters = network.learned();
    this.gradients = pass.gradients();
    this.penalties = new Penalties(regularizers, parameters, gradients);
    this.clip = new GradientClip(rules, gradients);
    this.accumulation =
        rules.accumulateBatches() > 1
            ? Optional.of(new Accumulation(gradients, rules.accumulateBatches()))
            : Optional.empty();
    this.team = team;
    Optional<JointOptimizer> together =
        optimizer instanceof JointOptimizer seesAll ? Optional.of(seesAll) : Optional.empty();
    Optional<JointScalars> scalars = together.map(JointScalars::new);
    ParameterGroups groups = new ParameterGroups(rules.groups(), network);
    decay = rules.weightDecaySchedule().map(each -> new ScheduledDecay(optimizer, each));
    rates = new double[parameters.size()];
    decays = new boolean[rates.length];
    for (int i = 0; i < rates.length; i++) {
      Parameter parameter = parameters.get(i);
      decays[i] =
          groups.decays(parameter)
              && (rules.decayBiases() || parameter.role() == Tensor.Role.WEIGHT);
      Optimizer own = decays[i] ? optimizer : WeightDecay.without(optimizer);
      rates[i] = groups.rateOf(parameter);
      updates.add(new Update(parameter, gradients.get(i), own, rules, scalars));
    }
    joint =
        together.map(
            seesAll ->
                new JointStep(
                    seesAll, scalars.orElseThrow(), network, updates, this::gradientAgain));
    repeated =
        together
            .filter(JointOptimizer::needsSecondGradient)
            .map(unused -> new StepBatches(rules.accumulateBatches() > 1));
  }

  /** Trains on a batch without example weights. */
  public double step(Matrix x, Matrix y) {
    return step(x, y, Optional.empty(), AuxiliaryColumns.NONE);
  }

  /**
   * Trains on a batch.
   *
   * @param x the inputs, [n, inputs]; not modified; if the members of an ensemble have rows of
   *     their own, those of all members, one after another, for each row of a batch of a member
   * @param y the targets, [n, outputs]; not modified
   * @param weights the weights of the examples, [at least n, 1], or empty if all count the same;
   *     not modified
   * @param auxiliary the auxiliary columns of the loss, at least n numbers of each column; not
   *     modified
   * @return the loss of the batch before the update, without the penalty of the regularizers
   */
  public double step(Matrix x, Matrix y, Optional<Matrix> weights, AuxiliaryColumns auxiliary) {
    team.begin();
    objective.start(y, weights, auxiliary, team.size());
    pass.backpropagate(x, objective);
    compared = objective.compared();
    return step(objective.value(), x, y, weights, auxiliary);
  }

  /**
   * Trains on a batch whose gradient was computed elsewhere with the current weights, and is in
   * {@link #gradients} already.
   *
   * @param given its loss
   * @return the same loss
   */
  public double step(
      BatchGradient given,
      Matrix x,
      Matrix y,
      Optional<Matrix> weights,
      AuxiliaryColumns auxiliary) {
    team.begin();
    pass.resume(pass.batches() + 1);
    compared = given.compared();
    return step(given.loss(), x, y, weights, auxiliary);
  }

  private double step(
      double loss, Matrix x, Matrix y, Optional<Matrix> weights, AuxiliaryColumns auxiliary) {
    if (repeated.isPresent()) {
      repeated.get().add(x, y, weights, auxiliary, pass.batches());
    }
    if (accumulation.isEmpty()) {
      descend();
    } else if (accumulation.get().add(x.rows())) {
      accumulation.get().finish();
      descend();
    }
    team.end(x.rows());
    return loss;
  }

  /**
   * Computes the gradients for the examples of a step again, with the current weights.
   *
   * @return the loss there, with the penalties of the regularizers
   */
  private double gradientAgain() {
    StepBatches batches = repeated.orElseThrow();
    double sum = 0;
    long rows = 0;
    for (int i = 0; i < batches.count(); i++) {
      StepBatches.Seen batch = batches.get(i);
      objective.start(batch.y(), batch.weights(), batch.auxiliary(), team.size());
      pass.repeat(batch.x(), objective, batch.number());
      sum += objective.value() * batch.rows();
      rows += batch.rows();
      if (accumulation.isPresent()) {
        accumulation.get().add(batch.rows());
      }
    }
    if (accumulation.isPresent()) {
      accumulation.get().finish();
    }
    double loss = sum / rows + penalties.add();
    clip.apply();
    return loss;
  }

  /** Makes a step with the remaining accumulated batches of an epoch. */
  public void finishEpoch() {
    if (accumulation.isPresent() && !accumulation.get().isEmpty()) {
      accumulation.get().finish();
      descend();
    }
  }

  /** Whether the last batch had anything that the loss compares. */
  public boolean compared() {
    return compared;
  }

  /** The number of steps so far. */
  public long steps() {
    return steps;
  }

  /** The number of batches that were processed. */
  public long batches() {
    return pass.batches();
  }

  /** The state of the optimizer, and the trained weights if others predict; shared. */
  public Map<String, Matrix> memory() {
    Map<String, Matrix> memory = new LinkedHashMap<>();
    joint.ifPresent(step -> memory.putAll(step.memory()));
    updates.forEach(update -> memory.putAll(update.memory()));
    return memory;
  }

  /** Continues from the state of another run, whose tensors are loaded already. */
  public void resume(long stepsDone, long batchesDone) {
    steps = stepsDone;
    pass.resume(batchesDone);
    joint.ifPresent(JointStep::restore);
    updates.forEach(update -> update.resume(stepsDone));
  }

  /** All arrays that a step changes: weights, statistics, and the state of the optimizer. */
  public List<float[]> arrays() {
    List<float[]> arrays = new ArrayList<>();
    network.tensors().forEach(tensor -> arrays.add(tensor.matrix().values()));
    joint.ifPresent(step -> arrays.addAll(step.arrays()));
    updates.forEach(update -> arrays.addAll(update.arrays()));
    return arrays;
  }

  /**
   * Restores an earlier state between two epochs.
   *
   * @param arrays copies of the {@link #arrays} at that time
   * @param stepsDone the number of steps at that time
   * @param batchesDone the number of batches at that time
   */
  public void restore(List<float[]> arrays, long stepsDone, long batchesDone) {
    List<float[]> now = arrays();
    for (int i = 0; i < now.size(); i++) {
      System.arraycopy(arrays.get(i), 0, now.get(i), 0, now.get(i).length);
    }
    steps = stepsDone;
    pass.resume(batchesDone);
    joint.ifPresent(JointStep::restore);
    updates.forEach(update -> update.restore(stepsDone));
    accumulation.ifPresent(Accumulation::clear);
    repeated.ifPresent(StepBatches::clear);
  }

  /** Records all completed epochs, for a schedule that monitors a metric. */
  public void measured(List<EpochReport> reports) {
    rate.measured(reports);
  }

  private void descend() {
    penalty = penalties.add();
    clip.apply();
    learningRate = rate.of(steps);
    if (decay.isPresent()) {
      decayBy(decay.get().of(steps));
    }
    steps++;
    for (int i = 0; i < updates.size(); i++) {
      updates.get(i).begin(steps, learningRate * rates[i]);
    }
    if (joint.isPresent()) {
      joint.get().prepare();
    }
    for (int i = 0; i < updates.size(); i++) {
      updates.get(i).run(team);
    }
    if (repeated.isPresent()) {
      repeated.get().clear();
    }
  }

  private void decayBy(Optimizer now) {
    for (int i = 0; i < decays.length; i++) {
      if (decays[i]) {
        updates.get(i).moveBy(now);
      }
    }
  }

  /** Puts the weights used for prediction into the network, until {@link #learnOn}. */
  public void predict() {
    updates.forEach(Update::predict);
  }

  /** Puts the trained weights back into the network. */
  public void learnOn() {
    updates.forEach(Update::learnOn);
  }

  /** The penalty of the regularizers in the last step, before the update. */
  public double penalty() {
    return penalty;
  }

  /** The learning rate of the last step, without the factors of groups. */
  public double learningRate() {
    return learningRate;
  }

  /**
   * The gradients that the last step used, including regularizers, in the order of the parameters.
   */
  public List<Matrix> gradients() {
    return gradients;
  }
}
