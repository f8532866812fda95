package dev.gradus.formula.typed;

import dev.gradus.formula.typed.Term.Addend;
import dev.gradus.formula.typed.Term.Call;
import dev.gradus.formula.typed.Term.Power;
import java.util.ArrayList;
import java.util.List;

/** The derivative of a term by a name. At a kink it is one of the one-sided derivatives, or 0. */
public final class Derivative {

  private final String name;

  private Derivative(String name) {
    this.name = name;
  }

  /** The derivative of a term by a name, simplified. */
  public static Term of(Term term, String name) {
    return new Derivative(name).of(term);
  }

  private Term of(Term term) {
    if (term instanceof Term.Name own) {
      return own.name().equals(name) ? Term.ONE : Term.ZERO;
    }
    if (!term.has(name)) {
      return Term.ZERO;
    }
    if (term instanceof Term.Sum sum) {
      return Sums.of(
          0,
          sum.addends().stream().map(each -> new Addend(each.factor(), of(each.term()))).toList());
    }
    return term instanceof Term.Product product ? ofProduct(product) : ofCall((Call) term);
  }

  /** The sum over the factors of n u^(n-1) u' times the others. */
  private Term ofProduct(Term.Product product) {
    List<Addend> sum = new ArrayList<>();
    for (int i = 0; i < product.powers().size(); i++) {
      Power power = product.powers().get(i);
      Term inner = of(power.base());
      if (inner.is(0)) {
        continue;
      }
      List<Power> powers = new ArrayList<>(product.powers());
      powers.set(i, new Power(power.base(), power.exponent() - 1));
      powers.add(i, new Power(inner, 1));
      sum.add(new Addend(1, Products.of(product.number() * power.exponent(), powers)));
    }
    return Sums.of(0, sum);
  }

  private Term ofCall(Call call) {
    Term u = call.argument(0);
    return switch (call.function()) {
      case CLIP ->
          where(
              less(u, call.argument(1)),
              of(call.argument(1)),
              where(less(call.argument(2), u), of(call.argument(2)), of(u)));
      case MAX -> ofExtreme(u, call.argument(1), true);
      case MIN -> ofExtreme(u, call.argument(1), false);
      case WHERE -> where(u, of(call.argument(1)), of(call.argument(2)));
      case LESS, AT_MOST -> Term.ZERO;
      case POWER -> ofPower(call, u, call.argument(1));
      default -> outer(call, u).times(of(u));
    };
  }

  /** Where a term equals a number, the derivative is that of the number, 0, as it is for relu. */
  private Term ofExtreme(Term u, Term v, boolean isMaximum) {
    if (u instanceof Term.Number) {
      return ofExtreme(v, u, isMaximum);
    }
    return where(isMaximum ? less(v, u) : less(u, v), of(u), of(v));
  }

  /** v u^(v-1) u' + u^v log(u) v'. */
  private Term ofPower(Call call, Term u, Term v) {
    Term byBase = v.times(u.to(v.minus(Term.ONE))).times(of(u));
    Term inner = of(v);
    return inner.is(0)
        ? byBase
        : byBase.plus(call.times(Term.call(TermFunction.LOG, u)).times(inner));
  }

  /** The derivative of a function of one argument. */
  private static Term outer(Call call, Term u) {
    return switch (call.function()) {
      case ABS -> Term.call(TermFunction.SIGN, u);
      case ATAN -> Term.ONE.over(Term.ONE.plus(u.to(Term.number(2))));
      case COS -> Term.call(TermFunction.SIN, u).negated();
      case COSH -> Term.call(TermFunction.SINH, u);
      case ERF -> bell(u).times(2 / Math.sqrt(Math.PI));
      case ERFC -> bell(u).times(-2 / Math.sqrt(Math.PI));
      case EXP -> call;
      case EXPM1 -> Term.call(TermFunction.EXP, u);
      case LOG -> Term.ONE.over(u);
      case LOG1P -> Term.ONE.over(Term.ONE.plus(u));
      case LOG_COSH -> Term.call(TermFunction.TANH, u);
      case SIGMOID -> call.times(Term.call(TermFunction.SIGMOID, u.negated()));
      case SIGN -> Term.ZERO;
      case SIN -> Term.call(TermFunction.COS, u);
      case SINH -> Term.call(TermFunction.COSH, u);
      case SOFTPLUS -> Term.call(TermFunction.SIGMOID, u);
      case TANH -> Term.call(TermFunction.COSH, u).to(Term.number(-2));
      default -> throw new IllegalStateException(call.function() + " is differentiated elsewhere");
    };
  }

  /** exp(-u²). */
  private static Term bell(Term u) {
    return Term.call(TermFunction.EXP, u.to(Term.number(2)).negated());
  }

  private static Term less(Term left, Term right) {
    return Term.call(TermFunction.LESS, left, right);
  }

  private static Term where(Term condition, Term yes, Term no) {
    return Term.call(TermFunction.WHERE, condition, yes, no);
  }
}
