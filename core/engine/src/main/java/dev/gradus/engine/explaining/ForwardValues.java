package dev.gradus.engine.explaining;

import java.util.List;

/** The numbers of one example in a forward pass: the inputs of each layer, z, and a. */
final class ForwardValues {

  private final List<double[]> inputs;
  private final List<double[]> preActivations;
  private final List<double[]> outputs;

  /** Holds one array of each kind per layer, from the first to the last; shared. */
  ForwardValues(List<double[]> inputs, List<double[]> preActivations, List<double[]> outputs) {
    this.inputs = List.copyOf(inputs);
    this.preActivations = List.copyOf(preActivations);
    this.outputs = List.copyOf(outputs);
  }

  /** The inputs of a layer. */
  double[] x(int layer) {
    return inputs.get(layer);
  }

  double[] z(int layer) {
    return preActivations.get(layer);
  }

  double[] a(int layer) {
    return outputs.get(layer);
  }

  /** The logits of the network. */
  double[] lastZ() {
    return preActivations.get(preActivations.size() - 1);
  }

  /** The outputs of the network. */
  double[] lastA() {
    return outputs.get(outputs.size() - 1);
  }
}
