package dev.gradus.engine.training;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.training.update.GradientDescent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains a network one batch at a time, for an application that looks at it in between, and may go
 * back to an earlier step. The steps are those of {@link Trainer}, with the same bits.
 *
 * <p>A run has no end here: the epochs of the configuration are only what a schedule is fitted to.
 * With an optimizer that sees all examples at once, a step is an epoch.
 */
public final class SingleSteps {

  private final Experiment experiment;
  private final Batches batches;
  private final Optional<GradientDescent> descent;
  private final Optional<BatchSteps> inBatches;
  private final Optional<FullBatchLearning> whole;
  private int epoch = 1;
  private int batch;
  private long done;

  /**
   * A run before its first step.
   *
   * @param experiment its network is trained
   * @throws TrainingException if the loss does not fit the network, or several batches make a step
   */
  public SingleSteps(Experiment experiment) {
    this.experiment = experiment;
    if (experiment.configuration().training().accumulateBatches() > 1) {
      throw new TrainingException(
          "training.accumulate-batches: each batch makes a step here; remove it, or use a larger batch-size");
    }
    TrainingChecks.checkWithoutExamples(experiment);
    TrainingChecks.checkFullBatch(experiment);
    batches = Trainer.batches(experiment);
    TrainingChecks.checkBatches(experiment, batches, said -> {});
    Team team = Team.alone();
    if (experiment.configuration().optimizer().isFullBatch()) {
      descent = Optional.empty();
      inBatches = Optional.empty();
      Observer observer = new Observer(experiment, TrainingListener.NONE);
      whole =
          Optional.of(
              Trainer.wholeLearning(
                  experiment, TrainingListener.NONE, observer, team, Optional.empty()));
    } else {
      descent = Optional.of(Trainer.descent(experiment, batches, team));
      inBatches = descent.map(each -> new BatchSteps(experiment, batches, each, Optional.empty()));
      whole = Optional.empty();
    }
    batches.startEpoch(epoch);
  }

  /** The number of batches in an epoch. */
  public int batchesPerEpoch() {
    return batches.count();
  }

  /** The epoch of the next step, counted from 1. */
  public int epoch() {
    return epoch;
  }

  /** The number of steps that were made. */
  public long done() {
    return done;
  }

  /** The training rows of the batch of the next step, in its order; a copy. */
  public int[] nextRows() {
    return batches.rows(batch);
  }

  /**
   * Trains on the next batch.
   *
   * @return its loss before the update, without the penalty of the regularizers
   * @throws DivergedException if a number is not finite any more; the network is of no use then,
   *     until an earlier state is restored
   */
  public double step() {
    double loss =
        whole.isPresent() ? whole.get().epoch(epoch) : inBatches.orElseThrow().step(epoch, batch);
    done++;
    batch++;
    if (batch == batches.count()) {
      inBatches.ifPresent(each -> each.finishEpoch(epoch));
      moveTo(epoch + 1, 0);
    }
    return loss;
  }

  private void moveTo(int ofEpoch, int ofBatch) {
    epoch = ofEpoch;
    batch = ofBatch;
    batches.startEpoch(epoch);
  }

  /**
   * All that a step changes: what the network and the optimizer remember, and the position.
   *
   * @param numbers of all arrays, one after another
   * @param position the steps that were made, the steps of the optimizer, the batches that were
   *     processed, the epoch of the next step, and its batch in that epoch
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record State(float[] numbers, long[] position) {}

  /** The state after the last step; a copy. */
  public State state() {
    List<float[]> arrays = arrays();
    float[] numbers = new float[arrays.stream().mapToInt(each -> each.length).sum()];
    int next = 0;
    for (float[] each : arrays) {
      System.arraycopy(each, 0, numbers, next, each.length);
      next += each.length;
    }
    long steps = whole.map(Learning::steps).orElseGet(() -> descent.orElseThrow().steps());
    long seen = whole.map(Learning::batches).orElseGet(() -> descent.orElseThrow().batches());
    return new State(numbers, new long[] {done, steps, seen, epoch, batch});
  }

  /**
   * Goes back, or forth, to a state of this run, or of another one of the same configuration.
   *
   * @param state not modified
   * @throws IllegalArgumentException if it has other sizes
   */
  public void restore(State state) {
    List<float[]> copies = new ArrayList<>();
    int next = 0;
    for (float[] each : arrays()) {
      if (next + each.length > state.numbers().length) {
        throw new IllegalArgumentException("the state is of another network");
      }
      copies.add(Arrays.copyOfRange(state.numbers(), next, next + each.length));
      next += each.length;
    }
    long[] position = state.position();
    if (descent.isPresent()) {
      descent.get().restore(copies, position[1], position[2]);
    } else {
      List<float[]> now = arrays();
      for (int i = 0; i < now.size(); i++) {
        System.arraycopy(copies.get(i), 0, now.get(i), 0, now.get(i).length);
      }
      whole.orElseThrow().resume(position[1], position[2]);
    }
    done = position[0];
    moveTo((int) position[3], (int) position[4]);
  }

  private List<float[]> arrays() {
    if (descent.isPresent()) {
      return descent.get().arrays();
    }
    List<float[]> arrays = new ArrayList<>();
    experiment.network().tensors().forEach(tensor -> arrays.add(tensor.matrix().values()));
    for (Matrix each : whole.orElseThrow().memory().values()) {
      arrays.add(each.values());
    }
    return arrays;
  }

  /** Puts the weights that predict into the network, until {@link #learnOn}. */
  public void predict() {
    descent.ifPresent(GradientDescent::predict);
    whole.ifPresent(Learning::predict);
  }

  /** Puts the trained weights back into the network, before the next step. */
  public void learnOn() {
    descent.ifPresent(GradientDescent::learnOn);
    whole.ifPresent(Learning::learnOn);
  }
}
