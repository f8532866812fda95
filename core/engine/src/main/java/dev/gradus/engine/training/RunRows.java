package dev.gradus.engine.training;

/**
 * The numbers of rows that a run needs memory for.
 *
 * @param training the number of training examples
 * @param measured the number of examples that are held out
 * @param batch the largest number of rows of a batch
 * @param stored whether the examples are in files
 */
record RunRows(int training, int measured, int batch, boolean stored) {

  /** The same, in files or in memory. */
  RunRows stored(boolean inFiles) {
    return new RunRows(training, measured, batch, inFiles);
  }
}
