package dev.gradus.engine.training;

import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.examples.Batch;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.training.update.GradientDescent;
import dev.gradus.runtime.problem.CancelledException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Training in batches: one step for each batch, or for several. */
final class BatchLearning implements Learning {

  private final Batches batches;
  private final GradientDescent descent;
  private final BatchSteps batchSteps;
  private final TrainingListener listener;
  private final Observer observer;
  private final long steps;
  private final Optional<Statistics> statistics;
  private final NothingCompared nothingCompared;

  private boolean whole;

  /**
   * Prepares to train.
   *
   * @param batches of the training split
   * @param steps the number of steps after which the run ends
   * @param statistics recomputes statistics for the weights used for prediction, if other weights
   *     are trained
   * @param listener sees every batch
   * @param observer sees the last batch of each epoch
   * @param source computes the gradients; empty if this process does
   */
  BatchLearning(
      Experiment experiment,
      Batches batches,
      GradientDescent descent,
      long steps,
      Optional<Statistics> statistics,
      TrainingListener listener,
      Observer observer,
      Optional<GradientSource> source) {
    this.batches = batches;
    this.descent = descent;
    this.batchSteps = new BatchSteps(experiment, batches, descent, source);
    this.steps = steps;
    this.listener = listener;
    this.observer = observer;
    this.statistics = statistics;
    this.nothingCompared =
        new NothingCompared(experiment.configuration().loss(), experiment.warnings());
  }

  /** Copies a batch and returns the weights of its examples, if they have any. */
  static Optional<Matrix> gather(Batches batches, int number, Examples from, Batch into) {
    batches.gather(number, from.inputs(), into.inputs());
    batches.gather(number, from.targets(), into.targets());
    if (from.weights().isPresent()) {
      batches.gather(number, from.weights().get(), into.weights().orElseThrow());
    }
    if (!from.auxiliary().isEmpty()) {
      batches.gather(number, from.auxiliary(), into.auxiliary());
    }
    return into.weights();
  }

  @Override
  public double epoch(int epoch) {
    int count = batchSteps.startEpoch(epoch);
    double sum = 0;
    int seen = 0;
    int i = 0;
    for (; i < count && (i == 0 || goesOn()); i++) {
      if (i == count - 1) {
        observer.lastStep(epoch);
      }
      double loss = batchSteps.step(epoch, i);
      nothingCompared.add(descent.compared());
      int rows = batches.size(i);
      sum += loss * rows;
      seen += rows;
      listener.stepDone(epoch, i + 1, loss);
    }
    nothingCompared.epochDone(epoch);
    whole = i == count;
    batchSteps.finishEpoch(epoch);
    observer.descending(descent.gradients());
    observer.moved();
    return sum / seen;
  }

  private boolean goesOn() {
    return descent.steps() < steps && !listener.wantsToStop() && !CancelledException.isWanted();
  }

  @Override
  public boolean isWhole() {
    return whole;
  }

  @Override
  public long steps() {
    return descent.steps();
  }

  @Override
  public long batches() {
    return descent.batches();
  }

  @Override
  public Map<String, Matrix> memory() {
    return descent.memory();
  }

  @Override
  public void resume(long stepsDone, long batchesDone) {
    descent.resume(stepsDone, batchesDone);
  }

  @Override
  public void measured(List<EpochReport> reports) {
    descent.measured(reports);
  }

  @Override
  public void predict() {
    descent.predict();
    statistics.ifPresent(Statistics::find);
  }

  @Override
  public void learnOn() {
    descent.learnOn();
  }

  @Override
  public double penalty() {
    return descent.penalty();
  }

  @Override
  public double learningRate() {
    return descent.learningRate();
  }
}
