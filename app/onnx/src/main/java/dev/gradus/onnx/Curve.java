package dev.gradus.onnx;

/** A function that turns an output of a network into a distance or a variance. */
enum Curve {
  /** log(1 + exp(x)). */
  SOFTPLUS(-800, 0) {
    @Override
    double of(double x) {
      return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    @Override
    String append(OnnxGraph graph, String x) {
      return new Functions(graph).softplus(x);
    }
  },
  /** exp(x). */
  EXPONENTIAL(-800, 0) {
    @Override
    double of(double x) {
      return StrictMath.exp(x);
    }

    @Override
    String append(OnnxGraph graph, String x) {
      return graph.node("Exp", x);
    }
  },
  /** x itself. */
  IDENTITY(0, 1) {
    @Override
    double of(double x) {
      return x;
    }

    @Override
    String append(OnnxGraph graph, String x) {
      return x;
    }
  };

  private final double zero;
  private final double other;

  Curve(double zero, double other) {
    this.zero = zero;
    this.other = other;
  }

  /** Where it is 0, within the precision of double. */
  double zero() {
    return zero;
  }

  /** Where it is not 0. */
  double other() {
    return other;
  }

  abstract double of(double x);

  /** Appends it, of doubles. */
  abstract String append(OnnxGraph graph, String x);
}
