package dev.gradus.formula.typed;

import dev.gradus.formula.typed.Term.Addend;
import dev.gradus.formula.typed.Term.Call;
import dev.gradus.formula.typed.Term.Power;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds products: collects powers of equal bases, and recognises functions in quotients. */
final class Products {

  private double number;
  private final List<Power> powers = new ArrayList<>();

  private Products(double number) {
    this.number = number;
  }

  static Term of(double number, List<Power> powers) {
    Products product = new Products(number);
    powers.forEach(each -> product.multiply(each.base(), each.exponent()));
    product.joinExponentials();
    product.joinPairs();
    return product.finished();
  }

  private void multiply(Term base, double exponent) {
    if (exponent == 0) {
      return;
    }
    boolean isWhole = exponent == Math.rint(exponent);
    if (base instanceof Term.Number known && Double.isFinite(power(known.value(), exponent))) {
      number *= power(known.value(), exponent);
    } else if (base instanceof Term.Product product && (isWhole || isPositive(product))) {
      number *= power(product.number(), exponent);
      product.powers().forEach(each -> multiply(each.base(), each.exponent() * exponent));
    } else if (base instanceof Term.Product product && isEvenPower(product)) {
      Power only = product.powers().get(0);
      multiply(Term.call(TermFunction.ABS, only.base()), only.exponent() * exponent);
      number *= power(product.number(), exponent);
    } else if (base instanceof Call call && call.function() == TermFunction.EXP) {
      collect(Term.call(TermFunction.EXP, call.argument(0).times(exponent)), 1);
    } else if (base instanceof Call call
        && call.function() == TermFunction.ABS
        && exponent == 2 * Math.rint(exponent / 2)) {
      multiply(call.argument(0), exponent);
    } else if (onePlusExponential(base).isPresent()) {
      // 1/(1 + exp(u)) = sigmoid(-u)
      collect(
          Term.call(TermFunction.SIGMOID, onePlusExponential(base).orElseThrow().negated()),
          -exponent);
    } else {
      collect(base, exponent);
    }
  }

  /** Exact for small whole exponents. */
  private static double power(double base, double exponent) {
    return exponent == 1 ? base : exponent == -1 ? 1 / base : StrictMath.pow(base, exponent);
  }

  private static boolean isPositive(Term.Product product) {
    return product.number() > 0
        && product.powers().stream()
            .allMatch(each -> each.base() instanceof Call call && call.function().isPositive());
  }

  /** A positive number times an even power, whose root is an absolute value. */
  private static boolean isEvenPower(Term.Product product) {
    return product.number() > 0
        && product.powers().size() == 1
        && product.powers().get(0).exponent() % 2 == 0;
  }

  /** The u of 1 + exp(u). */
  private static Optional<Term> onePlusExponential(Term base) {
    if (base instanceof Term.Sum sum && sum.constant() == 1 && sum.addends().size() == 1) {
      Addend only = sum.addends().get(0);
      if (only.factor() == 1
          && only.term() instanceof Call call
          && call.function() == TermFunction.EXP) {
        return Optional.of(call.argument(0));
      }
    }
    return Optional.empty();
  }

  private void collect(Term base, double exponent) {
    for (int i = 0; i < powers.size(); i++) {
      if (powers.get(i).base().equals(base)) {
        double both = powers.get(i).exponent() + exponent;
        powers.remove(i);
        if (both != 0) {
          powers.add(i, new Power(base, both));
        }
        return;
      }
    }
    powers.add(new Power(base, exponent));
  }

  /** exp(u) exp(v) = exp(u + v). */
  private void joinExponentials() {
    Term sum = Term.ZERO;
    int first = -1;
    int count = 0;
    for (int i = 0; i < powers.size(); i++) {
      if (powers.get(i).base() instanceof Call call && call.function() == TermFunction.EXP) {
        sum = sum.plus(call.argument(0).times(powers.get(i).exponent()));
        first = first < 0 ? i : first;
        count++;
      }
    }
    if (count == 0 || (count == 1 && powers.get(first).exponent() == 1)) {
      return;
    }
    powers.removeIf(
        each -> each.base() instanceof Call call && call.function() == TermFunction.EXP);
    Term joined = Term.call(TermFunction.EXP, sum);
    if (joined instanceof Term.Number known) {
      number *= known.value();
    } else {
      powers.add(Math.min(first, powers.size()), new Power(joined, 1));
    }
  }

  /** Joins pairs of functions of the same term. */
  private void joinPairs() {
    for (int i = 0; i < powers.size(); i++) {
      for (int j = 0; j < powers.size(); j++) {
        Optional<Term> joined = i == j ? Optional.empty() : joined(powers.get(i), powers.get(j));
        if (joined.isPresent()) {
          Power one = powers.get(i);
          Power other = powers.get(j);
          powers.remove(one);
          powers.remove(other);
          multiply(joined.get(), 1);
          joinPairs();
          return;
        }
      }
    }
  }

  private static Optional<Term> joined(Power one, Power other) {
    if (!(one.base() instanceof Call a && other.base() instanceof Call b)
        || one.exponent() != 1
        || Math.abs(other.exponent()) != 1) {
      return Optional.empty();
    }
    Term u = a.argument(0);
    Term v = b.argument(0);
    boolean divides = other.exponent() == -1;
    // exp(u)/(1 + exp(u)) = sigmoid(u)
    if (is(a, TermFunction.EXP)
        && is(b, TermFunction.SIGMOID)
        && !divides
        && v.equals(u.negated())) {
      return Optional.of(Term.call(TermFunction.SIGMOID, u));
    }
    // (exp(u) - 1)/(exp(u) + 1) = tanh(u/2)
    if (is(a, TermFunction.EXPM1)
        && is(b, TermFunction.SIGMOID)
        && !divides
        && v.equals(u.negated())) {
      return Optional.of(Term.call(TermFunction.TANH, u.times(0.5)));
    }
    if (is(a, TermFunction.SINH) && is(b, TermFunction.COSH) && divides && v.equals(u)) {
      return Optional.of(Term.call(TermFunction.TANH, u));
    }
    // |u| sign(u) = u
    if (is(a, TermFunction.ABS) && is(b, TermFunction.SIGN) && !divides && v.equals(u)) {
      return Optional.of(u);
    }
    return Optional.empty();
  }

  private static boolean is(Call call, TermFunction function) {
    return call.function() == function;
  }

  private Term finished() {
    if (number == 0 || powers.isEmpty()) {
      return Term.number(number);
    }
    if (powers.size() == 1 && powers.get(0).exponent() == 1) {
      Term only = powers.get(0).base();
      if (number == 1) {
        return only;
      }
      // -(p - y) is y - p.
      if (number == -1 && only instanceof Term.Sum sum) {
        return new Term.Sum(
            0.0 - sum.constant(),
            sum.addends().stream().map(each -> new Addend(-each.factor(), each.term())).toList());
      }
    }
    return new Term.Product(number, powers);
  }
}
