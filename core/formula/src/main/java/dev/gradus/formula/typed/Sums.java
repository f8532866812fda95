package dev.gradus.formula.typed;

import dev.gradus.formula.typed.Term.Addend;
import dev.gradus.formula.typed.Term.Call;
import dev.gradus.formula.typed.Term.Power;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds sums: collects equal terms, and rewrites a number plus a function where the two would
 * cancel each other, such as {@code exp(u) - 1}.
 */
final class Sums {

  private double constant;
  private final List<Addend> addends = new ArrayList<>();

  private Sums() {}

  static Term of(double constant, List<Addend> addends) {
    Sums sum = new Sums();
    sum.constant = constant;
    addends.forEach(each -> sum.add(each.factor(), each.term()));
    for (int i = 0; i < sum.addends.size(); i++) {
      sum.rewriteWithConstant(i);
    }
    sum.rewritePairOfExponentials();
    return sum.finished();
  }

  private void add(double factor, Term term) {
    if (term instanceof Term.Number number) {
      constant += factor * number.value();
    } else if (term instanceof Term.Sum sum && Math.abs(factor) == 1) {
      constant += factor * sum.constant();
      sum.addends().forEach(each -> add(factor * each.factor(), each.term()));
    } else if (term instanceof Term.Product product && product.number() != 1) {
      add(factor * product.number(), Products.of(1, product.powers()));
    } else {
      collect(factor, term);
    }
  }

  private void collect(double factor, Term term) {
    for (int i = 0; i < addends.size(); i++) {
      if (addends.get(i).term().equals(term)) {
        double both = addends.get(i).factor() + factor;
        if (both == 0) {
          addends.remove(i);
        } else {
          addends.set(i, new Addend(both, term));
        }
        return;
      }
    }
    if (factor != 0) {
      addends.add(new Addend(factor, term));
    }
  }

  /** Joins the constant with an addend if both would lose digits apart. */
  private void rewriteWithConstant(int index) {
    double factor = addends.get(index).factor();
    Optional<Term> joined =
        constant == -factor
            ? minusOne(addends.get(index).term())
            : constant == factor ? plusOne(addends.get(index).term()) : Optional.empty();
    joined.ifPresent(
        term -> {
          constant = 0;
          addends.remove(index);
          Term scaled = term.times(factor);
          List<Addend> others = List.copyOf(addends.subList(index, addends.size()));
          addends.subList(index, addends.size()).clear();
          add(1, scaled);
          others.forEach(each -> add(each.factor(), each.term()));
        });
  }

  /** The term minus 1, if there is a better way to compute it. */
  private static Optional<Term> minusOne(Term term) {
    if (term instanceof Call call) {
      Term u = call.argument(0);
      return Optional.ofNullable(
          switch (call.function()) {
            case EXP -> Term.call(TermFunction.EXPM1, u);
            case SIGMOID -> Term.call(TermFunction.SIGMOID, u.negated()).negated();
            case ERF -> Term.call(TermFunction.ERFC, u).negated();
            case TANH -> Term.call(TermFunction.SIGMOID, u.times(-2)).times(-2);
            case COS -> Term.call(TermFunction.SIN, u.times(0.5)).to(Term.number(2)).times(-2);
            case COSH -> Term.call(TermFunction.SINH, u.times(0.5)).to(Term.number(2)).times(2);
            default -> null;
          });
    }
    if (term instanceof Term.Product product && product.powers().size() == 1) {
      Power only = product.powers().get(0);
      if (only.exponent() == 2
          && only.base() instanceof Call call
          && call.function() == TermFunction.TANH) {
        return Optional.of(
            Term.call(TermFunction.COSH, call.argument(0)).to(Term.number(-2)).negated());
      }
      // sqrt(1 + r) - 1 = r / (sqrt(1 + r) + 1)
      if (only.exponent() == 0.5 && only.base() instanceof Term.Sum sum && sum.constant() == 1) {
        return Optional.of(of(0, sum.addends()).over(of(1, List.of(new Addend(1, term)))));
      }
    }
    return Optional.empty();
  }

  /** The term plus 1, if there is a better way to compute it. */
  private static Optional<Term> plusOne(Term term) {
    if (term instanceof Call call && call.function() == TermFunction.ERF) {
      return Optional.of(Term.call(TermFunction.ERFC, call.argument(0).negated()));
    }
    if (term instanceof Call call && call.function() == TermFunction.TANH) {
      return Optional.of(Term.call(TermFunction.SIGMOID, call.argument(0).times(2)).times(2));
    }
    return Optional.empty();
  }

  /** exp(u) - exp(-u) = 2 sinh(u), and exp(u) + exp(-u) = 2 cosh(u). */
  private void rewritePairOfExponentials() {
    if (addends.size() == 2
        && exponent(addends.get(0).term()).isPresent()
        && exponent(addends.get(0).term())
            .equals(exponent(addends.get(1).term()).map(Term::negated))
        && Math.abs(addends.get(0).factor()) == Math.abs(addends.get(1).factor())) {
      double first = addends.get(0).factor();
      TermFunction both = first == addends.get(1).factor() ? TermFunction.COSH : TermFunction.SINH;
      Term u = exponent(addends.get(0).term()).orElseThrow();
      addends.clear();
      add(1, Term.call(both, u).times(2 * first));
    }
  }

  private static Optional<Term> exponent(Term term) {
    return term instanceof Call call && call.function() == TermFunction.EXP
        ? Optional.of(call.argument(0))
        : Optional.empty();
  }

  private Term finished() {
    if (addends.isEmpty()) {
      return Term.number(constant);
    }
    Addend first = addends.get(0);
    if (addends.size() > 1 || constant != 0) {
      return new Term.Sum(constant + 0.0, addends);
    }
    return first.factor() == 1
        ? first.term()
        : Products.of(first.factor(), List.of(new Power(first.term(), 1)));
  }
}
