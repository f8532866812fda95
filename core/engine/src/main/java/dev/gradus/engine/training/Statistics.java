package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.spi.Optimizer;

/**
 * Finds out the statistics of layers such as batch-norm for the weights that predict, where those
 * that were gathered on the way belong to other ones: to the weights that learn while a mean of
 * them predicts, or to those that a line search has tried last.
 *
 * <p>All training examples go forward once more, in portions as large as memory allows, so that the
 * mean and the variance of a portion are nearly those of all. The order is the same in every epoch
 * and follows from the seed, so that the result depends on weights and data alone.
 */
final class Statistics {

  private final Matrix inputs;
  private final Batches portions;
  private final Matrix portion;
  private final Pass pass;

  /**
   * Makes room.
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

  /** Whether a network does not predict with the weights that its layers have seen last. */
  static boolean areOthers(Configuration configuration, Network network) {
    Optimizer optimizer = configuration.optimizer();
    return network.keepsStatistics()
        && (configuration.training().emaDecay().isPresent()
            || optimizer.predictsWithOtherWeights()
            || optimizer.isFullBatch());
  }

  /** Finds them out with the weights that are in the network now. */
  void find() {
    int seen = 0;
    for (int i = 0; i < portions.count() && (i == 0 || !CancelledException.isWanted()); i++) {
      int rows = portions.gather(i, inputs, portion);
      seen += rows;
      pass.note(portion.firstRows(rows), i + 1, (double) rows / seen);
    }
  }
}
