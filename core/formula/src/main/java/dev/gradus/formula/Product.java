package dev.gradus.formula;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A product: a number, and factors to whole powers, no two of which have the same base.
 *
 * @param over the numerator of the number
 * @param under its denominator, above 0
 * @param factors in the order in which they were written
 */
record Product(double over, double under, List<Factor> factors) implements Expression {

  /** The limit for numbers whose common divisor is computed. */
  private static final double WHOLE = 1e9;

  /** The largest exponent that counts as small. */
  private static final int MOST_TIMES = 64;

  Product {
    factors = List.copyOf(factors);
  }

  /**
   * A base to a whole power.
   *
   * @param exponent not 0
   */
  record Factor(Base base, int exponent) {

    @Override
    public String toString() {
      String text = base.isTight() ? base.toString() : "(" + base + ")";
      return Math.abs(exponent) == 1 ? text : text + "**" + Math.abs(exponent);
    }
  }

  static Product of(Base base) {
    return new Product(1, 1, List.of(new Factor(base, 1)));
  }

  /** A single factor; a sum to the power of 1 stays a sum. */
  static Expression of(Factor factor) {
    return factor.base() instanceof Sum sum && factor.exponent() == 1
        ? sum
        : new Product(1, 1, List.of(factor));
  }

  /** The product of two expressions, the second to the power of 1 or -1. */
  static Expression of(Expression first, Expression second, int exponent) {
    Product one = asProduct(first);
    Product other = asProduct(second);
    double over = one.over * (exponent > 0 ? other.over : other.under);
    double under = one.under * (exponent > 0 ? other.under : other.over);
    List<Factor> factors = new ArrayList<>(one.factors);
    for (Factor factor : other.factors) {
      multiply(factors, new Factor(factor.base(), factor.exponent() * exponent));
    }
    return distributed(reduced(over, under, factors));
  }

  /** A sum is a product of one factor. */
  private static Product asProduct(Expression expression) {
    return expression instanceof Product product ? product : of((Sum) expression);
  }

  private static void multiply(List<Factor> factors, Factor factor) {
    for (int i = 0; i < factors.size(); i++) {
      if (factors.get(i).base().equals(factor.base())) {
        int exponent = factors.get(i).exponent() + factor.exponent();
        if (exponent == 0) {
          factors.remove(i);
        } else {
          factors.set(i, new Factor(factor.base(), exponent));
        }
        return;
      }
    }
    factors.add(factor);
  }

