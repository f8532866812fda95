package dev.gradus.onnx;

import dev.gradus.activations.Celu;
import dev.gradus.activations.Elu;
import dev.gradus.activations.Exponential;
import dev.gradus.activations.Gaussian;
import dev.gradus.activations.Gelu;
import dev.gradus.activations.HardShrink;
import dev.gradus.activations.HardSigmoid;
import dev.gradus.activations.HardSwish;
import dev.gradus.activations.HardTanh;
import dev.gradus.activations.Identity;
import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.LogSigmoid;
import dev.gradus.activations.LogSoftmax;
import dev.gradus.activations.Mish;
import dev.gradus.activations.Parametric;
import dev.gradus.activations.Pelu;
import dev.gradus.activations.Prelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Relu6;
import dev.gradus.activations.Selu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Silu;
import dev.gradus.activations.Sine;
import dev.gradus.activations.SoftShrink;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Softmin;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Softsign;
import dev.gradus.activations.Sparsemax;
import dev.gradus.activations.Squareplus;
import dev.gradus.activations.Tanh;
import dev.gradus.activations.TanhShrink;
import dev.gradus.activations.Threshold;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Tensor;
import dev.gradus.typed.FormulaActivation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Appends activations. They see the units of a layer, or the channels of a pixel, in a row. */
final class Activations {

  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_GAMMA = 1.0507009873554805;

  /** How each activation without trained coefficients is appended. */
  private static final Map<Class<?>, BiFunction<Activations, Activation, String>> FORMS =
      new HashMap<>();

  static {
    form(Celu.class, (a, f) -> a.by("Celu", Map.of("alpha", (float) f.alpha())));
    form(Elu.class, (a, f) -> a.by("Elu", Map.of("alpha", (float) f.alpha())));
    form(Exponential.class, (a, f) -> a.by("Exp", Map.of()));
    form(FormulaActivation.class, (a, f) -> TypedForm.append(a.graph, a.x, f));
    form(Gaussian.class, (a, f) -> a.op("Exp", a.op("Neg", a.op("Mul", a.x, a.x))));
    form(Gelu.class, (a, f) -> a.gelu(f));
    form(HardShrink.class, (a, f) -> a.where(a.atMost(a.op("Abs", a.x), f.lambda()), 0, a.x));
    form(HardSigmoid.class, (a, f) -> a.clip(a.plus(a.times(a.x, 1.0 / 6), 0.5), 0, 1));
    form(
        HardSwish.class,
        (a, f) -> a.op("Mul", a.x, a.times(a.clip(a.plus(a.x, 3), 0, 6), 1.0 / 6)));
    form(HardTanh.class, (a, f) -> a.clip(a.x, f.min(), f.max()));
    form(Identity.class, (a, f) -> a.x);
    form(LeakyRelu.class, (a, f) -> a.by("LeakyRelu", Map.of("alpha", (float) f.negativeSlope())));
    form(LogSigmoid.class, (a, f) -> a.op("Neg", a.op("Softplus", a.op("Neg", a.x))));
    form(LogSoftmax.class, (a, f) -> a.by("LogSoftmax", Map.of("axis", 1L)));
    form(Mish.class, (a, f) -> a.op("Mul", a.x, a.op("Tanh", a.op("Softplus", a.x))));
    form(Relu.class, (a, f) -> a.by("Relu", Map.of()));
    form(Relu6.class, (a, f) -> a.clip(a.x, 0, 6));
    form(
        Selu.class,
        (a, f) -> a.by("Selu", Map.of("alpha", (float) SELU_ALPHA, "gamma", (float) SELU_GAMMA)));
    form(Sigmoid.class, (a, f) -> a.by("Sigmoid", Map.of()));
    form(Silu.class, (a, f) -> a.op("Mul", a.x, a.op("Sigmoid", a.times(a.x, f.beta()))));
    form(Sine.class, (a, f) -> a.by("Sin", Map.of()));
    form(SoftShrink.class, (a, f) -> a.op("Sub", a.x, a.clip(a.x, -f.lambda(), f.lambda())));
    form(Softmax.class, (a, f) -> a.by("Softmax", Map.of("axis", 1L)));
    form(Softmin.class, (a, f) -> a.graph.node("Softmax", Map.of("axis", 1L), a.op("Neg", a.x)));
    form(Softplus.class, (a, f) -> a.softplus(f));
    form(Softsign.class, (a, f) -> a.by("Softsign", Map.of()));
    form(Sparsemax.class, (a, f) -> a.sparsemax());
    form(Squareplus.class, (a, f) -> a.squareplus(f));
    form(Tanh.class, (a, f) -> a.by("Tanh", Map.of()));
    form(TanhShrink.class, (a, f) -> a.op("Sub", a.x, a.op("Tanh", a.x)));
    form(Threshold.class, (a, f) -> a.where(a.atMost(a.x, f.threshold()), f.value(), a.x));
  }

  private final OnnxGraph graph;
  private final String x;
  private final int units;

  private Activations(OnnxGraph graph, String x, int units) {
    this.graph = graph;
    this.x = x;
    this.units = units;
  }

