package dev.gradus.engine.explaining;

/** The mean gradients of a batch, layer by layer. */
final class MeanGradients {

  private final double[][][] weights;
  private final double[][] biases;

  /** Holds dL/dW and dL/db of each layer; shared. */
  MeanGradients(double[][][] weights, double[][] biases) {
    this.weights = weights;
    this.biases = biases;
  }

  /** dL/dW of the first layer at an index counted row by row. */
  double ofFirst(int at) {
    int units = weights[0][0].length;
    return weights[0][at / units][at % units];
  }

  /** The norm of all of them as one vector. */
  double length() {
    double squares = 0;
    for (double[][] layer : weights) {
      for (double[] row : layer) {
        for (double each : row) {
          squares += each * each;
        }
      }
    }
    for (double[] layer : biases) {
      for (double each : layer) {
        squares += each * each;
      }
    }
    return Math.sqrt(squares);
  }
}
