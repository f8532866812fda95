package dev.gradus.check;

import dev.gradus.spi.Optimizer;

/**
 * A step of an optimizer of either kind: it knows the function that is to be minimised.
 *
 * @param columns the number of weights
 * @param loss the value of the function before the step
 */
record FullBatchStep(long number, double learningRate, int columns, double loss, Function function)
    implements Optimizer.Step {

  /** A function of weights that writes its gradient. */
  interface Function {

    double evaluate(float[] weights, float[] gradient);
  }

  /** Moves a vector of weights by one step down a function. */
  static void move(
      Optimizer optimizer,
      float[] weights,
      float[][] state,
      long number,
      double rate,
      Function function) {
    float[] gradient = new float[weights.length];
    double loss = function.evaluate(weights, gradient);
    Optimizer.Step step = new FullBatchStep(number, rate, weights.length, loss, function);
    optimizer.update(weights, gradient, state, step);
  }

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public double evaluate(float[] weights, float[] gradient) {
    return function.evaluate(weights, gradient);
  }
}
