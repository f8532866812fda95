package dev.gradus.formula.typed;

import dev.gradus.formula.typed.Term.Addend;
import dev.gradus.formula.typed.Term.Call;
import dev.gradus.formula.typed.Term.Power;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the numbers for which a term is defined: {@code log(p)} needs p above 0, {@code 1 / (1 -
 * p)} needs p below 1, {@code sqrt(1 + p)} needs p from -1 on.
 *
 * <p>A logarithm, a root, or a divisor gives a bound if it depends on one name, as a sum with a
 * number or through functions that only rise. Whether another one is above 0 follows from the
 * ranges of its parts, or is not known; then nothing is bounded, and the value may be no number
 * somewhere. A branch of {@code where} is only needed where its comparison says so.
 */
public final class Ranges {

  /** A bound on one name may follow from that on another, which is found later. */
  private static final int PASSES = 3;

  private final Map<String, Range> found = new HashMap<>();
  private boolean isCertain = true;

  private Ranges() {}

  /**
   * The ranges in which some terms are defined.
   *
   * @param terms whose names are all variables
   * @return by name; all numbers for a name that is not there
   */
  public static Map<String, Range> of(List<Term> terms) {
    Ranges ranges = new Ranges();
    for (int pass = 0; pass < PASSES; pass++) {
      terms.forEach(term -> ranges.visit(term, Map.of()));
    }
    return Map.copyOf(ranges.found);
  }

  /**
   * Whether terms are certainly defined for all numbers.
   *
   * @param terms whose names are all variables
   */
  public static boolean areDefinedEverywhere(List<Term> terms) {
    Ranges ranges = new Ranges();
    terms.forEach(term -> ranges.visit(term, Map.of()));
    return ranges.isCertain && ranges.found.isEmpty();
  }

  /**
   * The range of the values of a term.
   *
   * @param of the ranges of its names; all numbers for a name that is not there
   */
  public static Range values(Term term, Map<String, Range> of) {
    Ranges ranges = new Ranges();
    ranges.found.putAll(of);
    return ranges.bounds(term, Map.of());
  }

  /** Collects what a term needs, where some names are known to be in narrower ranges. */
  private void visit(Term term, Map<String, Range> known) {
    if (term instanceof Call call && call.function() == TermFunction.WHERE) {
      visit(call.argument(0), known);
      visit(call.argument(1), narrowed((Call) call.argument(0), true, known));
      visit(call.argument(2), narrowed((Call) call.argument(0), false, known));
      return;
    }
    term.parts().forEach(part -> visit(part, known));
    if (term instanceof Call call) {
      Term u = call.argument(0);
      switch (call.function()) {
        case LOG -> needPositive(u, false, known);
        case LOG1P -> needPositive(u.plus(Term.ONE), false, known);
        case POWER -> needPositive(u, false, known);
        default -> {}
      }
    } else if (term instanceof Term.Product product) {
      for (Power each : product.powers()) {
        if (each.exponent() != Math.rint(each.exponent())) {
          needPositive(each.base(), each.exponent() > 0, known);
        } else if (each.exponent() < 0) {
          needNotZero(each.base(), known);
        }
      }
    }
  }

  /** The ranges of names where a comparison is true, or false. */
  private Map<String, Range> narrowed(Call comparison, boolean holds, Map<String, Range> known) {
    Term difference = comparison.argument(1).minus(comparison.argument(0));
    boolean orEqual = (comparison.function() == TermFunction.AT_MOST) == holds;
    Optional<Bound> bound = bound(holds ? difference : difference.negated(), orEqual);
    if (bound.isEmpty()) {
      return known;
    }
    Map<String, Range> narrower = new HashMap<>(known);
    String name = bound.get().name();
    narrower.put(name, rangeOf(name, known).and(bound.get().range()));
    return narrower;
  }

  private Range rangeOf(String name, Map<String, Range> known) {
    Range own = found.getOrDefault(name, Range.ALL);
    return known.containsKey(name) ? own.and(known.get(name)) : own;
  }

  /** A range for a name. */
  private record Bound(String name, Range range) {}

