package dev.gradus.engine.training;

import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import java.util.Optional;

/** The steps of an epoch: each gathers a batch, trains on it, and checks that all is finite. */
final class BatchSteps {

  private final Examples training;
  private final Batches batches;
  private final GradientDescent descent;
  private final Examples batch;
  private final DivergenceCheck finiteness;

  /**
   * Allocates the memory for a batch.
   *
   * @param batches of the training split
   */
  BatchSteps(Experiment experiment, Batches batches, GradientDescent descent) {
    this.training = experiment.training();
    this.batches = batches;
    this.descent = descent;
    this.batch = BatchLearning.room(training, batches.largest());
    this.finiteness = new DivergenceCheck(experiment.network(), descent.gradients());
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
    int rows = batches.size(number);
    double loss =
        descent.step(
            batch.inputs().firstRows(rows),
            batch.targets().firstRows(rows),
            weights,
            batch.auxiliary());
    finiteness.checkStep(loss, descent.penalty(), epoch, number + 1);
    return loss;
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
