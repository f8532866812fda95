package dev.gradus.engine.training;

import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.examples.Batch;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.training.update.GradientDescent;
import java.util.Optional;

/** The steps of an epoch: each gathers a batch, trains on it, and checks that all is finite. */
final class BatchSteps {

  private final Examples training;
  private final Batches batches;
  private final GradientDescent descent;
  private final Batch batch;
  private final DivergenceCheck finiteness;

  /** Computes the gradients, if this process does not. */
  private final Optional<RemoteGradients> remote;

  private final int batchesOfStep;

  /**
   * Allocates the memory for a batch.
   *
   * @param batches of the training split
   * @param source computes the gradients; empty if this process does
   */
  BatchSteps(
      Experiment experiment,
      Batches batches,
      GradientDescent descent,
      Optional<GradientSource> source) {
    this.training = experiment.training();
    this.batches = batches;
    this.descent = descent;
    this.batch = Batch.like(training, Math.multiplyExact(batches.largest(), batches.members()));
    this.finiteness = new DivergenceCheck(experiment.network(), descent.gradients());
    this.remote =
        source.map(each -> new RemoteGradients(each, experiment, batches, descent.gradients()));
    this.batchesOfStep = experiment.configuration().training().accumulateBatches();
  }

  /** Switches to the order of an epoch, counted from 1, and returns its number of batches. */
  int startEpoch(int epoch) {
    batches.startEpoch(epoch);
    return batches.count();
  }

  /**
   * Trains on a batch.
   *
   * @param number of the batch in the epoch, from 0
   * @return its loss before the update, without the penalty of the regularizers
   * @throws dev.gradus.engine.event.DivergedException if the loss or the penalty is not finite
   */
  double step(int epoch, int number) {
    Optional<Matrix> weights = BatchLearning.gather(batches, number, training, batch);
    int rows = batches.size(number) * batches.members();
    double loss = step(epoch, number, rows, weights);
    finiteness.checkStep(loss, descent.penalty(), epoch, number + 1);
    return loss;
  }

  /** Trains on the batch that was gathered. */
  private double step(int epoch, int number, int rows, Optional<Matrix> weights) {
    Matrix x = batch.inputs().firstRows(rows);
    Matrix y = batch.targets().firstRows(rows);
    if (remote.isEmpty()) {
      return descent.step(x, y, weights, batch.auxiliary());
    }
    if (number % batchesOfStep == 0) {
      int together = Math.min(batchesOfStep, batches.count() - number);
      remote.get().request(epoch, number, together, descent.batches() + 1);
    }
    return descent.step(remote.get().take(number, rows), x, y, weights, batch.auxiliary());
  }

  /**
   * Makes a step with what is left of accumulated batches, and checks the weights.
   *
   * @throws dev.gradus.engine.event.DivergedException if a weight is not finite
   */
  void finishEpoch(int epoch) {
    descent.finishEpoch();
    finiteness.checkWeights(epoch, batches.count());
  }
}
