package dev.gradus.engine.training;

/** How a network learns, one epoch after the other. */
interface Learning {

  /**
   * Sees every example once, unless the listener wants to stop.
   *
   * @param epoch its number, from 1
   * @return the mean loss, without the penalty of the regularizers, of every example before the
   *     weights moved because of it
   */
  double epoch(int epoch);

  /** Takes note of what was measured after an epoch, for a schedule that looks at it. */
  void measured(double[] soFar);

  /** Puts the weights that predict into the network, until {@link #learnOn}. */
  void predict();

  /** Puts the weights that learn back into the network. */
  void learnOn();

  /** The penalty of the regularizers in the last step, before the weights moved. */
  double penalty();

  /** The learning rate of the last step. */
  double learningRate();
}
