package dev.gradus.engine.studies;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;

/** All that a network learns as one vector, in the order of its parameters. */
final class Weights {

  private Weights() {}

  /**
   * Copies them.
   *
   * @param into as long as the network has parameters; overwritten
   */
  static void copy(Network network, float[] into) {
    int from = 0;
    for (Parameter parameter : network.parameters()) {
      Matrix matrix = parameter.matrix();
      System.arraycopy(matrix.values(), 0, into, from, matrix.size());
      from += matrix.size();
    }
  }

  /** A copy. */
  static float[] of(Network network) {
    float[] all = new float[Math.toIntExact(network.size())];
    copy(network, all);
    return all;
  }

  /** Puts others into the network. */
  static void put(float[] all, Network network) {
    int from = 0;
    for (Parameter parameter : network.parameters()) {
      Matrix matrix = parameter.matrix();
      System.arraycopy(all, from, matrix.values(), 0, matrix.size());
      from += matrix.size();
    }
  }
}
