package dev.gradus.formula;

import java.util.ArrayList;
import java.util.List;

/** The functions of numpy that an expression may call. */
enum NumpyFunction {
  ABS(1),
  ARCTAN(1),
  CLIP(3),
  COS(1),
  COSH(1),
  EXP(1),
  EXPM1(1),
  LOG(1),
  LOG1P(1),
  MAXIMUM(2),
  MINIMUM(2),
  SIGN(1),
  SIN(1),
  SINH(1),
  SQRT(1),
  /** Adds up the outputs of a row. */
  SUM(1),
  TANH(1),
  WHERE(3);

  private final int arguments;

  NumpyFunction(int arguments) {
    this.arguments = arguments;
  }

  int arguments() {
    return arguments;
  }

  /** A call, simplified. */
  Expression of(List<Expression> given) {
    return this == SUM ? sum(given.get(0)) : Product.of(new Base.Call(this, given));
  }

  /**
   * Sums term by term, and moves factors that are the same for all outputs of a row out of the sum.
   */
  private static Expression sum(Expression argument) {
    if (argument instanceof Sum sum) {
      return Sum.of(sum.terms().stream().map(NumpyFunction::sum).toList());
    }
    Product product = (Product) argument;
    Expression outside = new Product(product.over(), product.under(), List.of());
    List<Product.Factor> inside = new ArrayList<>();
    for (Product.Factor factor : product.factors()) {
      Expression alone = Product.of(factor);
      if (alone.isPerRow()) {
        outside = outside.times(alone);
      } else {
        inside.add(factor);
      }
    }
    if (inside.size() == 1
        && inside.get(0).exponent() == 1
        && inside.get(0).base() instanceof Sum sum) {
      return outside.times(sum(sum));
    }
    return inside.isEmpty()
        ? outside.times(Expression.name(Expression.OUTPUTS))
        : outside.times(
            Product.of(new Base.Call(SUM, List.of(new Product(1, 1, List.copyOf(inside))))));
  }

  /** The value of a function that works output by output. */
  double at(double[] x) {
    return switch (this) {
      case ABS -> Math.abs(x[0]);
      case ARCTAN -> StrictMath.atan(x[0]);
      case CLIP -> Math.min(Math.max(x[0], x[1]), x[2]);
      case COS -> StrictMath.cos(x[0]);
      case COSH -> StrictMath.cosh(x[0]);
      case EXP -> StrictMath.exp(x[0]);
      case EXPM1 -> StrictMath.expm1(x[0]);
      case LOG -> StrictMath.log(x[0]);
      case LOG1P -> StrictMath.log1p(x[0]);
      case MAXIMUM -> Math.max(x[0], x[1]);
      case MINIMUM -> Math.min(x[0], x[1]);
      case SIGN -> Math.signum(x[0]);
      case SIN -> StrictMath.sin(x[0]);
      case SINH -> StrictMath.sinh(x[0]);
      case SQRT -> Math.sqrt(x[0]);
      case SUM -> throw new IllegalStateException("a sum has all outputs of a row");
      case TANH -> StrictMath.tanh(x[0]);
      case WHERE -> x[0] != 0 ? x[1] : x[2];
    };
  }
}
