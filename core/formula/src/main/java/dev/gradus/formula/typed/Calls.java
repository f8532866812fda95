package dev.gradus.formula.typed;

import dev.gradus.formula.typed.Term.Addend;
import dev.gradus.formula.typed.Term.Call;
import dev.gradus.formula.typed.Term.Power;
import java.util.List;

/** Builds calls of functions: computes numbers, and rewrites logarithms of functions. */
final class Calls {

  private Calls() {}

  static Term of(TermFunction function, List<Term> arguments) {
    if (function.isKnownToJava() && arguments.stream().allMatch(Term.Number.class::isInstance)) {
      double value =
          function.at(
              arguments.stream().mapToDouble(each -> ((Term.Number) each).value()).toArray());
      if (Double.isFinite(value)) {
        return Term.number(value);
      }
    }
    Term u = arguments.get(0);
    Call plain = new Call(function, arguments);
    return switch (function) {
      case ABS -> absolute(u, plain);
      case EXP -> exponential(u, plain);
      case LOG -> logarithm(u, plain);
      case LOG1P -> logarithmOfSum(u, plain);
      case SQRT -> u.to(Term.number(0.5));
      case MAX, MIN -> u.equals(arguments.get(1)) ? u : plain;
      case WHERE -> where(plain);
      case POWER -> arguments.get(1) instanceof Term.Number ? u.to(arguments.get(1)) : plain;
      default -> plain;
    };
  }

  private static Term absolute(Term u, Call plain) {
    if (u instanceof Call call
        && (call.function().isPositive() || call.function() == TermFunction.ABS)) {
      return u;
    }
    if (u instanceof Term.Product product && product.number() != 1) {
      return Term.call(TermFunction.ABS, Products.of(1, product.powers()))
          .times(Math.abs(product.number()));
    }
    return plain;
  }

  private static Term exponential(Term u, Call plain) {
    if (u instanceof Call call && call.function() == TermFunction.LOG) {
      return call.argument(0);
    }
    // exp(c log(v)) = v^c
    if (u instanceof Term.Product product
        && product.powers().size() == 1
        && product.powers().get(0).exponent() == 1
        && product.powers().get(0).base() instanceof Call call
        && call.function() == TermFunction.LOG) {
      return call.argument(0).to(Term.number(product.number()));
    }
    return plain;
  }

  private static Term logarithm(Term u, Call plain) {
    if (u instanceof Call call) {
      Term v = call.argument(0);
      return switch (call.function()) {
        case EXP -> v;
        case SIGMOID -> Term.call(TermFunction.SOFTPLUS, v.negated()).negated();
        case COSH -> Term.call(TermFunction.LOG_COSH, v);
        default -> plain;
      };
    }
    if (u instanceof Term.Sum sum && sum.constant() == 1) {
      return Term.call(TermFunction.LOG1P, Sums.of(0, sum.addends()));
    }
    return u instanceof Term.Product product ? logarithmOfProduct(product, plain) : plain;
  }

  /** Factors that are above 0 for sure become logarithms of their own. */
  private static Term logarithmOfProduct(Term.Product product, Call plain) {
    List<Power> apart = product.powers().stream().filter(each -> isPositive(each.base())).toList();
    if (apart.isEmpty()) {
      return plain;
    }
    Term sum = Term.ZERO;
    for (Power each : apart) {
      sum = sum.plus(Term.call(TermFunction.LOG, each.base()).times(each.exponent()));
    }
    Term rest =
        Products.of(
            product.number(),
            product.powers().stream().filter(each -> !apart.contains(each)).toList());
    return rest.is(1) ? sum : sum.plus(Term.call(TermFunction.LOG, rest));
  }

  private static boolean isPositive(Term term) {
    return term instanceof Call call && call.function().isPositive();
  }

  private static Term logarithmOfSum(Term u, Call plain) {
    if (u instanceof Call call && call.function() == TermFunction.EXP) {
      return Term.call(TermFunction.SOFTPLUS, call.argument(0));
    }
    // log(1 - sigmoid(v)) = log(sigmoid(-v)); log(1 + (v - 1)) = log(v)
    boolean mayJoin =
        (u instanceof Term.Sum sum && sum.constant() == -1)
            || (u instanceof Term.Product product
                && product.number() == -1
                && product.powers().equals(List.of(new Power(product.powers().get(0).base(), 1)))
                && isPositive(product.powers().get(0).base()));
    Term joined = mayJoin ? Sums.of(1, List.of(new Addend(1, u))) : u;
    return joined instanceof Term.Sum || !mayJoin ? plain : Term.call(TermFunction.LOG, joined);
  }

  private static Term where(Call plain) {
    Term condition = plain.argument(0);
    if (condition instanceof Term.Number known) {
      return plain.argument(known.value() != 0 ? 1 : 2);
    }
    // where(x > 0, x, 0) = max(x, 0)
    Term yes = plain.argument(1);
    if (yes instanceof Term.Name
        && plain.argument(2).is(0)
        && condition.equals(new Call(TermFunction.LESS, List.of(Term.ZERO, yes)))) {
      return Term.call(TermFunction.MAX, yes, Term.ZERO);
    }
    return yes.equals(plain.argument(2)) ? yes : plain;
  }
}
