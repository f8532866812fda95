package dev.gradus.engine.training;

import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.examples.Batch;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.training.update.Accumulation;
import dev.gradus.engine.training.update.LearningRate;
import dev.gradus.engine.training.update.Penalties;
import dev.gradus.engine.training.update.RunLength;
import dev.gradus.engine.training.update.Update;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Training with an optimizer that needs the loss over all examples as a function of all weights:
 * one step per epoch.
 *
 * <p>The examples pass through the network in portions, always in the same order, and their losses
 * and gradients are summed, so memory does not grow with the number of examples.
 */
final class FullBatchLearning implements Learning, Optimizer.Step {

  /** The name of the vector of all weights. */
  private static final String ALL = "all";

  private final Examples training;
  private final Network network;
  private final Objective objective;
  private final Optimizer optimizer;
  private final LearningRate rate;
  private final Penalties penalties;
  private final TrainingListener listener;
  private final Observer observer;
  private final Team team;
  private final Batches portions;
  private final Batch portion;
  private final Pass pass;
  private final List<Matrix> gradients;
  private final Accumulation accumulation;
  private final DivergenceCheck finiteness;
  private final Optional<Statistics> statistics;
  private final float[] weights;
  private final float[] gradient;
  private final Tensor tensor;
  private final float[] learning;
  private final float[][] state;
  private final NothingCompared nothingCompared;

  /** Computes the gradients, if this process does not. */
  private final Optional<RemoteGradients> remote;

  private long number;
  private double learningRate;
  private double penalty;
  private double loss;
  private boolean compared;

  /**
   * Prepares to train.
   *
   * @param experiment with a full-batch optimizer
   * @param schedule for the length of this run
   * @param listener sees every step
   * @param observer sees every step too
   * @param team shares the work; used by the thread that owns it
   * @param source computes the gradients; empty if this process does
   */
  FullBatchLearning(
      Experiment experiment,
      Objective objective,
      Optional<Schedule> schedule,
      TrainingListener listener,
      Observer observer,
      Team team,
      Optional<GradientSource> source) {
    this.training = experiment.training();
    this.network = experiment.network();
    this.objective = objective;
    this.optimizer = experiment.configuration().optimizer();
    this.rate = new LearningRate(optimizer, schedule);
    this.listener = listener;
    this.observer = observer;
    this.team = team;
    statistics =
        Statistics.areOthers(experiment.configuration(), experiment.network())
            ? Optional.of(new Statistics(experiment, team))
            : Optional.empty();
    portions = portions(experiment, objective);
    int rows = portions.largest();
    portion = Batch.like(training, rows);
    RunLength length = RunLength.of(experiment.configuration().training(), 1);
    pass = network.newLearningPass(rows, team, length.rows(training.rows()));
    gradients = pass.gradients();
    remote = source.map(each -> new RemoteGradients(each, experiment, portions, gradients));
    penalties =
        new Penalties(experiment.configuration().regularizers(), network.learned(), gradients);
    accumulation = new Accumulation(gradients, portions.count());
    finiteness = new DivergenceCheck(network, gradients);
    int size = Math.toIntExact(network.learnedSize());
    weights = new float[size];
    gradient = new float[size];
    tensor = new Tensor(ALL, Tensor.Role.WEIGHT, 1, size, weights);
    learning = new float[optimizer.predictsWithOtherWeights() ? size : 0];
    List<Optimizer.State> remembered = optimizer.state();
    state = new float[remembered.size()][size];
    for (int i = 0; i < state.length; i++) {
      Arrays.fill(state[i], remembered.get(i).initial());
    }
    nothingCompared = new NothingCompared(experiment.configuration().loss(), experiment.warnings());
    gatherWeights();
  }

  /** The number of examples in a forward pass. */
  static int rowsAtOnce(Network network, int rows, boolean wholeBatch) {
    return wholeBatch || network.needsWholeBatch() ? rows : Math.min(network.rowsAtOnce(), rows);
  }

  /** The portions in which all examples pass through the network. */
  static Batches portions(Experiment experiment, Objective objective) {
    int all = experiment.training().rows();
    int rows = rowsAtOnce(experiment.network(), all, objective.needsWholeBatch());
    return new Batches(all, rows, false, 0);
  }

