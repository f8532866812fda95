package dev.gradus.engine.explaining;

import dev.gradus.engine.network.DoubleActivation;
import java.util.ArrayList;
import java.util.List;

/** Some examples in a pass through a network, and the mean of their gradients. */
final class Batch {

  private final ReferenceNetwork network;
  private final List<double[]> inputs;
  private final List<double[]> targets;
  private final List<ForwardValues> walks;

  /** Runs a forward pass of examples; the arrays are shared, and not modified. */
  Batch(ReferenceNetwork network, List<double[]> inputs, List<double[]> targets) {
    this.network = network;
    this.inputs = List.copyOf(inputs);
    this.targets = List.copyOf(targets);
    this.walks = inputs.stream().map(network::forward).toList();
  }

  int size() {
    return inputs.size();
  }

  /** The first examples of the batch. */
  Batch first(int count) {
    return new Batch(network, inputs.subList(0, count), targets.subList(0, count));
  }

  /** The mean loss of another network on these examples. */
  double meanLoss(ReferenceNetwork other, ReferenceLoss loss) {
    double sum = 0;
    for (int n = 0; n < size(); n++) {
      sum += loss.ofLogits(other.forward(inputs.get(n)).lastZ(), targets.get(n));
    }
    return sum / size();
  }

  /** The largest size of an input of the network. */
  double largest(int input) {
    return inputs.stream().mapToDouble(x -> Math.abs(x[input])).max().orElse(0);
  }

  /** The mean of the gradients, all taken at the weights that made the predictions. */
  MeanGradients gradients(ReferenceLoss loss) {
    return gradients(loss, 0);
  }

  /**
   * The same with a mistake: each layer but the first is updated before it propagates dL/dz back.
   *
   * @param rate the learning rate; 0 for none of the mistake
   */
  MeanGradients gradients(ReferenceLoss loss, double rate) {
    int last = network.layers().size() - 1;
    List<double[]> told = new ArrayList<>();
    for (int n = 0; n < size(); n++) {
      told.add(loss.logitGradient(walks.get(n).lastZ(), targets.get(n)));
    }
    double[][][] weights = new double[last + 1][][];
    double[][] biases = new double[last + 1][];
    for (int l = last; l >= 0; l--) {
      weights[l] = ofWeights(l, told);
      biases[l] = network.layers().get(l).biases().length == 0 ? new double[0] : mean(told);
      if (l > 0) {
        told = carriedBack(network.layers().get(l).moved(weights[l], -rate), l, told);
      }
    }
    return new MeanGradients(weights, biases);
  }

  private List<double[]> carriedBack(ReferenceLayer layer, int l, List<double[]> told) {
    DoubleActivation before = network.layers().get(l - 1).f();
    List<double[]> back = new ArrayList<>();
    for (int n = 0; n < size(); n++) {
      ForwardValues walk = walks.get(n);
      back.add(before.backward(walk.z(l - 1), walk.a(l - 1), layer.inputGradient(told.get(n))));
    }
    return back;
  }

  private double[][] ofWeights(int l, List<double[]> told) {
    double[][] mean = new double[network.layers().get(l).inputs()][told.get(0).length];
    for (int n = 0; n < size(); n++) {
      double[] x = walks.get(n).x(l);
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j < mean[i].length; j++) {
          mean[i][j] += x[i] * told.get(n)[j] / size();
        }
      }
    }
    return mean;
  }

  private double[] mean(List<double[]> told) {
    double[] mean = new double[told.get(0).length];
    for (double[] each : told) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += each[j] / size();
      }
    }
    return mean;
  }
}