  @SuppressWarnings("unchecked") // Only activations of the class are passed.
  private static <T extends Activation> void form(
      Class<T> type, BiFunction<Activations, T, String> form) {
    FORMS.put(type, (BiFunction<Activations, Activation, String>) form);
  }

  /**
   * Appends an activation.
   *
   * @param x floats, [rows, units]
   * @param coefficients the trained ones of all units
   */
  static String append(
      OnnxGraph graph, String x, int units, Activation activation, List<Tensor> coefficients) {
    Activations there = new Activations(graph, x, units);
    BiFunction<Activations, Activation, String> form = FORMS.get(activation.getClass());
    if (form != null) {
      return form.apply(there, activation);
    }
    return there
        .trained(activation, coefficients)
        .orElseThrow(
            () ->
                Refusal.of(
                    "the activation '%s' (%s) has no form in ONNX; train with a built-in one, or let the class implement %s",
                    PluginName.of(activation),
                    activation.getClass().getName(),
                    OnnxForm.class.getName()));
  }

  private Optional<String> trained(Activation activation, List<Tensor> coefficients) {
    if (activation instanceof Prelu) {
      String slopes = op("Mul", x, row(coefficients.get(0).values()));
      return Optional.of(op("Where", op("Greater", x, graph.scalar(0)), x, slopes));
    }
    if (activation instanceof Pelu) {
      String scaled = op("Div", x, row(coefficients.get(1).values()));
      String below = plus(op("Exp", scaled), -1);
      String curve = op("Where", op("Less", x, graph.scalar(0)), below, scaled);
      return Optional.of(op("Mul", curve, row(coefficients.get(0).values())));
    }
    if (activation instanceof Parametric parametric) {
      float[] alpha = coefficients.get(0).values();
      float[] rest = new float[alpha.length];
      for (int i = 0; i < rest.length; i++) {
        rest[i] = 1 - alpha[i];
      }
      String curved = append(graph, x, units, parametric.activation(), List.of());
      return Optional.of(op("Add", op("Mul", x, row(rest)), op("Mul", curved, row(alpha))));
    }
    if (activation instanceof OnnxForm own) {
      Map<String, Tensor> byName = new HashMap<>();
      coefficients.forEach(
          each -> byName.put(each.name().substring(each.name().lastIndexOf('.') + 1), each));
      return Optional.of(OwnForm.append(own, graph, x, byName));
    }
    return Optional.empty();
  }

  private String gelu(Gelu f) {
    String half = times(x, 0.5);
    if (f.approximate() == Gelu.Approximation.NONE) {
      return op("Mul", half, plus(op("Erf", times(x, Math.sqrt(0.5))), 1));
    }
    String cubic = plus(times(op("Mul", x, x), 0.044715), 1);
    String inner = times(op("Mul", x, cubic), Math.sqrt(2 / Math.PI));
    return op("Mul", half, plus(op("Tanh", inner), 1));
  }

  private String softplus(Softplus f) {
    String scaled = times(x, f.beta());
    String soft = times(op("Softplus", scaled), 1 / f.beta());
    return op("Where", op("Greater", scaled, graph.scalar(f.threshold())), x, soft);
  }

  private String squareplus(Squareplus f) {
    String root = op("Sqrt", plus(op("Mul", x, x), f.b()));
    String negative = op("Div", graph.scalar(f.b() / 2), op("Sub", root, x));
    return op("Where", op("Less", x, graph.scalar(0)), negative, times(op("Add", x, root), 0.5));
  }

  /** The threshold tau follows from the largest numbers that stay above it. */
  private String sparsemax() {
    String sorted = graph.nodes("TopK", Map.of("axis", 1L), 2, x, graph.list(units)).get(0);
    String most = graph.columns(sorted, 0);
    String below = op("Sub", sorted, most);
    String sums = op("CumSum", below, graph.longs(new long[] {1}));
    float[] ranks = new float[units];
    for (int i = 0; i < units; i++) {
      ranks[i] = i + 1;
    }
    String above = op("Greater", plus(op("Mul", below, row(ranks)), 1), sums);
    String support = graph.cast(above, Element.FLOAT);
    String sum = plus(graph.sum(op("Mul", support, below), 1), -1);
    String tau = op("Div", sum, graph.sum(support, 1));
    return op("Relu", op("Sub", op("Sub", x, most), tau));
  }

  private String by(String operator, Map<String, ?> attributes) {
    return graph.node(operator, attributes, x);
  }

  private String op(String operator, String... inputs) {
    return graph.node(operator, inputs);
  }

  private String times(String a, double factor) {
    return factor == 1 ? a : op("Mul", a, graph.scalar(factor));
  }

  private String plus(String a, double term) {
    return op("Add", a, graph.scalar(term));
  }

  private String clip(String a, double low, double high) {
    return op("Clip", a, graph.scalar(low), graph.scalar(high));
  }

  private String atMost(String a, double most) {
    return op("LessOrEqual", a, graph.scalar(most));
  }

  private String where(String condition, double then, String otherwise) {
    return op("Where", condition, graph.scalar(then), otherwise);
  }

  private String row(float[] values) {
    return graph.floats(values, 1, values.length);
  }
}
