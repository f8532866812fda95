package dev.gradus.engine.training;

import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Requests the gradients of a step from a source, and hands them out batch by batch. */
final class RemoteGradients {

  private final GradientSource source;
  private final Experiment experiment;
  private final Batches batches;
  private final List<Matrix> gradients;
  private Iterator<BatchGradient> received = Collections.emptyIterator();
  private int last;

  /**
   * Requests nothing yet.
   *
   * @param experiment the current weights of its network are sent
   * @param batches of its training examples
   * @param gradients of the parameters, in their order; overwritten by {@link #take}
   */
  RemoteGradients(
      GradientSource source, Experiment experiment, Batches batches, List<Matrix> gradients) {
    this.source = source;
    this.experiment = experiment;
    this.batches = batches;
    this.gradients = gradients;
  }

  /**
   * Has the gradients of batches computed with the current weights.
   *
   * @param firstBatch its index in the epoch
   * @param together the number of batches
   * @param number of the first batch in the run, from 1
   */
  void request(int epoch, int firstBatch, int together, long number) {
    last = firstBatch + together - 1;
    received =
        source.compute(
            new GradientRequest(
                epoch, firstBatch, together, number, weightsOf(experiment.network())),
            this::rowsOf);
  }

  private PreparedRows rowsOf(int batch) {
    return Replica.sent(
        experiment.training().select(batches.rows(batch)), experiment.configuration());
  }

  /**
   * Writes the next gradient of those that were requested into the gradients of the parameters.
   *
   * @param batch its index in the epoch
   * @param rows its number of rows
   */
  BatchGradient take(int batch, int rows) {
    if (!received.hasNext()) {
      throw new TrainingException(
          "the gradients of the batches up to %s were requested, but that of batch %s was not returned"
              .formatted(last, batch));
    }
    BatchGradient given = received.next();
    if (given.batch() != batch || given.rows() != rows) {
      throw new TrainingException(
          "the gradient of batch %s with %s rows was requested, but that of batch %s with %s rows was returned"
              .formatted(batch, rows, given.batch(), given.rows()));
    }
    if (batch == last && received.hasNext()) {
      throw new TrainingException(
          "the gradients of the batches up to %s were requested, but more were returned"
              .formatted(last));
    }
    copy(given.gradient(), gradients, true);
    return given;
  }

  /** All trainable values of a network, one tensor after the other. */
  static float[] weightsOf(Network network) {
    float[] all = new float[Math.toIntExact(network.learnedSize())];
    copy(all, matrices(network), false);
    return all;
  }

  /** Overwrites all trainable values of a network. */
  static void putWeights(float[] all, Network network) {
    copy(all, matrices(network), true);
  }

  private static List<Matrix> matrices(Network network) {
    return network.learned().stream().map(Parameter::matrix).toList();
  }

  /** Copies tensors from, or into, one array that holds one after the other. */
  static void copy(float[] all, List<Matrix> tensors, boolean intoTensors) {
    int from = 0;
    for (Matrix each : tensors) {
      if (intoTensors) {
        System.arraycopy(all, from, each.values(), 0, each.size());
      } else {
        System.arraycopy(each.values(), 0, all, from, each.size());
      }
      from += each.size();
    }
    if (from != all.length) {
      throw new TrainingException(
          "the network has %s trainable values, but %s were given".formatted(from, all.length));
    }
  }
}
