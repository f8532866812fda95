package dev.gradus.engine.loss;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of a loss at the current weights of a network, without an update.
 *
 * @param outputs of the network, [examples, outputs]; the mean over the members of an ensemble
 * @param logitGradients dL/dz of the last layer, each row for its example alone; summed over the
 *     members of an ensemble
 * @param layers the norm of the gradient of each layer's parameters; 0 for a layer without
 *     trainable parameters
 * @param gradient with respect to all trainable parameters, of the mean loss over the examples
 */
public record LossGradient(
    Matrix outputs, Matrix logitGradients, List<Double> layers, List<Matrix> gradient) {

  /**
   * Computes the gradient of a loss.
   *
   * @param network unchanged when this returns
   * @param examples prepared for that network; at least one
   */
  public static LossGradient of(FittedLoss loss, Network network, Examples examples) {
    List<float[]> before =
        network.tensors().stream().map(each -> each.matrix().values().clone()).toList();
    Pass pass = network.newLearningPass(examples.rows(), Team.alone());
    Objective objective = loss.learned();
    objective.start(examples.targets().inMemory(), examples.weights(), examples.auxiliary(), 1);
    pass.backpropagate(examples.inputs().inMemory(), objective);
    LossGradient gradient =
        new LossGradient(
            summed(pass.outputs(), network, 1f / network.members()),
            summed(pass.logitGradients(), network, examples.rows()),
            norms(network, pass.gradients()),
            pass.gradients());
    // Restores the statistics that layers have updated.
    List<Parameter> tensors = network.tensors();
    for (int i = 0; i < before.size(); i++) {
      System.arraycopy(before.get(i), 0, tensors.get(i).matrix().values(), 0, before.get(i).length);
    }
    return gradient;
  }

  /**
   * The cosine of the angle between this gradient and another one.
   *
   * @return empty if the networks have different shapes, or one of the gradients is 0
   */
  public Optional<Double> cosine(LossGradient other) {
    double product = 0;
    double own = 0;
    double others = 0;
    if (gradient.size() != other.gradient.size()) {
      return Optional.empty();
    }
    for (int k = 0; k < gradient.size(); k++) {
      float[] a = gradient.get(k).values();
      float[] b = other.gradient.get(k).values();
      if (a.length != b.length) {
        return Optional.empty();
      }
      for (int i = 0; i < a.length; i++) {
        product += (double) a[i] * b[i];
        own += (double) a[i] * a[i];
        others += (double) b[i] * b[i];
      }
    }
    double lengths = Math.sqrt(own) * Math.sqrt(others);
    return lengths > 0 ? Optional.of(product / lengths) : Optional.empty();
  }

  /** The sums over the members of an ensemble, times a factor. */
  private static Matrix summed(Matrix ofMembers, Network network, float factor) {
    int outputs = network.outputs();
    Matrix summed = Matrix.zeros(ofMembers.rows(), outputs);
    for (int i = 0; i < ofMembers.rows() * ofMembers.columns(); i++) {
      int at = i / ofMembers.columns() * outputs + i % outputs;
      summed.values()[at] += ofMembers.values()[i] * factor;
    }
    return summed;
  }

  private static List<Double> norms(Network network, List<Matrix> gradients) {
    List<Double> norms = new ArrayList<>();
    int next = 0;
    for (List<Parameter> layer : network.learnedByLayer()) {
      double squares = 0;
      for (int k = 0; k < layer.size(); k++) {
        for (float value : gradients.get(next++).values()) {
          squares += (double) value * value;
        }
      }
      norms.add(Math.sqrt(squares));
    }
    return norms;
  }
}
