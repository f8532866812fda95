package dev.gradus.importing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the layer that several nodes compute, by their formula. */
final class OnnxFormulas {

  /** Operators of formulas, besides those that a chain has. */
  static final Set<String> OPERATORS =
      Set.of(
          "Abs",
          "Add",
          "Cast",
          "Clip",
          "Concat",
          "Div",
          "Erf",
          "Greater",
          "Identity",
          "LessOrEqual",
          "Mul",
          "Neg",
          "Pow",
          "ReduceMean",
          "ReduceSum",
          "Reciprocal",
          "Shape",
          "Sigmoid",
          "Softplus",
          "Sqrt",
          "Sub",
          "Tanh",
          "Where");

  /** Formulas of known layers are much shorter. */
  private static final int MOST_PARTS = 20;

  private static final int LONGEST_TEXT = 2000;

  private final OnnxFile file;
  private final NetworkDraft draft;
  private final Map<String, Formula> formulas = new HashMap<>();
  private final List<OnnxTensor> tensors = new ArrayList<>();

  /**
   * Starts at a value.
   *
   * @param current its name
   */
  OnnxFormulas(OnnxFile file, NetworkDraft draft, String current) {
    this.file = file;
    this.draft = draft;
    formulas.put(current, Formula.X);
  }

  /** Appends the layer; false if there is none. */
  boolean append(List<OnnxNode> nodes) throws DamagedException {
    for (OnnxNode node : nodes) {
      if (!OPERATORS.contains(node.operator())) {
        return false;
      }
      Optional<Formula> formula = of(node);
      if (formula.isEmpty()) {
        return false;
      }
      formulas.put(node.output(), formula.get());
    }
    OnnxNode last = nodes.get(nodes.size() - 1);
    Formula whole = requireNonNull(formulas.get(last.output()));
    if (isBothClasses(whole)) {
      return true;
    }
    draft.refuseZeros(last.called());
    return OnnxPatterns.append(draft, last.called(), whole, tensors);
  }

  /** The probabilities of both classes, of which the network has one. */
  private boolean isBothClasses(Formula whole) {
    Formula other = Formula.X.times(-1).plus(1);
    return draft.width() == 1
        && whole.text().equals(Formula.call("Concat", other, Formula.X).text());
  }

  private Optional<Formula> of(OnnxNode node) throws DamagedException {
    List<Formula> arguments = new ArrayList<>();
    for (String input : node.inputs()) {
      Optional<Formula> argument = argument(input);
      if (argument.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(argument.get());
    }
    return arguments.isEmpty()
        ? Optional.empty()
        : Optional.of(of(node, arguments))
            .filter(formula -> formula.parts().size() <= MOST_PARTS)
            .filter(formula -> formula.text().length() <= LONGEST_TEXT);
  }

  private Optional<Formula> argument(String value) throws DamagedException {
    if (formulas.containsKey(value)) {
      return Optional.of(formulas.get(value));
    }
    Optional<OnnxTensor> constant = file.constant(value);
    if (constant.isEmpty() || !constant.get().texts().isEmpty()) {
      return Optional.empty();
    }
    if (constant.get().isScalar()) {
      return Optional.of(Formula.of(constant.get().values()[0]));
    }
    tensors.add(constant.get());
    return Optional.of(Formula.call("t" + (tensors.size() - 1)));
  }

  private Formula of(OnnxNode node, List<Formula> arguments) throws DamagedException {
    Formula a = arguments.get(0);
    Formula b = arguments.size() > 1 ? arguments.get(1) : a;
    return switch (node.operator()) {
      case "Identity", "Cast" -> a;
      case "Add" -> a.plus(b);
      case "Sub" -> a.plus(b.times(-1));
      case "Mul" -> a.times(b);
      case "Div" -> a.times(b.inverse());
      case "Neg" -> a.times(-1);
      case "Reciprocal" -> a.inverse();
      case "Pow" -> power(a, b);
      case "ReduceMean" -> sum(node, a, arguments).times(1.0 / draft.width());
      case "ReduceSum" -> sum(node, a, arguments);
      default -> Formula.call(node.operator(), arguments.toArray(Formula[]::new));
    };
  }

  private static Formula power(Formula base, Formula exponent) {
    if (exponent.isConstant() && exponent.number() == 2) {
      return base.times(base);
    }
    if (exponent.isConstant() && exponent.number() == 3) {
      return base.times(base).times(base);
    }
    if (exponent.isConstant() && exponent.number() == 0.5) {
      return Formula.call("Sqrt", base);
    }
    return Formula.call("Pow", base, exponent);
  }

  /** The sum over all numbers of a row; a sum over something else has another name. */
  private Formula sum(OnnxNode node, Formula of, List<Formula> arguments) throws DamagedException {
    List<Long> axes = node.numbers("axes", List.of());
    if (axes.isEmpty() && arguments.size() > 1 && arguments.get(1).isConstant()) {
      axes = List.of((long) arguments.get(1).number());
    }
    boolean isRow =
        draft.dimensions().size() == 1 && (axes.equals(List.of(1L)) || axes.equals(List.of(-1L)));
    boolean keeps = node.number("keepdims", 1) == 1;
    return Formula.call(isRow && keeps ? "sum" : "sum over other axes", of);
  }
}
