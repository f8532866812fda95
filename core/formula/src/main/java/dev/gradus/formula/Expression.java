package dev.gradus.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An expression of numpy for one row: a number, or one number for each output.
 *
 * <p>The names {@code a} (outputs), {@code z} or {@code Z} (pre-activations), {@code y} (targets)
 * and {@code d_A} (the derivative of a loss by the outputs) have a number for each output, and so
 * do those with the number of a layer, such as {@code a_2}, {@code Z2} and {@code d_A2}. {@code K}
 * is the number of outputs. Every other name, such as an option, is the same for all outputs.
 */
public sealed interface Expression permits Product, Sum {

  /** The names that stand for one number per output. */
  Pattern PER_OUTPUT = Pattern.compile("y|a(_\\d+)?|(z|Z|d_A)\\d*");

  /** The name of the number of outputs. */
  String OUTPUTS = "K";

  /**
   * Parses an expression of numpy: numbers, names, {@code + - * / **}, comparisons, and the
   * functions of {@link NumpyFunction}; sums over the outputs of a row are {@code np.sum(x, axis=1,
   * keepdims=True)}.
   *
   * @throws IllegalArgumentException with a sentence that says where parsing fails
   */
  static Expression parse(String text) {
    return new Parser(text).expression();
  }

  /** A number. */
  static Expression number(double value) {
    return new Product(value, 1, List.of());
  }

  /** A name. */
  static Expression name(String name) {
    return Product.of(new Base.Name(name));
  }

  /** This expression times another one, with equal factors cancelled. */
  default Expression times(Expression other) {
    return Product.of(this, other, 1);
  }

  /** This expression divided by another one, with equal factors cancelled. */
  default Expression over(Expression other) {
    return Product.of(this, other, -1);
  }

  /**
   * This expression with names replaced, or whole calls such as {@code np.sum(y, axis=1,
   * keepdims=True)}; simplified again.
   *
   * @param replacements by the name, or by the call as it is printed
   */
  Expression with(Map<String, Expression> replacements);

  /**
   * The value for a row.
   *
   * @param values by name: one number, or one for each output; not modified
   * @return one number, or one for each output
   * @throws IllegalArgumentException naming a name that has no value
   */
  double[] evaluate(Map<String, double[]> values);

  /** The numeric factor in front, as printed, such as {@code 2} or {@code 2 / 3}. */
  default String factor() {
    return this instanceof Product product
        ? new Product(product.over(), product.under(), List.of()).toString()
        : "1";
  }

  /** The direct parts of this expression. */
  List<Expression> parts();

  /** The names in it, in the order in which they first appear. */
  default Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    List<Expression> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      Expression next = open.remove(0);
      if (next instanceof Product product) {
        for (Product.Factor factor : product.factors()) {
          if (factor.base() instanceof Base.Name name) {
            names.add(name.name());
          }
        }
      }
      open.addAll(0, next.parts());
    }
    return names;
  }

  /** Whether it is the same for all outputs of a row. */
  default boolean isPerRow() {
    return names().stream().noneMatch(PER_OUTPUT.asMatchPredicate());
  }
}
