package dev.gradus.engine.studies;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import java.util.List;

/** All parameters of a network as one vector, in their order. */
final class Weights {

  private Weights() {}

  /**
   * Copies them.
   *
   * @param into as long as the network has parameters; overwritten
   */
  static void copy(Network network, float[] into) {
    copy(network.parameters(), into);
  }

  /** A copy of the weights. */
  static float[] of(Network network) {
    float[] all = new float[Math.toIntExact(network.size())];
    copy(network, all);
    return all;
  }

  /** Overwrites the weights of the network. */
  static void put(float[] all, Network network) {
    put(all, network.parameters());
  }

  /** A copy of the weights of the layers that are not frozen. */
  static float[] learnedBy(Network network) {
    float[] all = new float[Math.toIntExact(network.learnedSize())];
    copy(network.learned(), all);
    return all;
  }

  /** Overwrites the weights of the layers that are not frozen. */
  static void putLearned(float[] all, Network network) {
    put(all, network.learned());
  }

  private static void copy(List<Parameter> parameters, float[] into) {
    int from = 0;
    for (Parameter parameter : parameters) {
      Matrix matrix = parameter.matrix();
      System.arraycopy(matrix.values(), 0, into, from, matrix.size());
      from += matrix.size();
    }
  }

  private static void put(float[] all, List<Parameter> parameters) {
    int from = 0;
    for (Parameter parameter : parameters) {
      Matrix matrix = parameter.matrix();
      System.arraycopy(all, from, matrix.values(), 0, matrix.size());
      from += matrix.size();
    }
  }
}
