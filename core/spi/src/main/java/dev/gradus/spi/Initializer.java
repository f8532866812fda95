package dev.gradus.spi;

import java.util.random.RandomGenerator;

/** Sets the initial weights of a layer. */
public interface Initializer {

  /**
   * Writes the initial weights of one parameter tensor.
   *
   * @param weights the tensor of shape [fanIn, fanOut], row by row; overwritten
   * @param fanIn the number of inputs of a unit; 1 for a vector of biases
   * @param fanOut the number of units
   * @param random the only source of randomness to use; the same seed gives the same numbers
   * @throws IllegalArgumentException with a sentence, if such a tensor cannot be filled
   */
  void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random);

  /**
   * Writes the initial weights of a tensor whose units may use an input several times, as in a
   * convolution. The engine calls this method for every tensor.
   *
   * <p>An initializer that depends on the fan-out overrides it. Where the fan-out is the number of
   * units, both methods must give the same weights.
   *
   * @param weights the tensor of shape [fanIn, units], row by row; overwritten
   * @param fanIn the number of inputs of a unit; 1 for a vector of biases
   * @param units the number of columns
   * @param fanOut how many outputs each input contributes to: {@code units}, or for a convolution
   *     the area of the kernel times the number of filters
   * @param random as in the other method
   * @throws IllegalArgumentException with a sentence, if such a tensor cannot be filled
   */
  default void fill(float[] weights, int fanIn, int units, int fanOut, RandomGenerator random) {
    fill(weights, fanIn, units, random);
  }
}