  private void needPositive(Term term, boolean orZero, Map<String, Range> known) {
    Range bounds = bounds(term, known);
    if (bounds.isPositive() || (orZero && bounds.isAtLeastZero())) {
      return;
    }
    if (term instanceof Term.Product product) {
      needPositive(product, orZero, known);
    } else if (term instanceof Call call) {
      needSign(call, 1, orZero, known);
    } else {
      need(bound(term, orZero), known);
    }
  }

  /** A product is positive if its factors of unknown sign are. */
  private void needPositive(Term.Product product, boolean orZero, Map<String, Range> known) {
    boolean isNegative = product.number() < 0;
    for (Power each : product.powers()) {
      isNegative ^= bounds(each.base(), known).isNegative() && each.exponent() % 2 != 0;
    }
    for (Power each : product.powers()) {
      Range bounds = bounds(each.base(), known);
      if (bounds.isNegative() || bounds.isPositive()) {
        continue;
      }
      boolean mayBeZero = orZero && each.exponent() > 0;
      if (each.exponent() % 2 == 0) {
        if (!mayBeZero) {
          needNotZero(each.base(), known);
        }
      } else if (each.base() instanceof Call call) {
        needSign(call, isNegative ? -1 : 1, mayBeZero, known);
        isNegative = false;
      } else if (isNegative) {
        need(bound(each.base().negated(), mayBeZero), known);
        isNegative = false;
      } else {
        needPositive(each.base(), mayBeZero, known);
      }
    }
  }

  /** A function that has the sign of its argument, or of that minus 1, passes the need on. */
  private void needSign(Call call, int sign, boolean orZero, Map<String, Range> known) {
    Term u = call.argument(0);
    switch (call.function()) {
      case LOG -> {
        Term difference = u.minus(Term.ONE);
        needPositive(sign > 0 ? difference : difference.negated(), orZero, known);
      }
      case ATAN, ERF, EXPM1, LOG1P, SINH, TANH, SIGN -> {
        if (sign > 0) {
          needPositive(u, orZero, known);
        } else {
          needPositive(u.negated(), orZero, known);
        }
      }
      case ABS -> {
        if (sign > 0) {
          needNotZero(u, known);
        } else {
          isCertain = false;
        }
      }
      default -> isCertain = false;
    }
  }

  /** Of the two sides of a number that is excluded, the one above it is chosen. */
  private void needNotZero(Term term, Map<String, Range> known) {
    Range bounds = bounds(term, known);
    if (bounds.isPositive() || bounds.isNegative()) {
      return;
    }
    if (term instanceof Term.Product product) {
      product.powers().forEach(each -> needNotZero(each.base(), known));
    } else if (term instanceof Call call) {
      switch (call.function()) {
        case ABS, ATAN, ERF, EXPM1, LOG1P, SINH, TANH, SIGN -> needNotZero(call.argument(0), known);
        case LOG -> needPositive(term, false, known);
        default -> isCertain = false;
      }
    } else {
      need(bound(bounds.high() <= 0 ? term.negated() : term, false), known);
    }
  }

  private void need(Optional<Bound> needed, Map<String, Range> known) {
    if (needed.isEmpty()) {
      isCertain = false;
      return;
    }
    Bound bound = needed.get();
    Range now = rangeOf(bound.name(), known);
    Range then = now.and(bound.range());
    if (!then.equals(now)) {
      found.merge(bound.name(), bound.range(), Range::and);
    }
  }

