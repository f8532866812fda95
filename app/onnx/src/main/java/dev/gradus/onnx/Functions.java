package dev.gradus.onnx;

import dev.gradus.spi.DoubleMath;

/**
 * Appends functions in {@code double}. ONNX has no operator for some, and ONNX Runtime computes
 * others in {@code float} only. All keep their digits near 0 and far from it.
 */
final class Functions {

  private static final double LOG_2 = StrictMath.log(2);

  /** Terms of the Taylor series of erf up to {@link #NEAR}; the first that is left out is 2e-17. */
  private static final int TERMS = 13;

  private static final double NEAR = 0.5;

  /**
   * The Chebyshev series of erfc(z) exp(z²) (1 + 2z) in u = (z - MIDDLE)/(z + MIDDLE), scaled so
   * that it ends at FAR, where erfc is 1e-273.
   */
  private static final double MIDDLE = 3.75;

  private static final double FAR = 25;
  private static final double END = (FAR - MIDDLE) / (FAR + MIDDLE);
  private static final double[] SERIES = series(28);

  private final OnnxGraph graph;

  Functions(OnnxGraph graph) {
    this.graph = graph;
  }

  private static double[] series(int size) {
    double[] series = new double[size];
    for (int j = 0; j < size; j++) {
      double angle = Math.PI * (j + 0.5) / size;
      double u = (StrictMath.cos(angle) * (1 + END) - (1 - END)) / 2;
      double z = MIDDLE * (1 + u) / (1 - u);
      double value = DoubleMath.erfc(z) * StrictMath.exp(z * z) * (1 + 2 * z);
      for (int k = 0; k < size; k++) {
        series[k] += 2 * value * StrictMath.cos(k * angle) / size;
      }
    }
    series[0] /= 2;
    return series;
  }

  String sigmoid(String u) {
    return op("Div", number(1), plus(op("Exp", op("Neg", u)), 1));
  }

  /** max(u, 0) + log(1 + exp(-|u|)). */
  String softplus(String u) {
    String bend = log1p(op("Exp", op("Neg", op("Abs", u))));
    return op("Add", op("Max", u, number(0)), bend);
  }

  /** log(w) u/(w - 1), where w is 1 + u, rounded; far from 0 that is log(w). */
  String log1p(String u) {
    String w = plus(u, 1);
    String log = op("Log", w);
    String off = plus(w, -1);
    String isZero = op("Equal", off, number(0));
    String share = op("Div", u, op("Where", isZero, number(1), off));
    String near = op("Where", isZero, u, op("Mul", log, share));
    return op("Where", op("Less", op("Abs", u), number(NEAR)), near, log);
  }

  /** tanh(u/2) (exp(u) + 1). */
  String expm1(String u) {
    return op("Mul", op("Tanh", times(u, 0.5)), plus(op("Exp", u), 1));
  }

  /** Halved before it could overflow. */
  String cosh(String u) {
    String size = op("Abs", u);
    return op("Add", op("Exp", plus(size, -LOG_2)), op("Exp", op("Sub", number(-LOG_2), size)));
  }

  String sinh(String u) {
    return op("Mul", op("Tanh", u), cosh(u));
  }

  /** Near 0 it is log(1 + 2 sinh²(u/2)), elsewhere |u| + log(1 + exp(-2|u|)) - log(2). */
  String logCosh(String u) {
    String size = op("Abs", u);
    String half = sinh(times(op("Min", size, number(NEAR)), 0.5));
    String near = log1p(times(op("Mul", half, half), 2));
    String far = op("Add", size, plus(log1p(op("Exp", times(size, -2))), -LOG_2));
    return op("Where", op("Less", size, number(NEAR)), near, far);
  }

  String cos(String u) {
    return op("Sin", plus(u, Math.PI / 2));
  }

  /** In float, with a step of Newton's method: a + (u cos(a) - sin(a))/(cos(a) + u sin(a)). */
  String atan(String u) {
    String finite = op("Clip", u, number(-Double.MAX_VALUE), number(Double.MAX_VALUE));
    String a = graph.cast(op("Atan", graph.cast(finite, Element.FLOAT)), Element.DOUBLE);
    String sin = op("Sin", a);
    String cos = cos(a);
    String off = op("Sub", op("Mul", finite, cos), sin);
    return op("Add", a, op("Div", off, op("Add", cos, op("Mul", finite, sin))));
  }

  /** Near 0 its Taylor series, elsewhere 1 - erfc(|u|) with the sign of u. */
  String erf(String u) {
    String size = op("Abs", u);
    String least = op("Min", size, number(NEAR));
    String square = op("Mul", least, least);
    String near = number(taylor(TERMS - 1));
    for (int n = TERMS - 2; n >= 0; n--) {
      near = plus(op("Mul", near, square), taylor(n));
    }
    near = op("Mul", near, least);
    String far = op("Sub", number(1), erfcOfPositive(size));
    String isNear = op("Less", size, number(NEAR));
    return op("Mul", op("Sign", u), op("Where", isNear, near, far));
  }

  /** 2/sqrt(π) (-1)^n/(n! (2n + 1)). */
  private static double taylor(int n) {
    double term = 2 / Math.sqrt(Math.PI);
    for (int i = 1; i <= n; i++) {
      term /= -i;
    }
    return term / (2 * n + 1);
  }

  String erfc(String u) {
    String positive = erfcOfPositive(op("Abs", u));
    String isNegative = op("Less", u, number(0));
    return op("Where", isNegative, op("Sub", number(2), positive), positive);
  }

  /** Clenshaw's sum, as {@link DoubleMath#erfc}. */
  private String erfcOfPositive(String size) {
    String z = op("Min", size, number(FAR));
    String u = op("Div", plus(z, -MIDDLE), plus(z, MIDDLE));
    String scaled = times(plus(times(u, 2), 1 - END), 1 / (1 + END));
    String twice = times(scaled, 2);
    String next = number(0);
    String afterNext = number(0);
    for (int k = SERIES.length - 1; k > 0; k--) {
      String now = op("Sub", plus(op("Mul", twice, next), SERIES[k]), afterNext);
      afterNext = next;
      next = now;
    }
    String sum = op("Sub", plus(op("Mul", scaled, next), SERIES[0]), afterNext);
    String bell = op("Exp", op("Neg", op("Mul", size, size)));
    return op("Mul", op("Div", sum, plus(times(z, 2), 1)), bell);
  }

  private String plus(String a, double term) {
    return op("Add", a, number(term));
  }

  private String times(String a, double factor) {
    return op("Mul", a, number(factor));
  }

  private String number(double value) {
    return graph.real(value);
  }

  private String op(String operator, String... inputs) {
    return graph.node(operator, inputs);
  }
}
