package dev.gradus.spi;

import java.util.random.RandomGenerator;

/** Where the weights of a layer start. */
public interface Initializer {

  /**
   * Writes the first weights of one parameter tensor.
   *
   * @param weights the tensor of shape [fanIn, fanOut], row by row; overwritten
   * @param fanIn the number of inputs of a unit; 1 for a vector of biases
   * @param fanOut the number of units
   * @param random the only source of randomness to use; the same seed gives the same numbers
   * @throws IllegalArgumentException with a sentence, if such a tensor cannot be filled
   */
  void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random);
}
