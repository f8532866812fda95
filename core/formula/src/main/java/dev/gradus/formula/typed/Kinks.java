package dev.gradus.formula.typed;

import dev.gradus.formula.typed.Term.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds where a term has no derivative: where the absolute value of 0 is taken, for example. */
public final class Kinks {

  private Kinks() {}

  /**
   * The terms whose sign decides between two formulas. Where one of them is 0, the derivative may
   * jump.
   *
   * @param name that they depend on
   */
  public static List<Term> of(Term term, String name) {
    Set<Term> kinks = new LinkedHashSet<>();
    collect(term, kinks);
    return kinks.stream().filter(kink -> kink.has(name)).toList();
  }

  private static void collect(Term term, Set<Term> kinks) {
    if (term instanceof Call call) {
      kinks.addAll(of(call));
    } else if (term instanceof Term.Product product) {
      // The root of a number near 0 has no derivative, nor has a power below 1.
      product.powers().stream()
          .filter(each -> each.exponent() > 0 && each.exponent() < 1)
          .forEach(each -> kinks.add(each.base()));
    }
    term.parts().forEach(part -> collect(part, kinks));
  }

  private static List<Term> of(Call call) {
    Term u = call.argument(0);
    List<Term> kinks = new ArrayList<>();
    switch (call.function()) {
      case ABS, SIGN -> kinks.add(u);
      case MAX, MIN, LESS, AT_MOST -> kinks.add(u.minus(call.argument(1)));
      case CLIP -> {
        kinks.add(u.minus(call.argument(1)));
        kinks.add(u.minus(call.argument(2)));
      }
      default -> {}
    }
    return kinks;
  }
}
