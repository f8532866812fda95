package dev.gradus.engine.numpy;

import dev.gradus.formula.Expression;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.NumpyExpression;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * dL/dz of a layer as an expression, from dL/da and the backward pass of its activation.
 *
 * @param ofOutputs dL/da, if it has a separate line
 * @param ofPreActivations dL/dz
 */
record Derived(Optional<Expression> ofOutputs, Expression ofPreActivations) {

  private static final String SUM_OF_TARGETS = "np.sum(y, axis=1, keepdims=True)";
  private static final String BY_OUTPUT = "d_A";

  /**
   * Multiplies and cancels factors.
   *
   * @param gradient dL/da
   * @param back the stated derivative of the activation
   * @param addUpToOne whether the targets of a row add up to 1
   */
  static Derived of(Expression gradient, Expression back, boolean isPointwise, boolean addUpToOne) {
    if (isPointwise) {
      return new Derived(Optional.empty(), gradient.times(back));
    }
    Map<String, Expression> known = new HashMap<>(Map.of(BY_OUTPUT, gradient));
    if (addUpToOne) {
      known.put(SUM_OF_TARGETS, Expression.number(1));
    }
    Expression whole = back.with(known);
    return whole.toString().contains("np.sum")
        ? new Derived(Optional.of(gradient), back)
        : new Derived(Optional.empty(), whole);
  }

  /** The backward pass of a hidden layer. */
  static Expression hidden(Expression back, boolean isPointwise) {
    return isPointwise ? Expression.name(BY_OUTPUT).times(back) : back;
  }

  static boolean isPointwise(Optional<Activation> activation) {
    return activation.map(Activation::isPointwise).orElse(true);
  }

  /** The stated derivative of an activation; 1 without one. */
  static NumpyExpression derivativeOf(Optional<Activation> activation) {
    return activation.map(Activation::derivativeInNumpy).orElse(NumpyExpression.of("1"));
  }

  /** Whether the options of an activation are only the initial values of its parameters. */
  static boolean isLearned(Optional<Activation> activation) {
    return activation.filter(LearnedActivation.class::isInstance).isPresent();
  }
}
