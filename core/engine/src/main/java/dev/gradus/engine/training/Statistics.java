package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.spi.Optimizer;

/**
 * Recomputes the statistics of layers such as batch-norm for the weights used for prediction, if
 * the running statistics belong to other weights: to the trained weights while an average of them
 * predicts, or to the last weights that a line search has tried.
 *
 * <p>A further forward pass of all training examples gathers them, in portions as large as memory
 * allows, so that the mean and variance of a portion are close to those of all examples. The order
 * is the same in every epoch and follows from the seed, so the result depends only on the weights
 * and the data.
 */
final class Statistics {

  private final MatrixRows inputs;
  private final Batches portions;
  private final Matrix portion;
  private final Pass pass;

  /**
   * Allocates the memory.
   *
   * @param team shares the work; used by the thread that owns it
   */
  Statistics(Experiment experiment, Team team) {
    Examples training = experiment.training();
    Network network = experiment.network();
    int rows = Math.min(network.rowsAtOnce(), training.rows());
    inputs = training.inputs();
    portions =
        new Batches(training.rows(), rows, true, experiment.configuration().training().seed());
    portions.startEpoch(1);
    portion = Matrix.zeros(rows, inputs.columns());
    pass = network.newLearningPass(rows, team);
  }

  /** Whether a network predicts with other weights than those that its layers have seen last. */
  static boolean areOthers(Configuration configuration, Network network) {
    Optimizer optimizer = configuration.optimizer();
    return network.keepsStatistics()
        && (configuration.training().emaDecay().isPresent()
            || optimizer.predictsWithOtherWeights()
            || optimizer.isFullBatch());
  }

  /** Recomputes the statistics with the weights that are in the network now. */
  void find() {
    int seen = 0;
    for (int i = 0; i < portions.count() && (i == 0 || !CancelledException.isWanted()); i++) {
      int rows = portions.gather(i, inputs, portion);
      seen += rows;
      pass.note(portion.firstRows(rows), i + 1, (double) rows / seen);
    }
  }
}
