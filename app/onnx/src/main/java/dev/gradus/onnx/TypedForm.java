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

/** Appends an activation that is typed as a formula; equal parts of it are computed once. */
final class TypedForm {

  private static final double LOG_2 = StrictMath.log(2);

  private final OnnxGraph graph;
  private final Map<Term, String> names = new HashMap<>();

  private TypedForm(OnnxGraph graph) {
    this.graph = graph;
  }

  /**
   * Appends it.
   *
   * @param x floats, [rows, units]
   */
  static String append(OnnxGraph graph, String x, FormulaActivation activation) {
    List<String> variables = new ArrayList<>(List.of("x"));
    variables.addAll(activation.numbers().keySet());
    Map<String, Term> numbers = new HashMap<>();
    activation.numbers().forEach((name, value) -> numbers.put(name, Term.number(value)));
    TypedForm form = new TypedForm(graph);
    form.names.put(Term.name("x"), x);
    return form.of(TermParser.parse(activation.formula(), variables).with(numbers));
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
      return graph.scalar(number.value());
    }
    if (term instanceof Term.Sum sum) {
      String result = sum.constant() == 0 ? "" : graph.scalar(sum.constant());
      for (Term.Addend each : sum.addends()) {
        String addend = of(each.term().times(each.factor()));
        result = result.isEmpty() ? addend : op("Add", addend, result);
      }
      return result;
    }
    return term instanceof Term.Product product ? product(product) : call((Term.Call) term);
  }

  private String product(Term.Product product) {
    String result = product.number() == 1 ? "" : graph.scalar(product.number());
    String under = "";
    for (Term.Power each : product.powers()) {
      String power = power(of(each.base()), Math.abs(each.exponent()));
      if (each.exponent() < 0) {
        under = under.isEmpty() ? power : op("Mul", under, power);
      } else {
        result = result.isEmpty() ? power : op("Mul", power, result);
      }
    }
    String over = result.isEmpty() ? graph.scalar(1) : result;
    return under.isEmpty() ? over : op("Div", over, under);
  }

  private String power(String base, double exponent) {
    if (exponent == 1) {
      return base;
    }
    if (exponent == 0.5) {
      return op("Sqrt", base);
    }
    return exponent == 2 ? op("Mul", base, base) : op("Pow", base, graph.scalar(exponent));
  }

  private String call(Term.Call call) {
    List<Term> arguments = call.arguments();
    TermFunction function = call.function();
    Term u = arguments.get(0);
    return switch (function) {
      case CLIP -> op("Min", op("Max", of(u), of(arguments.get(1))), of(arguments.get(2)));
      case MAX, MIN -> op(operator(function), of(u), of(arguments.get(1)));
      case POWER -> op("Pow", of(u), of(arguments.get(1)));
      case LESS -> op("Less", of(u), of(arguments.get(1)));
      case AT_MOST -> op("LessOrEqual", of(u), of(arguments.get(1)));
      case WHERE -> op("Where", of(u), of(arguments.get(1)), of(arguments.get(2)));
      case ERFC -> op("Sub", graph.scalar(1), op("Erf", of(u)));
      case EXPM1 -> op("Sub", op("Exp", of(u)), graph.scalar(1));
      case LOG1P -> op("Log", op("Add", of(u), graph.scalar(1)));
      case LOG_COSH -> {
        // log(cosh(u)) = |u| + log(1 + exp(-2|u|)) - log(2)
        Term size = Term.call(TermFunction.ABS, u);
        String bend = op("Softplus", of(size.times(-2)));
        yield op("Add", of(size), op("Sub", bend, graph.scalar(LOG_2)));
      }
      default -> op(operator(function), of(u));
    };
  }

  /** Most functions have an operator of the same name, with a capital letter. */
  private static String operator(TermFunction function) {
    String name = function.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private String op(String operator, String... inputs) {
    return graph.node(operator, inputs);
  }
}
