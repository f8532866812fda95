package dev.gradus.engine.training;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.linear.Matrix;
import java.util.List;
import java.util.Map;

/** Trains a network, one epoch after the other. */
interface Learning {

  /**
   * Trains on every example once, unless the listener stops training or the run ends within the
   * epoch.
   *
   * @param epoch its number, from 1
   * @return the mean loss over the examples, without the penalty of the regularizers, each taken
   *     before the update that uses it
   */
  double epoch(int epoch);

  /** Records all completed epochs, for a schedule that monitors a metric. */
  void measured(List<EpochReport> reports);

  /** Puts the weights used for prediction into the network, until {@link #learnOn}. */
  void predict();

  /** Puts the trained weights back into the network. */
  void learnOn();

  /** The penalty of the regularizers in the last step, before the update. */
  double penalty();

  /** The learning rate of the last step. */
  double learningRate();

  /** Whether the last epoch has seen every example. */
  boolean isWhole();

  /** The number of steps that the optimizer has made. */
  long steps();

  /** The number of batches that were processed. */
  long batches();

  /**
   * The training state in addition to the tensors of the network, by name, shared; it is complete
   * after {@link #predict}, when the weights used for prediction are in the network.
   */
  Map<String, Matrix> memory();

  /**
   * Continues another run from its state after {@link #predict}; its tensors are in the network and
   * in the {@link #memory} now.
   */
  void resume(long steps, long batches);
}