  /** Reduces the number to lowest terms, if it is a ratio of whole numbers. */
  static Product reduced(double over, double under, List<Factor> factors) {
    if (over == 0) {
      return new Product(0, 1, List.of());
    }
    double sign = under < 0 ? -1 : 1;
    double divisor = sign;
    if (isWhole(over) && isWhole(under)) {
      double a = Math.abs(over);
      double b = Math.abs(under);
      while (b != 0) {
        double rest = a % b;
        a = b;
        b = rest;
      }
      divisor *= a;
    }
    return new Product(over / divisor, under / divisor, factors);
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) < WHOLE;
  }

  /**
   * Multiplies a factor into a sum if a term of the sum is divided by it, so that it cancels there;
   * a sum without further factors stays a sum.
   */
  private static Expression distributed(Product product) {
    for (Factor factor : product.factors) {
      if (factor.base() instanceof Sum sum && factor.exponent() == 1) {
        for (Factor other : product.factors) {
          if (other.exponent() > 0
              && sum.terms().stream().anyMatch(term -> term.isDividedBy(other.base()))) {
            List<Factor> rest = new ArrayList<>(product.factors);
            rest.remove(factor);
            rest.remove(other);
            Expression multiplied =
                Sum.of(sum.terms().stream().map(term -> term.times(of(other))).toList());
            return new Product(product.over, product.under, rest).times(multiplied);
          }
        }
      }
    }
    boolean isAlone = product.over == 1 && product.under == 1 && product.factors.size() == 1;
    return isAlone ? of(product.factors.get(0)) : product;
  }

  private boolean isDividedBy(Base base) {
    return factors.stream().anyMatch(factor -> factor.exponent() < 0 && factor.base().equals(base));
  }

  /** A power; with a small whole exponent it is a factor. */
  static Expression power(Expression base, Expression exponent) {
    if (exponent instanceof Product number && number.factors.isEmpty() && number.under == 1) {
      int whole = (int) number.over;
      if (whole == number.over && whole == 0) {
        return Expression.number(1);
      }
      if (whole == number.over && Math.abs(whole) <= MOST_TIMES) {
        Expression result = Expression.number(1);
        for (int i = 0; i < Math.abs(whole); i++) {
          result = of(result, base, whole > 0 ? 1 : -1);
        }
        return result;
      }
    }
    return of(new Base.Power(base, exponent));
  }

  Product negated() {
    return new Product(-over, under, factors);
  }

  @Override
  public Expression with(Map<String, Expression> replacements) {
    Expression result = new Product(over, under, List.of());
    for (Factor factor : factors) {
      Expression replaced = factor.base().with(replacements);
      for (int i = 0; i < Math.abs(factor.exponent()); i++) {
        result = of(result, replaced, factor.exponent() > 0 ? 1 : -1);
      }
    }
    return result;
  }

  @Override
  public double[] evaluate(Map<String, double[]> values) {
    double[] result = {over / under};
    for (Factor factor : factors) {
      result =
          Rows.combined(
              x -> x[0] * StrictMath.pow(x[1], factor.exponent()),
              List.of(result, factor.base().evaluate(values)));
    }
    return result;
  }

  @Override
  public List<Expression> parts() {
    return factors.stream().flatMap(factor -> factor.base().parts().stream()).toList();
  }

  /** The text, in parentheses unless it is a single name, call or number. */
  static String tight(Expression expression) {
    boolean isTight =
        expression instanceof Product product
            && product.under == 1
            && (product.factors.isEmpty()
                ? product.over >= 0
                : product.over == 1
                    && product.factors.size() == 1
                    && product.factors.get(0).exponent() == 1
                    && product.factors.get(0).base().isTight()
                    && !(product.factors.get(0).base() instanceof Base.Power));
    return isTight ? expression.toString() : "(" + expression + ")";
  }

  /** The text without parentheses, for a single factor. */
  @Override
  public String toString() {
    boolean isComparison =
        over == 1
            && under == 1
            && factors.size() == 1
            && factors.get(0).exponent() == 1
            && factors.get(0).base() instanceof Base.Comparison;
    return isComparison ? factors.get(0).base().toString() : term();
  }

  /** The text as a term of a sum, where a comparison needs parentheses. */
  String term() {
    List<String> above =
        factors.stream().filter(f -> f.exponent() > 0).map(Factor::toString).toList();
    List<String> below =
        factors.stream().filter(f -> f.exponent() < 0).map(Factor::toString).toList();
    List<String> numerator = new ArrayList<>();
    if (Math.abs(over) != 1 || above.isEmpty()) {
      numerator.add(digits(Math.abs(over)));
    }
    numerator.addAll(above);
    List<String> denominator = new ArrayList<>(below);
    if (under != 1) {
      denominator.add(digits(under));
    }
    String text = (over < 0 ? "-" : "") + String.join(" * ", numerator);
    if (denominator.isEmpty()) {
      return text;
    }
    return text
        + " / "
        + (denominator.size() == 1
            ? denominator.get(0)
            : denominator.stream().collect(Collectors.joining(" * ", "(", ")")));
  }

  private static String digits(double number) {
    return isWhole(number)
        ? BigDecimal.valueOf(number).setScale(0, java.math.RoundingMode.UNNECESSARY).toString()
        : Double.toString(number).replace('E', 'e');
  }
}
