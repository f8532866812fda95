package dev.gradus.engine.training;

import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.examples.Batch;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import java.util.List;
import java.util.Optional;

/**
 * The network of a run that is trained elsewhere: computes the gradients of its batches, with the
 * bits of the training process. For one thread at a time.
 */
public final class Replica {

  private final Network network;
  private final Objective objective;
  private final Examples training;
  private final Batches batches;
  private final Batch batch;
  private final Pass pass;
  private final List<Matrix> gradients;
  private long epoch;
  private Optional<float[]> weights = Optional.empty();

  /**
   * Allocates the memory.
   *
   * @param experiment the same as in the training process; its network is modified
   */
  public Replica(Experiment experiment) {
    network = experiment.network();
    objective = experiment.loss().learned();
    training = experiment.training();
    batches = batches(experiment, objective);
    batch = Batch.like(training, batches.largest());
    RunLength length =
        RunLength.of(experiment.configuration().training(), Math.max(1, batches.count()));
    pass = network.newLearningPass(batches.largest(), Team.alone(), length.rows(training.rows()));
    gradients = pass.gradients();
  }

  private static Batches batches(Experiment experiment, Objective objective) {
    return experiment.configuration().optimizer().isFullBatch()
        ? FullBatchLearning.portions(experiment, objective)
        : BatchPlan.ofTraining(experiment.configuration(), experiment.training());
  }

  /**
   * Computes the gradient of a batch.
   *
   * @param request with the weights
   * @param index of the batch in the epoch, one of those in the request
   */
  public BatchGradient gradient(GradientRequest request, int index) {
    if (index < request.first() || index - request.first() >= request.batches()) {
      throw new IllegalArgumentException(
          "batch %s is not one of the %s from batch %s on"
              .formatted(index, request.batches(), request.first()));
    }
    // Tasks of one step share their array of weights.
    if (weights.filter(known -> known == request.weights()).isEmpty()) {
      RemoteGradients.putWeights(request.weights(), network);
      weights = Optional.of(request.weights());
    }
    if (epoch != request.epoch()) {
      epoch = request.epoch();
      batches.startEpoch(epoch);
    }
    Optional<Matrix> exampleWeights = BatchLearning.gather(batches, index, training, batch);
    int rows = batches.size(index);
    objective.start(batch.targets().firstRows(rows), exampleWeights, batch.auxiliary(), 1);
    pass.repeat(
        batch.inputs().firstRows(rows), objective, request.number() + index - request.first());
    float[] gradient = new float[request.weights().length];
    RemoteGradients.copy(gradient, gradients, false);
    return new BatchGradient(index, rows, objective.value(), objective.compared(), gradient);
  }
}
