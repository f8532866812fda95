package dev.gradus.typed;

import dev.gradus.formula.typed.Range;
import dev.gradus.formula.typed.Ranges;
import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what can be read, but makes no sense: above all, named constants out of order. */
final class Contradictions {

  private Contradictions() {}

  /**
   * The first one in a formula.
   *
   * @param known with the values of the named constants
   * @return what is wrong, with what to do
   */
  static Optional<String> in(Term known) {
    Optional<String> own =
        known instanceof Term.Call call
            ? switch (call.function()) {
              case CLIP -> clip(call);
              case WHERE -> where((Term.Call) call.arguments().get(0));
              case MAX, MIN -> extreme(call);
              default -> Optional.empty();
            }
            : Optional.empty();
    return own.or(
        () -> known.parts().stream().map(Contradictions::in).flatMap(Optional::stream).findFirst());
  }

  private static Optional<String> clip(Term.Call call) {
    Term low = call.arguments().get(1);
    Term high = call.arguments().get(2);
    Range room = Ranges.values(high.minus(low), Map.of());
    return room.high() <= 0
        ? Optional.of(
            "%s is always %s, because the low bound is not below the high one; swap them, or change the named constants"
                .formatted(call, high))
        : Optional.empty();
  }

  private static Optional<String> where(Term.Call comparison) {
    Term low = comparison.arguments().get(0);
    Term high = comparison.arguments().get(1);
    Range above = Ranges.values(high.minus(low), Map.of());
    boolean orEqual = comparison.function() == TermFunction.AT_MOST;
    boolean never = orEqual ? above.high() < 0 : above.high() <= 0;
    boolean always = orEqual ? above.low() >= 0 : above.low() > 0;
    return never || always
        ? Optional.of(
            "%s %s %s is %s true; change the comparison, or the named constants"
                .formatted(low, orEqual ? "<=" : "<", high, never ? "never" : "always"))
        : Optional.empty();
  }

  /** A number that is on one side of all values of the other term decides alone. */
  private static Optional<String> extreme(Term.Call call) {
    boolean isMaximum = call.function() == TermFunction.MAX;
    return Stream.of(0, 1)
        .filter(i -> call.arguments().get(i) instanceof Term.Number)
        .filter(
            i -> {
              double number = ((Term.Number) call.arguments().get(i)).value();
              Range other = Ranges.values(call.arguments().get(1 - i), Map.of());
              return isMaximum ? other.high() <= number : other.low() >= number;
            })
        .findFirst()
        .map(
            i ->
                "%s is always %s; change the bound, or the named constants"
                    .formatted(call, call.arguments().get(i)));
  }
}
