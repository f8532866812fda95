package dev.gradus.engine.training;

import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.training.update.StepBatches;
import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.problem.Bytes;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Target;
import java.util.Locale;

/**
 * The memory that training needs, computed before any of it is allocated.
 *
 * @param bytes the approximate number of bytes in use at once
 * @param largestArray the length of the longest array
 * @param largestLayer the path in the configuration of the layer that needs it
 * @param heaviestLayer the path of the layer that needs most of the bytes
 * @param isNetwork whether most of the bytes are for the network, not for the data
 */
record MemoryPlan(
    long bytes, long largestArray, String largestLayer, String heaviestLayer, boolean isNetwork) {

  /** The maximum array length, slightly below the largest int. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** A row in a file still takes its line, and its place in the order of an epoch. */
  private static final long BYTES_OF_STORED = 2 * Integer.BYTES;

  /** A row of a group has a place among the rows of the groups, and perhaps a group of its own. */
  private static final long BYTES_OF_GROUPED = 2 * Integer.BYTES;

  /** While examples are made of it, it also takes its place in the split, in several lists. */
  private static final long BYTES_OF_PREPARED = 6 * Integer.BYTES;

  /** The memory of the process itself, including plugins and classes, in bytes. */
  private static final long PROCESS = 24L << 20;

  /**
   * The share of the memory that is left free, because garbage takes some before it is collected.
   */
  private static final int RESERVE = 8;

  /**
   * Plans the memory of a run.
   *
   * @param network may have no values
   * @param target of the network
   * @param training the number of training examples
   * @param measured the number of held-out examples
   * @param batch the largest number of rows of a batch, if the optimizer takes batches
   * @param stored whether the examples are in a file
   */
  static MemoryPlan of(
      Configuration configuration,
      Network network,
      Target target,
      int training,
      int measured,
      int batch,
      boolean stored) {
    int targets = target.outputs().size();
    TrainingSpec spec = configuration.training();
    Optimizer optimizer = configuration.optimizer();
    int rows = rowsOfBatch(configuration, network, training, batch);
    long gathered = (long) rows * BatchPlan.membersWithOwnBatches(configuration);
    int columns = configuration.auxiliaryColumns().size();
    long width = (long) network.inputs() + targets;
    long further = (long) Double.BYTES * columns + bytesOfWeight(configuration);
    long atEnd = Evaluator.bytes(configuration, Math.max(training, measured), target);
    long all = (long) training + measured;
    long ofBatch = (Float.BYTES * width + further) * gathered;
    long grouped = bytesOfGrouped(configuration);
    long examples =
        ((stored ? BYTES_OF_STORED : Float.BYTES * width) + further + grouped) * all + ofBatch;
    long prepared = ((stored ? BYTES_OF_PREPARED : Float.BYTES * width) + further) * all + ofBatch;
    // The weights, and the optimizer's state for each; the gradients belong to the pass.
    long copies = 1L + optimizer.state().size() + (optimizer.isFullBatch() ? 5 : 0);
    copies += spec.accumulateBatches() > 1 ? 1 : 0;
    copies += spec.emaDecay().isPresent() ? 2 : 0;
    copies += optimizer.predictsWithOtherWeights() ? 1 : 0;
    boolean again = optimizer instanceof JointOptimizer joint && joint.needsSecondGradient();
    copies += again ? 1 : 0;
    boolean best = spec.checkpoint().map(Checkpoint::best).orElse(false);
    copies += best || spec.choiceOfEpoch().isPresent() ? 1 : 0;
    // A checkpoint is assembled in memory: a copy of the above, and sometimes the weights twice.
    copies *= spec.checkpoint().isPresent() ? 2 : 1;
    long bytes =
        examples
            + Float.BYTES * network.size() * copies
            + (again
                ? StepBatches.bytes(
                    spec.accumulateBatches(), gathered, network.inputs(), targets, columns)
                : 0)
            + network.trainingBytes(rows)
            + (Statistics.areOthers(configuration, network)
                ? network.learningBytes(network.rowsAtOnce())
                : 0)
            // Both splits are evaluated at the end, one after the other.
            + atEnd
            + wholeBatches(configuration, network, targets, rows)
            + threads(spec)
                * (Math.min(Products.MOST_BYTES, Float.BYTES * network.largestArray(rows))
                    + network.threadBytes());
    // It is over before the memory of training is allocated.
    long initialization =
        prepared + Float.BYTES * network.size() + network.initializationBytes(training);
    long vector = optimizer.isFullBatch() ? network.size() : 0;
    long ofData = examples + atEnd;
    return new MemoryPlan(
        Math.max(bytes, initialization),
        Math.max(network.largestArray(rows), vector),
        network.largestLayer(rows),
        network.heaviestLayer(rows, copies),
        ofData < bytes - ofData);
  }

  private static long bytesOfWeight(Configuration configuration) {
    boolean isWeighted =
        configuration.data().stream()
            .flatMap(data -> data.columns().values().stream())
            .anyMatch(WeightSpec.class::isInstance);
    return isWeighted ? Float.BYTES : 0;
  }

  private static long bytesOfGrouped(Configuration configuration) {
    return BatchPlan.isOfGroups(configuration) ? BYTES_OF_GROUPED : 0;
  }

  /** The batches of a loss over whole batches, once for training and once for evaluation. */
  private static long wholeBatches(
      Configuration configuration, Network network, int targets, int rows) {
    if (!(configuration.loss() instanceof BatchLoss loss)) {
      return 0;
    }
    // Predictions, gradients, targets followed by auxiliary columns, and a weight.
    long numbers = 2L * network.outputs() + targets + loss.columns().size() + 1;
    return 2L * rows * (3L * Evaluator.ROW_HEADER + Double.BYTES * numbers);
  }

  private static int rowsOfBatch(
      Configuration configuration, Network network, int training, int batch) {
    if (configuration.optimizer().isFullBatch()) {
      boolean wholeBatch = configuration.loss() instanceof BatchLoss;
      return FullBatchLearning.rowsAtOnce(network, training, wholeBatch);
    }
    return batch;
  }

  /** The number of threads that share the work. */
  static int threads(TrainingSpec spec) {
    return spec.threads()
        .orElseGet(
            () -> Math.min(Runtime.getRuntime().availableProcessors(), TrainingSpec.MOST_THREADS));
  }

  /**
   * Refuses a run that does not fit.
   *
   * @param heapBytes the memory of the process
   * @throws TrainingException with a sentence, if the run needs more
   */
  void check(long heapBytes) {
    if (largestArray > LONGEST_ARRAY) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "%s: a batch would need an array of %,d numbers, but the maximum is %,d; use a smaller layer or a smaller batch-size",
              largestLayer,
              largestArray,
              LONGEST_ARRAY));
    }
    long most = usable(heapBytes);
    if (bytes > most) {
      throw new TrainingException(
          "%straining would need about %s of memory%s, but of the %s of this process it can use %s; increase it (java -Xmx), or use fewer rows, smaller layers, a smaller batch-size or fewer threads"
              .formatted(
                  isNetwork ? heaviestLayer + ": " : "",
                  Bytes.text(bytes),
                  isNetwork ? ", most of it for the network, whose largest layer this is" : "",
                  Bytes.text(heapBytes),
                  Bytes.text(most)));
    }
  }

  /** Whether a run fits into the memory of the process. */
  boolean fits(long heapBytes) {
    return bytes <= usable(heapBytes);
  }

  /**
   * The memory that a run may use in addition to a table that is in memory. What the process itself
   * takes is not subtracted again, because that estimate is too high for small processes.
   */
  static long usableBeside(long table, long heapBytes) {
    return Math.max(0, Math.min(usable(heapBytes), heapBytes - heapBytes / RESERVE - table));
  }

  /** The memory that a run may use, of the memory of a process. */
  static long usable(long heapBytes) {
    return heapBytes - Math.max(PROCESS, heapBytes / RESERVE);
  }
}
