package dev.gradus.onnx;

import java.util.List;

/** Appends what happens to numbers in {@code double}. */
final class Numbers {

  /** A larger scaled number is clipped to the bound itself, within the precision of double. */
  private static final double MUCH = 1e9;

  private static final double CLIP = 3;

  private final OnnxGraph graph;

  Numbers(OnnxGraph graph) {
    this.graph = graph;
  }

  /** sign(x) log(1 + |x|), accurate for small x too. */
  String log(String x) {
    String log = new Functions(graph).log1p(graph.node("Abs", x));
    return graph.node("Mul", graph.node("Sign", x), log);
  }

  /** sign(x) (exp(|x|) - 1), the inverse. */
  String exp(String x) {
    String size = graph.node("Sub", graph.node("Exp", graph.node("Abs", x)), graph.real(1));
    return graph.node("Mul", graph.node("Sign", x), size);
  }

  /** z/sqrt(1 + (z/3)²). */
  String clipped(String z) {
    String within = graph.node("Clip", z, graph.real(-MUCH), graph.real(MUCH));
    String part = graph.node("Div", within, graph.real(CLIP));
    String squares = graph.node("Add", graph.real(1), graph.node("Mul", part, part));
    return graph.node("Div", within, graph.node("Sqrt", squares));
  }

  /** The inverse. */
  String unclipped(String y) {
    String part = graph.node("Div", y, graph.real(CLIP));
    String rest = graph.node("Sub", graph.real(1), graph.node("Mul", part, part));
    String least = graph.node("Max", rest, graph.real(1 / (MUCH * MUCH)));
    return graph.node("Div", y, graph.node("Sqrt", least));
  }

  /**
   * Linear between points, and constant beyond the first and the last.
   *
   * @param from ascending; equal neighbours are allowed
   * @param to the value at each
   * @param x [rows, 1]
   */
  String interpolated(List<Double> from, List<Double> to, String x) {
    int last = from.size() - 1;
    if (last == 0) {
      String zero = graph.node("Mul", x, graph.real(0));
      return graph.node("Add", zero, graph.real(to.get(0)));
    }
    String within = graph.node("Clip", x, graph.real(from.get(0)), graph.real(from.get(last)));
    String inner =
        graph.doubles(from.subList(1, last).stream().mapToDouble(v -> v).toArray(), 1, last - 1L);
    String reached = graph.cast(graph.node("Greater", within, inner), Element.LONG);
    String place = last == 1 ? zeros(x) : graph.sum(reached, 1);
    double[] widths = new double[last];
    double[] rises = new double[last];
    for (int i = 0; i < last; i++) {
      double width = from.get(i + 1) - from.get(i);
      widths[i] = width > 0 ? width : 1;
      rises[i] = to.get(i + 1) - to.get(i);
    }
    String off = graph.node("Sub", within, at(from.subList(0, last), place));
    String share = graph.node("Div", off, graph.node("Gather", graph.doubles(widths, last), place));
    String rise = graph.node("Gather", graph.doubles(rises, last), place);
    return graph.node("Add", at(to.subList(0, last), place), graph.node("Mul", share, rise));
  }

  private String at(List<Double> values, String place) {
    double[] all = values.stream().mapToDouble(v -> v).toArray();
    return graph.node("Gather", graph.doubles(all, all.length), place);
  }

  private String zeros(String x) {
    String never = graph.node("IsNaN", graph.node("Clip", x, graph.real(0), graph.real(0)));
    return graph.node("Mul", graph.cast(never, Element.LONG), graph.longs(new long[] {0}));
  }
}
