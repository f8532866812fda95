package dev.gradus.onnx;

import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;
import dev.gradus.formula.typed.TermParser;
import dev.gradus.typed.FormulaActivation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Appends an activation that is typed as a formula; equal parts of it are computed once.
 *
 * <p>It is computed in {@code double}: nobody knows how far a formula magnifies the rounding of its
 * parts, and training computes in {@code double} itself where {@code float} loses digits.
 */
final class TypedForm {

  private final OnnxGraph graph;
  private final Functions functions;
  private final Map<Term, String> names = new HashMap<>();

  private TypedForm(OnnxGraph graph) {
    this.graph = graph;
    this.functions = new Functions(graph);
  }

  /**
   * Appends it.
   *
   * @param x floats, [rows, units]
   * @return floats of the same size
   */
  static String append(OnnxGraph graph, String x, FormulaActivation activation) {
    List<String> variables = new ArrayList<>(List.of("x"));
    variables.addAll(activation.numbers().keySet());
    Map<String, Term> numbers = new HashMap<>();
    activation.numbers().forEach((name, value) -> numbers.put(name, Term.number(value)));
    TypedForm form = new TypedForm(graph);
    form.names.put(Term.name("x"), graph.cast(x, Element.DOUBLE));
    String y = form.of(TermParser.parse(activation.formula(), variables).with(numbers));
    return graph.cast(y, Element.FLOAT);
  }

  private String of(Term term) {
    String known = names.get(term);
    if (known != null) {
      return known;
    }
    String name = appended(term);
    names.put(term, name);
    return name;
  }

  private String appended(Term term) {
    if (term instanceof Term.Number number) {
      return graph.real(number.value());
    }
    if (term instanceof Term.Sum sum) {
      String result = sum.constant() == 0 ? "" : graph.real(sum.constant());
      for (Term.Addend each : sum.addends()) {
        String addend = of(each.term().times(each.factor()));
        result = result.isEmpty() ? addend : op("Add", addend, result);
      }
      return result;
    }
    return term instanceof Term.Product product ? product(product) : call((Term.Call) term);
  }

  private String product(Term.Product product) {
    String result = product.number() == 1 ? "" : graph.real(product.number());
    String under = "";
    for (Term.Power each : product.powers()) {
      String power = power(of(each.base()), Math.abs(each.exponent()));
      if (each.exponent() < 0) {
        under = under.isEmpty() ? power : op("Mul", under, power);
      } else {
        result = result.isEmpty() ? power : op("Mul", power, result);
      }
    }
    String over = result.isEmpty() ? graph.real(1) : result;
    return under.isEmpty() ? over : op("Div", over, under);
  }

  private String power(String base, double exponent) {
    if (exponent == 1) {
      return base;
    }
    if (exponent == 0.5) {
      return op("Sqrt", base);
    }
    return exponent == 2 ? op("Mul", base, base) : op("Pow", base, graph.real(exponent));
  }

  private String call(Term.Call call) {
    List<String> arguments = call.arguments().stream().map(this::of).toList();
    TermFunction function = call.function();
    String u = arguments.get(0);
    return switch (function) {
      case CLIP -> op("Min", op("Max", u, arguments.get(1)), arguments.get(2));
      case POWER -> op("Pow", u, arguments.get(1));
      case AT_MOST -> op("LessOrEqual", u, arguments.get(1));
      case ATAN -> functions.atan(u);
      case COS -> functions.cos(u);
      case COSH -> functions.cosh(u);
      case ERF -> functions.erf(u);
      case ERFC -> functions.erfc(u);
      case EXPM1 -> functions.expm1(u);
      case LOG1P -> functions.log1p(u);
      case LOG_COSH -> functions.logCosh(u);
      case SIGMOID -> functions.sigmoid(u);
      case SINH -> functions.sinh(u);
      case SOFTPLUS -> functions.softplus(u);
      case ABS, EXP, LESS, LOG, MAX, MIN, SIGN, SIN, SQRT, TANH, WHERE ->
          op(operator(function), arguments.toArray(String[]::new));
    };
  }

  /** These have an operator of the same name, with a capital letter. */
  private static String operator(TermFunction function) {
    String name = function.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private String op(String operator, String... inputs) {
    return graph.node(operator, inputs);
  }
}
