package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the activation of a layer learns; nothing for most. */
final class Coefficients {

  /** Of an activation that learns nothing. */
  static final Coefficients NONE = new Coefficients("", Optional.empty(), 0, Space.TAKEN);

  private final List<Parameter> parameters = new ArrayList<>();

  /**
   * The coefficients before the first step.
   *
   * @param name what the names of the parameters begin with
   */
  Coefficients(String name, Optional<Activation> activation, int units, Space space) {
    if (activation.isPresent() && activation.get() instanceof LearnedActivation learned) {
      for (LearnedActivation.Coefficient coefficient : learned.coefficients()) {
        Matrix matrix = space.matrix(1, units);
        Arrays.fill(matrix.values(), (float) coefficient.initial());
        parameters.add(new Parameter(name + coefficient.name(), Parameter.Role.SCALE, matrix));
      }
    }
  }

  /** One for each coefficient, [1, units]. */
  List<Parameter> parameters() {
    return parameters;
  }

  /** The number of floats that a batch leaves for their gradients, on the way back. */
  long size(long rows, int units, Layer.Way way) {
    return way == Layer.Way.FORWARD ? 0 : parameters.size() * rows * units;
  }

  /** The same behind those of the layer itself. */
  List<Parameter> behind(List<Parameter> own) {
    List<Parameter> all = new ArrayList<>(own);
    all.addAll(parameters);
    return all;
  }
}
