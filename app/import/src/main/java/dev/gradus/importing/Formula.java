package dev.gradus.importing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A formula in a canonical form, so that equal formulas have the same text however an exporter
 * writes them: factors and terms are sorted, constants are collected, and a quotient is a product.
 *
 * @param number the factor of a product, or the constant term of a sum
 * @param parts what is multiplied, or added
 * @param isSum whether the parts are added
 */
record Formula(double number, List<String> parts, boolean isSum) {

  /** The input of the formula. */
  static final Formula X = call("x");

  private static final MathContext DIGITS = new MathContext(5);

  Formula {
    parts = parts.stream().sorted().toList();
  }

  static Formula of(double number) {
    return new Formula(number, List.of(), false);
  }

  /** Anything but a sum or a product. */
  static Formula call(String function, Formula... arguments) {
    List<String> texts = Stream.of(arguments).map(Formula::text).toList();
    return new Formula(
        1,
        List.of(texts.isEmpty() ? function : function + "(" + String.join(",", texts) + ")"),
        false);
  }

  boolean isConstant() {
    return parts.isEmpty();
  }

  Formula times(Formula other) {
    List<String> all = new ArrayList<>(factors());
    all.addAll(other.factors());
    return new Formula(factor() * other.factor(), all, false);
  }

  Formula times(double factor) {
    return times(of(factor));
  }

  private double factor() {
    return isSum ? 1 : number;
  }

  private List<String> factors() {
    return isSum ? List.of(text()) : parts;
  }

  Formula plus(Formula other) {
    List<String> all = new ArrayList<>(terms());
    all.addAll(other.terms());
    double sum = term() + other.term();
    return all.isEmpty() ? of(sum) : new Formula(sum, all, true);
  }

  Formula plus(double term) {
    return plus(of(term));
  }

  private double term() {
    return isSum || isConstant() ? number : 0;
  }

  private List<String> terms() {
    return isSum || isConstant() ? parts : List.of(text());
  }

  /** 1/this. */
  Formula inverse() {
    return isConstant() ? of(1 / number) : call("inverse", this);
  }

  String text() {
    if (isConstant()) {
      return text(number);
    }
    String joined = String.join(isSum ? "+" : "*", parts);
    boolean isPlain = isSum ? number == 0 : number == 1;
    if (isPlain) {
      return parts.size() == 1 ? joined : "(" + joined + ")";
    }
    return "(" + text(number) + (isSum ? "+" : "*") + joined + ")";
  }

  private static String text(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toString()
        : Double.toString(number);
  }
}