  /** What a term above 0 means for the only name in it, if it is a number times that plus one. */
  private static Optional<Bound> bound(Term term, boolean orZero) {
    if (term instanceof Term.Name name) {
      return Optional.of(new Bound(name.name(), Range.above(0, orZero)));
    }
    if (term instanceof Term.Product product && product.powers().size() == 1) {
      Power only = product.powers().get(0);
      return only.exponent() == 1 && only.base() instanceof Term.Name name
          ? Optional.of(bound(name, product.number(), 0, orZero))
          : Optional.empty();
    }
    if (term instanceof Term.Sum sum && sum.addends().size() == 1) {
      Addend only = sum.addends().get(0);
      return only.term() instanceof Term.Name name
          ? Optional.of(bound(name, only.factor(), sum.constant(), orZero))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** factor name + constant above 0. */
  private static Bound bound(Term.Name name, double factor, double constant, boolean orZero) {
    double end = -constant / factor + 0.0;
    return new Bound(name.name(), factor > 0 ? Range.above(end, orZero) : Range.below(end, orZero));
  }

  private Range bounds(Term term, Map<String, Range> known) {
    if (term instanceof Term.Number number) {
      return Range.of(number.value());
    }
    if (term instanceof Term.Name name) {
      return rangeOf(name.name(), known);
    }
    if (term instanceof Term.Sum sum) {
      Range range = Range.of(sum.constant());
      for (Addend each : sum.addends()) {
        range = range.plus(bounds(each.term(), known).times(each.factor()));
      }
      return range;
    }
    if (term instanceof Term.Product product) {
      Range range = Range.of(1);
      for (Power each : product.powers()) {
        range = range.times(power(bounds(each.base(), known), each.exponent()));
      }
      return range.times(product.number());
    }
    return bounds((Call) term, known);
  }

  private static Range power(Range base, double exponent) {
    if (exponent == 1) {
      return base;
    }
    boolean isEven = exponent % 2 == 0;
    if (base.isAtLeastZero() && exponent > 0) {
      return new Range(
          StrictMath.pow(base.low(), exponent),
          base.lowIncluded(),
          StrictMath.pow(base.high(), exponent),
          base.highIncluded());
    }
    if (base.isPositive() || (isEven && (exponent < 0 || base.isNegative()))) {
      return Range.POSITIVE;
    }
    return isEven || exponent != Math.rint(exponent) ? Range.AT_LEAST_ZERO : Range.ALL;
  }

  private Range bounds(Call call, Map<String, Range> known) {
    Range u = bounds(call.argument(0), known);
    return switch (call.function()) {
      case ABS -> u.isPositive() || u.isNegative() ? Range.POSITIVE : Range.AT_LEAST_ZERO;
      case CLIP -> bounds(call.argument(1), known).or(bounds(call.argument(2), known));
      case MAX -> {
        Range v = bounds(call.argument(1), known);
        Range higher = u.low() > v.low() || (u.low() == v.low() && !u.lowIncluded()) ? u : v;
        Range both = u.or(v);
        yield new Range(higher.low(), higher.lowIncluded(), both.high(), both.highIncluded());
      }
      case MIN -> {
        Range v = bounds(call.argument(1), known);
        Range lower = u.high() < v.high() || (u.high() == v.high() && !u.highIncluded()) ? u : v;
        Range both = u.or(v);
        yield new Range(both.low(), both.lowIncluded(), lower.high(), lower.highIncluded());
      }
      case WHERE -> {
        Call comparison = (Call) call.argument(0);
        yield bounds(call.argument(1), narrowed(comparison, true, known))
            .or(bounds(call.argument(2), narrowed(comparison, false, known)));
      }
      case COS, SIN, SIGN, ERF, TANH -> signed(u, Range.closed(-1, 1), call.function());
      case ATAN -> signed(u, Range.closed(-Math.PI / 2, Math.PI / 2), call.function());
      case LESS, AT_MOST, SIGMOID ->
          new Range(
              0,
              call.function() != TermFunction.SIGMOID,
              1,
              call.function() != TermFunction.SIGMOID);
      case ERFC -> new Range(0, false, 2, false);
      case EXP, SOFTPLUS -> Range.POSITIVE;
      case COSH -> Range.above(1, true);
      case LOG_COSH -> Range.AT_LEAST_ZERO;
      case EXPM1 -> signed(u, Range.above(-1, false), call.function());
      case LOG1P, SINH -> signed(u, Range.ALL, call.function());
      case LOG -> u.low() >= 1 ? Range.AT_LEAST_ZERO : Range.ALL;
      case POWER -> u.isAtLeastZero() ? Range.AT_LEAST_ZERO : Range.ALL;
      case SQRT -> Range.AT_LEAST_ZERO;
    };
  }

  /** The values of a function that has the sign of its argument, except for sine and cosine. */
  private static Range signed(Range u, Range all, TermFunction function) {
    if (function == TermFunction.COS || function == TermFunction.SIN) {
      return all;
    }
    if (u.isPositive()) {
      return all.and(Range.POSITIVE);
    }
    return u.isAtLeastZero() ? all.and(Range.AT_LEAST_ZERO) : all;
  }
}