  @Override
  public double epoch(int epoch) {
    observer.lastStep(epoch);
    float[] before = weights.clone();
    try {
      return step(epoch);
    } catch (CancelledException e) {
      // A line search that was interrupted has no valid weights; the last epoch is the result.
      scatter(before);
      System.arraycopy(before, 0, weights, 0, before.length);
      throw e;
    }
  }

  private double step(int epoch) {
    loss = evaluate(weights, gradient);
    nothingCompared.add(compared);
    nothingCompared.epochDone(epoch);
    observer.descending(gradients);
    double data = loss - penalty;
    double penaltyBefore = penalty;
    finiteness.checkStep(data, penalty, epoch, 1);
    learningRate = rate.of(number);
    number++;
    optimizer.update(weights, gradient, state, this);
    scatter(weights);
    // The optimizer may have moved values out of their range, so they are clamped.
    gatherWeights();
    observer.moved();
    penalty = penaltyBefore;
    finiteness.checkWeights(epoch, 1);
    listener.stepDone(epoch, 1, data);
    return data;
  }

  @Override
  public double evaluate(float[] at, float[] into) {
    scatter(at);
    remote.ifPresent(each -> each.request(1, 0, portions.count(), pass.batches() + 1));
    double sum = 0;
    for (int i = 0; i < portions.count(); i++) {
      CancelledException.check("the network was trained");
      int rows = portions.size(i);
      sum += (remote.isPresent() ? received(i, rows) : computed(i, rows)) * rows;
      accumulation.add(rows);
    }
    accumulation.finish();
    penalty = penalties.add();
    int from = 0;
    for (Matrix each : gradients) {
      System.arraycopy(each.values(), 0, into, from, each.size());
      from += each.size();
    }
    return sum / training.rows() + penalty;
  }

  /** Computes the gradient of a portion, and returns its loss. */
  private double computed(int index, int rows) {
    Optional<Matrix> exampleWeights = BatchLearning.gather(portions, index, training, portion);
    team.begin();
    objective.start(
        portion.targets().firstRows(rows), exampleWeights, portion.auxiliary(), team.size());
    pass.backpropagate(portion.inputs().firstRows(rows), objective);
    team.end(rows);
    compared = objective.compared();
    return objective.value();
  }

  /** Takes the gradient of a portion that was computed elsewhere, and returns its loss. */
  private double received(int index, int rows) {
    BatchGradient given = remote.orElseThrow().take(index, rows);
    pass.resume(pass.batches() + 1);
    compared = given.compared();
    return given.loss();
  }

  private void gatherWeights() {
    int from = 0;
    for (Parameter parameter : network.learned()) {
      int size = parameter.matrix().size();
      System.arraycopy(parameter.matrix().values(), 0, weights, from, size);
      from += size;
    }
  }

  private void scatter(float[] all) {
    int from = 0;
    for (Parameter parameter : network.learned()) {
      int size = parameter.matrix().size();
      System.arraycopy(all, from, parameter.matrix().values(), 0, size);
      parameter.keepInRange();
      from += size;
    }
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public long steps() {
    return number;
  }

  @Override
  public long batches() {
    return pass.batches();
  }

  @Override
  public Map<String, Matrix> memory() {
    Map<String, Matrix> memory = new LinkedHashMap<>();
    if (optimizer.predictsWithOtherWeights()) {
      memory.put(Update.LEARNING + ALL, new Matrix(1, weights.length, weights));
    }
    for (int i = 0; i < state.length; i++) {
      memory.put(Update.nameOf(optimizer, i) + ALL, new Matrix(1, weights.length, state[i]));
    }
    return memory;
  }

  @Override
  public void resume(long stepsDone, long batchesDone) {
    number = stepsDone;
    pass.resume(batchesDone);
    if (!optimizer.predictsWithOtherWeights()) {
      gatherWeights();
    }
  }

  @Override
  public void measured(List<EpochReport> reports) {
    rate.measured(reports);
  }

  @Override
  public void predict() {
    if (optimizer.predictsWithOtherWeights()) {
      optimizer.predictionWeights(weights, state, learning);
      scatter(learning);
    }
    statistics.ifPresent(Statistics::find);
  }

  @Override
  public void learnOn() {
    scatter(weights);
  }

  @Override
  public double penalty() {
    return penalty;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public int columns() {
    return weights.length;
  }

  @Override
  public Tensor tensor() {
    return tensor;
  }
}
