package dev.gradus.engine.numpy;

import dev.gradus.formula.Expression;
import dev.gradus.spi.NumpyExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variable names of a layer in numpy.
 *
 * @param number the number appended to names, from 1; empty for no number
 */
record LayerNames(String number) {

  static LayerNames of(int number) {
    return new LayerNames(String.valueOf(number));
  }

  /** The name of the outputs: an underscore and the number, as in {@code a_2}. */
  String outputs() {
    return number.isEmpty() ? "a" : "a_" + number;
  }

  /** The name of another array of the layer, such as {@code Z2}. */
  String of(String letter) {
    return letter + number;
  }

  /** The name of an option of its activation. */
  String option(String name) {
    return number.isEmpty() ? name : name + (name.endsWith("_") ? "" : "_") + number;
  }

  /** An expression with the names of this layer. */
  Expression in(Expression expression) {
    return expression.with(
        Map.of(
            "a",
            Expression.name(outputs()),
            "z",
            Expression.name(of("Z")),
            "d_A",
            Expression.name(of("d_A"))));
  }

  /**
   * The stated derivative of an activation, with the names of its options; a loss may have the same
   * names.
   */
  Expression stated(NumpyExpression activation) {
    Map<String, Expression> names = new HashMap<>();
    activation.options().keySet().forEach(each -> names.put(each, Expression.name(option(each))));
    return Expression.parse(activation.text()).with(names);
  }

  /** A line for each option of its activation. */
  List<String> values(NumpyExpression activation) {
    return activation.options().entrySet().stream()
        .map(each -> value(option(each.getKey()), each.getValue()))
        .toList();
  }

  static String value(String name, double value) {
    return name + " = " + Expression.number(value);
  }
}
