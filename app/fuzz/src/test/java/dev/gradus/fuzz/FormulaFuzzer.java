package dev.gradus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.typed.FormulaActivation;
import dev.gradus.typed.FormulaLoss;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a loss or an activation from arbitrary text, which is refused with a column and a cause, or
 * is compiled and evaluated.
 */
public final class FormulaFuzzer {

  private static final Map<String, Double> NUMBERS = Map.of("d", 0.5);

  /** What a refusal begins with. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "formula (cannot be read, column \\d+: |does not depend on|is only defined for|has more than|cannot be used: ).+|'d' is a number that is not in the formula.*",
          Pattern.DOTALL);

  private static final Pattern OF_ACTIVATION = Pattern.compile("\\bx\\b");

  private static final double[] POINTS = {-1e30, -700, -2, -1, -0.3, 0, 1e-9, 0.5, 1, 3, 800, 1e30};

  private FormulaFuzzer() {}

  /** Loads the classes, which takes longer than the time limit for an input. */
  public static void fuzzerInitialize() throws IOException {
    Seeds.of("Formula").forEach(FormulaFuzzer::refusal);
  }

  /** Checks what must hold for any text. */
  public static void fuzzerTestOneInput(byte[] input) {
    refusal(input);
  }

  /** Does the same, and returns why the input is refused; empty if it is accepted. */
  static Optional<String> refusal(byte[] input) {
    String formula = new String(input, UTF_8);
    Map<String, Double> numbers = formula.contains("d") ? NUMBERS : Map.of();
    try {
      if (OF_ACTIVATION.matcher(formula).find()) {
        check(new FormulaActivation(formula, numbers));
      } else {
        check(new FormulaLoss(formula, numbers));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      if (!REFUSAL.matcher(sentence).matches()) {
        throw new AssertionError("no cause: " + sentence, e);
      }
      return Optional.of(sentence);
    }
  }

  private static void check(FormulaLoss loss) {
    double[] gradient = new double[1];
    for (double p : POINTS) {
      // Minus 0 becomes 0 in a mean.
      double value = 0 + loss.value(p, 1);
      Claims.checkEqual(value, loss.evaluate(new double[] {p}, new double[] {1}, gradient));
      loss.derivative(p, 1);
      loss.isSmoothAround(new double[] {p}, new double[] {1}, 1e-5);
    }
    loss.kinks(1);
    loss.predictions();
    loss.targets();
    loss.onLogits("sigmoid");
    checkNumpy(loss.derivativeInNumpy());
  }

  private static void check(FormulaActivation activation) {
    float[] x = new float[POINTS.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) POINTS[i];
      activation.value(POINTS[i]);
      activation.derivative(POINTS[i]);
    }
    activation.forward(x, new float[x.length], 0, x.length);
    activation.backward(x, x, new float[x.length], 0, x.length);
    activation.kinks();
    activation.outputs();
    activation.initializer();
    checkNumpy(activation.derivativeInNumpy());
  }

  /** A line of numpy can be read again. */
  private static void checkNumpy(NumpyExpression line) {
    if (line.isPresent()) {
      dev.gradus.formula.Expression.parse(line.text());
    }
  }
}
