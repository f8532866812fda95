package dev.gradus.formula.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random formulas are read, rewritten and differentiated as their text says. */
class RandomTermsTest {

  /** All with {@code -Pslow}. */
  private static final int FORMULAS = Boolean.getBoolean("gradus.slow") ? 20_000 : 5_000;

  private static final double H = 1e-5;

  private final SplittableRandom random = new SplittableRandom(11);

  private String formula(int depth) {
    if (depth == 0) {
      return List.of("p", "y", "0.5", "2", "1", "p", "y").get(random.nextInt(7));
    }
    String u = formula(depth - 1);
    String v = formula(random.nextInt(depth));
    return switch (random.nextInt(9)) {
      case 0, 1 -> "(%s) + (%s)".formatted(u, v);
      case 2, 3 -> "(%s) - (%s)".formatted(u, v);
      case 4 -> "(%s) * (%s)".formatted(u, v);
      case 5 -> "(%s) / (%s)".formatted(u, v);
      case 6 ->
          "(%s)^%s".formatted(u, List.of("2", "3", "-1", "0.5", "1.5").get(random.nextInt(5)));
      case 7 -> "where(%s < %s, %s, %s)".formatted(u, v, v, u);
      default -> {
        List<String> names = TermFunction.names();
        String name = names.get(random.nextInt(names.size()));
        int arguments = TermFunction.valueOf(name.toUpperCase(Locale.ROOT)).arguments();
        yield name.equals("where") || name.equals("erf")
            ? u
            : name + "(" + u + (", " + v).repeat(arguments - 1) + ")";
      }
    };
  }

  @Test
  void theyHaveTheValueOfTheirText() {
    int compared = 0;
    for (int i = 0; i < FORMULAS; i++) {
      String text = formula(1 + random.nextInt(4));
      Term term;
      try {
        term = TermParser.parse(text, List.of("p", "y"));
      } catch (FormulaException e) {
        // Numbers that divide by 0, for example.
        continue;
      }
      double p = random.nextDouble(-2, 2);
      double y = random.nextDouble(-2, 2);
      double expected = PlainEvaluation.of(text, Map.of("p", p, "y", y));
      if (Double.isFinite(expected) && Math.abs(expected) < 1e6) {
        compared++;
        double found = TermValue.of(term, Map.of("p", p, "y", y));
        assertEquals(
            expected,
            found,
            1e-7 * Math.max(1, Math.abs(expected)),
            text + " at " + p + ", " + y + ": " + term);
      }
      Term again = TermParser.parse(term.toString(), List.of("p", "y"));
      double same = TermValue.of(again, Map.of("p", p, "y", y));
      double first = TermValue.of(term, Map.of("p", p, "y", y));
      if (Double.isFinite(first)) {
        assertEquals(first, same, 1e-9 * Math.max(1, Math.abs(first)), text + " -> " + term);
      }
    }
    assertTrue(compared > FORMULAS / 3, compared + " compared");
  }

  @Test
  void theirDerivativesAreThoseOfTheirValues() {
    int compared = 0;
    for (int i = 0; i < FORMULAS; i++) {
      String text = formula(1 + random.nextInt(3));
      Term term;
      try {
        term = TermParser.parse(text, List.of("p", "y"));
      } catch (FormulaException e) {
        continue;
      }
      double p = random.nextDouble(-2, 2);
      double y = random.nextDouble(-2, 2);
      boolean nearKink =
          Kinks.of(term, "p").stream()
              .anyMatch(
                  kink ->
                      Math.signum(TermValue.of(kink, Map.of("p", p - 2 * H, "y", y)))
                          != Math.signum(TermValue.of(kink, Map.of("p", p + 2 * H, "y", y))));
      double high = TermValue.of(term, Map.of("p", p + H, "y", y));
      double low = TermValue.of(term, Map.of("p", p - H, "y", y));
      double higher = TermValue.of(term, Map.of("p", p + 2 * H, "y", y));
      double lower = TermValue.of(term, Map.of("p", p - 2 * H, "y", y));
      double slope = (high - low) / (2 * H);
      double wider = (higher - lower) / (4 * H);
      boolean isReliable = Math.abs(slope - wider) < 1e-6 * Math.max(1, Math.abs(slope));
      if (nearKink || !isReliable || !(Math.abs(high) < 1e3)) {
        continue;
      }
      compared++;
      double stated = TermValue.of(Derivative.of(term, "p"), Map.of("p", p, "y", y));
      assertEquals(
          slope, stated, 1e-5 * Math.max(1, Math.abs(slope)), text + " at " + p + ", " + y);
    }
    assertTrue(compared > FORMULAS / 3, compared + " compared");
  }
}
