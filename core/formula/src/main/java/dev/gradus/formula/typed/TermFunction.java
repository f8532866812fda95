package dev.gradus.formula.typed;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of formulas. Some cannot be typed: the parser or rewriting makes them. */
public enum TermFunction {
  ABS(1),
  /** The inverse of the tangent, from -π/2 to π/2. */
  ATAN(1),
  /** Its first argument, but at least the second and at most the third. */
  CLIP(3),
  COS(1),
  COSH(1),
  /** The error function. */
  ERF(1),
  EXP(1),
  /** exp(u) - 1, exact near 0. */
  EXPM1(1),
  /** The natural logarithm. */
  LOG(1),
  /** log(1 + u), exact near 0. */
  LOG1P(1),
  MAX(2),
  MIN(2),
  /** 1/(1 + exp(-u)). */
  SIGMOID(1),
  /** -1, 0 or 1. */
  SIGN(1),
  SIN(1),
  SINH(1),
  /** log(1 + exp(u)), without overflow. */
  SOFTPLUS(1),
  SQRT(1),
  TANH(1),
  /** Its second argument where the first, a comparison, is true, and the third elsewhere. */
  WHERE(3),
  /** u &lt; v. */
  LESS(2, false),
  /** u ≤ v. */
  AT_MOST(2, false),
  /** u to the power v, for an exponent that is not a number. */
  POWER(2, false),
  /** 1 - erf(u), exact for large u. */
  ERFC(1, false),
  /** log(cosh(u)), without overflow and exact near 0. */
  LOG_COSH(1, false);

  private final int arguments;
  private final boolean canBeTyped;

  TermFunction(int arguments) {
    this(arguments, true);
  }

  TermFunction(int arguments, boolean canBeTyped) {
    this.arguments = arguments;
    this.canBeTyped = canBeTyped;
  }

  /** The number of arguments. */
  public int arguments() {
    return arguments;
  }

  /** As it is typed. */
  String typed() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean canBeTyped() {
    return canBeTyped;
  }

  /** The function that is typed like this. */
  static Optional<TermFunction> find(String typed) {
    return Arrays.stream(values())
        .filter(each -> each.canBeTyped() && each.typed().equals(typed))
        .findFirst();
  }

  /** The names that can be typed, in order. */
  public static List<String> names() {
    return Arrays.stream(values())
        .filter(TermFunction::canBeTyped)
        .map(TermFunction::typed)
        .toList();
  }

  /** Whether the value is above 0 for every argument. */
  boolean isPositive() {
    return this == EXP || this == COSH || this == SIGMOID || this == SOFTPLUS || this == ERFC;
  }

  /** Whether Java itself has it, so that numbers can be computed while a term is built. */
  boolean isKnownToJava() {
    return this != ERF && this != ERFC;
  }

  /** The value for numbers; for a comparison, 1 if it is true, and 0 otherwise. */
  double at(double... u) {
    return switch (this) {
      case ABS -> Math.abs(u[0]);
      case ATAN -> StrictMath.atan(u[0]);
      case CLIP -> Math.min(Math.max(u[0], u[1]), u[2]);
      case COS -> StrictMath.cos(u[0]);
      case COSH -> StrictMath.cosh(u[0]);
      case EXP -> StrictMath.exp(u[0]);
      case EXPM1 -> StrictMath.expm1(u[0]);
      case LOG -> StrictMath.log(u[0]);
      case LOG1P -> StrictMath.log1p(u[0]);
      case MAX -> Math.max(u[0], u[1]);
      case MIN -> Math.min(u[0], u[1]);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-u[0]));
      case SIGN -> Math.signum(u[0]);
      case SIN -> StrictMath.sin(u[0]);
      case SINH -> StrictMath.sinh(u[0]);
      case SOFTPLUS -> Math.max(u[0], 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(u[0])));
      case SQRT -> Math.sqrt(u[0]);
      case TANH -> StrictMath.tanh(u[0]);
      case WHERE -> u[0] != 0 ? u[1] : u[2];
      case LESS -> u[0] < u[1] ? 1 : 0;
      case AT_MOST -> u[0] <= u[1] ? 1 : 0;
      case POWER -> StrictMath.pow(u[0], u[1]);
      case ERF, ERFC -> throw new IllegalStateException("Java has no error function");
      case LOG_COSH -> StrictMath.log(StrictMath.cosh(u[0]));
    };
  }
}
