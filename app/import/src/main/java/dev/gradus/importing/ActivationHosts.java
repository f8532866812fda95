package dev.gradus.importing;

import dev.gradus.activations.Celu;
import dev.gradus.activations.Elu;
import dev.gradus.activations.HardSigmoid;
import dev.gradus.activations.HardTanh;
import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Relu6;
import dev.gradus.activations.Selu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Softsign;
import dev.gradus.activations.Tanh;
import dev.gradus.layers.AlphaDropout;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.GaussianNoise;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.MaxPool;
import dev.gradus.layers.RmsNorm;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which layer takes an activation that a file has as a layer of its own. */
final class ActivationHosts {

  /** Activations f for which max(f(x), f(y)) = f(max(x, y)). */
  private static final Set<Class<?>> MONOTONE =
      Set.of(
          Relu.class,
          LeakyRelu.class,
          Relu6.class,
          Elu.class,
          Celu.class,
          Selu.class,
          Sigmoid.class,
          Tanh.class,
          Softplus.class,
          Softsign.class,
          HardTanh.class,
          HardSigmoid.class);

  private ActivationHosts() {}

  /**
   * The index of the last layer that can take an activation; -1 if there is none.
   *
   * @param shape that the last step returns
   * @param isFixed whether it has no coefficients
   */
  static int find(List<Step> steps, Shape shape, Activation activation, boolean isFixed) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Layer spec = steps.get(i).spec();
      boolean passes =
          isNoise(spec)
              || spec instanceof Flatten && activation.isPointwise() && isFixed
              || spec instanceof MaxPool && MONOTONE.contains(activation.getClass());
      if (passes) {
        continue;
      }
      boolean sees = activation.isPointwise() && isFixed || !shape.isImage();
      boolean isRowNorm = spec instanceof LayerNorm || spec instanceof RmsNorm;
      boolean takes =
          spec instanceof Dense
              || spec instanceof Conv2d
              || spec instanceof BatchNorm
              || isRowNorm && sees;
      return takes && spec.activation().isEmpty() ? i : -1;
    }
    return -1;
  }

  /** The layer with the activation. */
  static Layer with(Layer spec, Activation activation) {
    Optional<Activation> given = Optional.of(activation);
    if (spec instanceof Dense dense) {
      return new Dense(dense.units(), given, dense.weights(), dense.biases(), dense.bias());
    }
    if (spec instanceof Conv2d conv) {
      return new Conv2d(
          conv.filters(),
          conv.kernel(),
          conv.stride(),
          conv.padding(),
          conv.pads(),
          given,
          conv.weights(),
          conv.biases(),
          conv.bias());
    }
    if (spec instanceof BatchNorm norm) {
      return new BatchNorm(norm.momentum(), norm.epsilon(), given);
    }
    if (spec instanceof LayerNorm norm) {
      return new LayerNorm(norm.epsilon(), given);
    }
    return new RmsNorm(((RmsNorm) spec).epsilon(), given);
  }

  /** Whether it does nothing in prediction. */
  static boolean isNoise(Layer spec) {
    return spec instanceof Dropout || spec instanceof AlphaDropout || spec instanceof GaussianNoise;
  }
}
