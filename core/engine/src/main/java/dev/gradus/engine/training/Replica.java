package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.examples.Batch;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.training.update.RunLength;
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

  /** Empty if the rows of each batch are sent with it. */
  private final Optional<Batches> batches;

  private final Batch batch;
  private final Pass pass;
  private final List<Matrix> gradients;
  private long epoch;
  private Optional<float[]> weights = Optional.empty();

  /**
   * Allocates the memory.
   *
   * @param experiment the same as in the training process, but without examples if those of each
   *     batch are sent with it; its network is modified
   * @param run the run
   */
  public Replica(Experiment experiment, SharedRun run) {
    network = experiment.network();
    objective = experiment.loss().learned();
    training = experiment.training();
    batches = run.sendsRows() ? Optional.empty() : Optional.of(batches(experiment));
    batch = Batch.like(training, batches.map(Batches::largest).orElse(0));
    Configuration configuration = experiment.configuration();
    RunLength length = RunLength.of(configuration.training(), BatchPlan.count(configuration, run));
    pass = network.newLearningPass(run.largestBatch(), Team.alone(), length.rows(run.rows()));
    gradients = pass.gradients();
  }

  /** The batches of an epoch, or the portions of all examples. */
  public static Batches batches(Experiment experiment) {
    return experiment.configuration().optimizer().isFullBatch()
        ? FullBatchLearning.portions(experiment, experiment.loss().learned())
        : BatchPlan.ofTraining(experiment.configuration(), experiment.training());
  }

  /** Examples as they are sent to other processes. */
  public static PreparedRows sent(Examples examples, Configuration configuration) {
    return new PreparedRows(
        examples.rows(),
        examples.inputs().inMemory().values(),
        examples.targets().inMemory().values(),
        examples.weights().map(Matrix::values).orElse(new float[0]),
        examples.auxiliary().of(List.copyOf(configuration.loss().columns())));
  }

  /**
   * Computes the gradient of a batch of the examples of the run.
   *
   * @param request with the weights
   * @param index of the batch in the epoch, one of those in the request
   */
  public BatchGradient gradient(GradientRequest request, int index) {
    check(request, index);
    Batches known =
        batches.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the run has no rows, so those of batch %s must be passed".formatted(index)));
    if (epoch != request.epoch()) {
      epoch = request.epoch();
      known.startEpoch(epoch);
    }
    Optional<Matrix> exampleWeights = BatchLearning.gather(known, index, training, batch);
    int rows = known.size(index);
    return gradient(
        request,
        index,
        batch.inputs().firstRows(rows),
        batch.targets().firstRows(rows),
        exampleWeights,
        batch.auxiliary());
  }

  /**
   * Computes the gradient of a batch whose examples were sent.
   *
   * @param examples those of the batch, in its order
   */
  public BatchGradient gradient(GradientRequest request, int index, Examples examples) {
    check(request, index);
    return gradient(
        request,
        index,
        examples.inputs().inMemory(),
        examples.targets().inMemory(),
        examples.weights(),
        examples.auxiliary());
  }

  private static void check(GradientRequest request, int index) {
    if (index < request.first() || index - request.first() >= request.batches()) {
      throw new IllegalArgumentException(
          "batch %s is not one of the %s from batch %s on"
              .formatted(index, request.batches(), request.first()));
    }
  }

  private BatchGradient gradient(
      GradientRequest request,
      int index,
      Matrix inputs,
      Matrix targets,
      Optional<Matrix> exampleWeights,
      AuxiliaryColumns auxiliary) {
    // Tasks of one step share their array of weights.
    if (weights.filter(known -> known == request.weights()).isEmpty()) {
      RemoteGradients.putWeights(request.weights(), network);
      weights = Optional.of(request.weights());
    }
    objective.start(targets, exampleWeights, auxiliary, 1);
    pass.repeat(inputs, objective, request.number() + index - request.first());
    float[] gradient = new float[request.weights().length];
    RemoteGradients.copy(gradient, gradients, false);
    return new BatchGradient(
        index, inputs.rows(), objective.value(), objective.compared(), gradient);
  }
}
