package dev.gradus.check;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An activation of the last layer, in double: what the logits become of which a loss has a form.
 */
abstract class OutputActivation {

  private final String name;
  private final boolean givesDistribution;

  private OutputActivation(String name, boolean givesDistribution) {
    this.name = name;
    this.givesDistribution = givesDistribution;
  }

  /** Those that every network has at hand. */
  static final List<OutputActivation> STANDARD = List.of(sigmoid(), softmax());

  /** One that is installed; empty if it is one of the standard ones, or works in float alone. */
  static Optional<OutputActivation> of(Activation activation) {
    Plugin description = activation.getClass().getAnnotation(Plugin.class);
    boolean isNew =
        description != null
            && STANDARD.stream().noneMatch(known -> known.name().equals(description.name()));
    if (isNew && activation instanceof PointwiseActivation pointwise) {
      return Optional.of(pointwise(description.name(), pointwise));
    }
    return isNew && activation instanceof RowActivation rows
        ? Optional.of(rows(description.name(), rows))
        : Optional.empty();
  }

  String name() {
    return name;
  }

  boolean givesDistribution() {
    return givesDistribution;
  }

  abstract double[] forward(double[] z);

  /** Turns dL/dy into dL/dz. */
  abstract void backward(double[] z, double[] y, double[] gradient);

  private static OutputActivation sigmoid() {
    return new OutputActivation("sigmoid", false) {
      @Override
      double[] forward(double[] z) {
        return Arrays.stream(z).map(x -> 1 / (1 + Math.exp(-x))).toArray();
      }

      @Override
      void backward(double[] z, double[] y, double[] gradient) {
        for (int k = 0; k < y.length; k++) {
          gradient[k] *= y[k] * (1 - y[k]);
        }
      }
    };
  }

  private static OutputActivation softmax() {
    return new OutputActivation("softmax", true) {
      @Override
      double[] forward(double[] z) {
        double sum = Arrays.stream(z).map(Math::exp).sum();
        return Arrays.stream(z).map(x -> Math.exp(x) / sum).toArray();
      }

      @Override
      void backward(double[] z, double[] y, double[] gradient) {
        double mean = 0;
        for (int k = 0; k < y.length; k++) {
          mean += y[k] * gradient[k];
        }
        for (int k = 0; k < y.length; k++) {
          gradient[k] = y[k] * (gradient[k] - mean);
        }
      }
    };
  }

  private static OutputActivation pointwise(String name, PointwiseActivation activation) {
    return new OutputActivation(name, activation.givesDistribution()) {
      @Override
      double[] forward(double[] z) {
        return Arrays.stream(z).map(activation::value).toArray();
      }

      @Override
      void backward(double[] z, double[] y, double[] gradient) {
        for (int k = 0; k < y.length; k++) {
          gradient[k] *= activation.derivative(z[k]);
        }
      }
    };
  }

  private static OutputActivation rows(String name, RowActivation activation) {
    return new OutputActivation(name, activation.givesDistribution()) {
      @Override
      double[] forward(double[] z) {
        double[] y = new double[z.length];
        activation.forward(z, y);
        return y;
      }

      @Override
      void backward(double[] z, double[] y, double[] gradient) {
        activation.backward(z, y, gradient);
      }
    };
  }
}
