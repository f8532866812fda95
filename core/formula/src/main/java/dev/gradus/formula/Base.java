package dev.gradus.formula;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A possible factor of a product. */
sealed interface Base permits Base.Name, Base.Call, Base.Comparison, Base.Power, Sum {

  /** The same with names replaced, as an expression. */
  Expression with(Map<String, Expression> replacements);

  /** The value for a row. */
  double[] evaluate(Map<String, double[]> values);

  /** Its parts. */
  List<Expression> parts();

  /** Whether it needs no parentheses next to an operator. */
  default boolean isTight() {
    return true;
  }

  /** A name. */
  record Name(String name) implements Base {

    @Override
    public Expression with(Map<String, Expression> replacements) {
      Expression replacement = replacements.get(name);
      return replacement == null ? Product.of(this) : replacement;
    }

    @Override
    public double[] evaluate(Map<String, double[]> values) {
      double[] value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "the name '%s' has no value; the names that have one are %s"
                .formatted(name, String.join(", ", values.keySet().stream().sorted().toList())));
      }
      return value;
    }

    @Override
    public List<Expression> parts() {
      return List.of();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A function of numpy, element by element; {@link NumpyFunction#SUM} adds up the outputs. */
  record Call(NumpyFunction function, List<Expression> arguments) implements Base {

    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Expression with(Map<String, Expression> replacements) {
      Expression rebuilt =
          function.of(arguments.stream().map(each -> each.with(replacements)).toList());
      if (replacements.containsKey(rebuilt.toString())) {
        return replacements.get(rebuilt.toString());
      }
      Map<String, Expression> calls = new HashMap<>(replacements);
      calls.keySet().removeIf(key -> !key.startsWith("np."));
      // The replacement may contain calls that are replaced themselves.
      return calls.isEmpty() || rebuilt.equals(Product.of(this)) ? rebuilt : rebuilt.with(calls);
    }

    @Override
    public double[] evaluate(Map<String, double[]> values) {
      List<double[]> evaluated =
          arguments.stream().map(argument -> argument.evaluate(values)).toList();
      return function == NumpyFunction.SUM
          ? new double[] {Rows.sum(evaluated.get(0))}
          : Rows.combined(function::at, evaluated);
    }

    @Override
    public List<Expression> parts() {
      return arguments;
    }

    @Override
    public String toString() {
      String list = arguments.stream().map(Expression::toString).collect(Collectors.joining(", "));
      return "np."
          + function.name().toLowerCase(Locale.ROOT)
          + (function == NumpyFunction.SUM
              ? "(" + list + ", axis=1, keepdims=True)"
              : "(" + list + ")");
    }
  }

  /** A comparison: 1 where it is true, 0 elsewhere. */
  record Comparison(Expression left, String operator, Expression right) implements Base {

    @Override
    public Expression with(Map<String, Expression> replacements) {
      return Product.of(
          new Comparison(left.with(replacements), operator, right.with(replacements)));
    }

    @Override
    public double[] evaluate(Map<String, double[]> values) {
      return Rows.combined(
          x -> holds(x[0], x[1]) ? 1 : 0, List.of(left.evaluate(values), right.evaluate(values)));
    }

    private boolean holds(double x, double y) {
      return switch (operator) {
        case "<" -> x < y;
        case "<=" -> x <= y;
        case ">" -> x > y;
        default -> x >= y;
      };
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }

    @Override
    public boolean isTight() {
      return false;
    }

    @Override
    public String toString() {
      return "%s %s %s".formatted(left, operator, right);
    }
  }

  /** A power whose exponent is not a known whole number. */
  record Power(Expression base, Expression exponent) implements Base {

    @Override
    public Expression with(Map<String, Expression> replacements) {
      return Product.power(base.with(replacements), exponent.with(replacements));
    }

    @Override
    public double[] evaluate(Map<String, double[]> values) {
      return Rows.combined(
          x -> StrictMath.pow(x[0], x[1]),
          List.of(base.evaluate(values), exponent.evaluate(values)));
    }

    @Override
    public List<Expression> parts() {
      return List.of(base, exponent);
    }

    @Override
    public String toString() {
      return Product.tight(base) + "**" + Product.tight(exponent);
    }
  }
}
