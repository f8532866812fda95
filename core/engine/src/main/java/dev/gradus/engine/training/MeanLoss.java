package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Pass;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.problem.CancelledException;
import java.util.Optional;

/** The mean of a loss over examples. */
final class MeanLoss {

  private final Configuration configuration;
  private final Decoding decoding;
  private final Examples examples;
  private final ExamplePass pass;

  /**
   * Prepares a mean.
   *
   * @param decoding turns outputs into predictions; if it calibrates probabilities, so are those
   *     that losses compare
   * @param pass over the examples
   */
  MeanLoss(Configuration configuration, Decoding decoding, Examples examples, ExamplePass pass) {
    this.configuration = configuration;
    this.decoding = decoding;
    this.examples = examples;
    this.pass = pass;
  }

  /**
   * Computes the mean.
   *
   * @param weights of the examples; empty if all count the same
   * @param nothingCompared counts the batches in which the loss compares nothing
   */
  double of(Objective objective, Optional<Matrix> weights, NothingCompared nothingCompared) {
    return objective.needsWholeBatch()
        ? overBatches(objective, weights, nothingCompared)
        : overExamples(objective, weights);
  }

  private double overExamples(Objective objective, Optional<Matrix> weights) {
    int chunk = pass.chunk();
    Pass ofChunks = pass.ofChunks();
    Matrix unused = pass.newOutputs(chunk);
    double sum = 0;
    for (int from = 0; from < examples.rows(); from += Math.min(chunk, examples.rows() - from)) {
      CancelledException.check(Measurement.DOING);
      int first = from;
      int to = from + Math.min(chunk, examples.rows() - from);
      Matrix logits = ofChunks.logits(pass.inputs(from, to));
      Matrix given = objective.onLogits() ? logits : calibrated(ofChunks.outputs());
      sum +=
          objective.evaluate(
                  given,
                  examples.targets().copyOfRows(from, to),
                  weights.map(all -> all.copyOfRows(first, to)),
                  examples.auxiliary().part(from, to),
                  unused.firstRows(to - from))
              * (to - from);
    }
    return sum / examples.rows();
  }

  /** Batches for a loss over whole batches have the same size as in training. */
  private double overBatches(
      Objective objective, Optional<Matrix> weights, NothingCompared nothingCompared) {
    Batches batches = BatchPlan.inOrder(configuration, objective.columns(), examples);
    Pass ofBatches = pass.ofBatches(batches.largest());
    Matrix unused = pass.newOutputs(batches.largest());
    double sum = 0;
    for (int batch = 0; batch < batches.count(); batch++) {
      CancelledException.check(Measurement.DOING);
      Examples some = examples.select(batches.rows(batch));
      Matrix logits = ofBatches.logits(pass.inputs(some));
      Matrix given = objective.onLogits() ? logits : calibrated(ofBatches.outputs());
      sum +=
          objective.evaluate(
                  given,
                  some.targets().inMemory(),
                  weights.isPresent() ? some.weights() : Optional.empty(),
                  some.auxiliary(),
                  unused.firstRows(some.rows()))
              * some.rows();
      nothingCompared.add(objective.compared());
    }
    nothingCompared.measured(examples.rows());
    return sum / examples.rows();
  }

  /** The outputs as predictions have them; the same object if they are not calibrated. */
  private Matrix calibrated(Matrix outputs) {
    if (decoding.calibration().isEmpty()) {
      return outputs;
    }
    Matrix calibrated = Matrix.zeros(outputs.rows(), outputs.columns());
    double[] row = new double[outputs.columns()];
    for (int i = 0; i < outputs.rows(); i++) {
      for (int k = 0; k < row.length; k++) {
        row[k] = outputs.get(i, k);
      }
      decoding.calibration().get().apply(row);
      for (int k = 0; k < row.length; k++) {
        calibrated.set(i, k, (float) row[k]);
      }
    }
    return calibrated;
  }
}
