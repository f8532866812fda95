package dev.gradus.typed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermParser;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Formulas that Java compiles have the bits of those that are interpreted. */
class LateLoopTest {

  private static final int FORMULAS = 300;

  /** Fewer numbers than a loop is made for, and so many that it is. */
  private static final int FEW = 900;

  private static final int MANY = 10_000;

  private static final float[] ODD = {
    Float.NaN,
    -0f,
    0,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    25,
    -25,
    1e30f,
    -1e30f,
    90,
    -90,
    1,
    -1
  };

  private static final List<String> FUNCTIONS =
      List.of(
          "abs",
          "atan",
          "cos",
          "cosh",
          "erf",
          "exp",
          "expm1",
          "log",
          "log1p",
          "sigmoid",
          "sign",
          "sin",
          "sinh",
          "softplus",
          "sqrt",
          "tanh");

  /** For instructions that random formulas hardly ever have. */
  private static final List<String> OTHERS =
      List.of(
          "max(%s, 0)",
          "%s * tanh(softplus(%<s))",
          "erf(2 * %s) + exp(-%<s^2)",
          "1 - erf(%s)",
          "log(cosh(%s))",
          "(1 + %s^2)^0.3",
          "(1 + %s^2)^(1 / (1 + %<s^2))");

  private static final Set<Program.Op> OF_DOUBLE =
      EnumSet.of(Program.Op.EXP_OF_MINUS, Program.Op.SIGMOID_WITH, Program.Op.ADD_POSITIVE_PART);

  private static final Set<Program.Op> OF_FLOAT =
      EnumSet.of(
          Program.Op.STEP_OF_POSITIVE,
          Program.Op.SIDE_WHERE_LESS,
          Program.Op.SIDE_UNLESS_LESS,
          Program.Op.TANH_DERIVATIVE,
          Program.Op.SIGMOID,
          Program.Op.SIGMOID_DERIVATIVE,
          Program.Op.SOFTPLUS,
          Program.Op.TANH_OF_SOFTPLUS,
          Program.Op.TANH_DERIVATIVE_OF_SOFTPLUS,
          Program.Op.SIGMOID_OF_EXP);

  private final SplittableRandom random = new SplittableRandom(4);

  private String formula(int depth, List<String> names) {
    if (depth == 0) {
      return random.nextInt(3) == 0
          ? String.valueOf(random.nextInt(1, 9) / 4.0)
          : names.get(random.nextInt(names.size()));
    }
    String one = formula(depth - 1, names);
    String other = formula(random.nextInt(depth), names);
    return switch (random.nextInt(9)) {
      case 0 -> "(%s + %s)".formatted(one, other);
      case 1 -> "(%s - %s)".formatted(one, other);
      case 2 -> "%s * %s".formatted(one, other);
      case 3 -> "%s / (1 + (%s)^2)".formatted(one, other);
      case 4 -> "max(%s, %s)".formatted(one, other);
      case 5 -> "min(%s, %s)".formatted(other, one);
      case 6 ->
          "where(%s %s %s, %s, %s)"
              .formatted(
                  names.get(0),
                  random.nextBoolean() ? "<" : "<=",
                  other,
                  one,
                  formula(depth - 1, names));
      case 7 -> "(%s)^%s".formatted(one, random.nextInt(2, 5) / 2.0);
      default -> "%s(%s)".formatted(FUNCTIONS.get(random.nextInt(FUNCTIONS.size())), one);
    };
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i % 9 == 3 ? ODD[i % ODD.length] : (float) random.nextDouble(-6, 6);
    }
    return numbers;
  }

  @Test
  void anActivationHasTheSameBits() {
    Set<Program.Op> ran = EnumSet.noneOf(Program.Op.class);
    int tried = 0;
    while (tried < FORMULAS) {
      FormulaActivation activation;
      String formula =
          tried < OTHERS.size()
              ? OTHERS.get(tried).formatted("x")
              : formula(1 + tried % 4, List.of("x"));
      try {
        activation = new FormulaActivation(formula);
      } catch (IllegalArgumentException e) {
        continue; // It is not defined everywhere.
      }
      tried++;
      float[] x = numbers(FEW);
      float[][] interpreted = evaluated(activation, x);
      activation.forward(new float[MANY], new float[MANY], 0, MANY);
      activation.backward(new float[MANY], new float[MANY], new float[MANY], 0, MANY);
      float[][] compiled = evaluated(activation, x);
      ActivationForm form = NumbersWithForm.compiled(activation.numbers(), ActivationForm.class);
      assertIsMade(form.forward, formula);
      assertIsMade(form.backward, formula);
      if (form.isInFloat) {
        ran.addAll(ops(form.forward.program));
        ran.addAll(ops(form.backward.program));
      }
      assertArrayEquals(interpreted[0], compiled[0], formula);
      assertArrayEquals(interpreted[1], compiled[1], formula);
    }
    assertEquals(allBut(OF_DOUBLE), ran);
  }

  /** Else the interpreted form would be compared with itself. */
  private static void assertIsMade(LateLoop<?> loop, String formula) {
    assertEquals(loop.file().length > 0, loop.forNext(0).isPresent(), formula);
  }

  private static Set<Program.Op> allBut(Set<Program.Op> others) {
    Set<Program.Op> ops = EnumSet.allOf(Program.Op.class);
    ops.removeAll(others);
    return ops;
  }

  private static Set<Program.Op> ops(Program program) {
    Set<Program.Op> ops = EnumSet.noneOf(Program.Op.class);
    program.instructions().forEach(each -> ops.add(each.op()));
    program.sides().forEach(side -> ops.addAll(ops(side)));
    return ops;
  }

  private static float[][] evaluated(FormulaActivation activation, float[] x) {
    float[] y = new float[x.length];
    float[] gradient = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      gradient[i] = 0.5f + i;
    }
    activation.forward(x, y, 0, x.length);
    activation.backward(x, y, gradient, 0, x.length);
    return new float[][] {y, gradient};
  }

  @Test
  void aLossHasTheSameBits() {
    Set<Program.Op> ran = EnumSet.noneOf(Program.Op.class);
    int tried = 0;
    while (tried < FORMULAS) {
      FormulaLoss loss;
      String formula =
          tried < OTHERS.size()
              ? OTHERS.get(tried).formatted("(p - y)")
              : formula(1 + tried % 4, List.of("p", "y"));
      try {
        loss = new FormulaLoss(formula);
      } catch (IllegalArgumentException e) {
        continue; // It has no p.
      }
      tried++;
      double[] p = wide(numbers(FEW));
      double[] y = wide(numbers(FEW));
      double[][] interpreted = evaluated(loss, p, y);
      evaluated(loss, new double[MANY], new double[MANY]);
      double[][] compiled = evaluated(loss, p, y);
      LossForm form = NumbersWithForm.compiled(loss.numbers(), LossForm.class);
      assertIsMade(form.loop, formula);
      ran.addAll(ops(form.loop.program));
      assertArrayEquals(interpreted[0], compiled[0], formula);
      assertArrayEquals(interpreted[1], compiled[1], formula);
    }
    assertEquals(allBut(OF_FLOAT), ran);
  }

  private static double[] wide(float[] numbers) {
    double[] wide = new double[numbers.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = numbers[i];
    }
    return wide;
  }

  private static double[][] evaluated(FormulaLoss loss, double[] p, double[] y) {
    double[] values = new double[p.length];
    double[] derivatives = new double[p.length];
    loss.evaluate(p, y, values, derivatives, p.length);
    return new double[][] {values, derivatives};
  }

  @Test
  void equalProgramsShareALoop() {
    Object one = loop("tanh(d * x)", 2).orElseThrow();
    assertSame(one, loop("tanh(d * x)", 2).orElseThrow());
    assertNotSame(one, loop("tanh(d * x)", 3).orElseThrow());
  }

  /** Java would not compile a method of so many bytes. */
  @Tag("slow")
  @Test
  void aFormulaThatIsTooLongHasNone() {
    Term x = Term.name("x");
    Term sum = Term.ZERO;
    for (int i = 0; i < 300; i++) {
      sum = sum.plus(x.plus(Term.number(i)).to(Term.number(7)));
    }
    assertEquals(Optional.empty(), loop(sum));
  }

  private static Optional<LateLoop.OfActivation> loop(String formula, double d) {
    return loop(TermParser.parse(formula, List.of("x", "d")).with(Map.of("d", Term.number(d))));
  }

  private static Optional<LateLoop.OfActivation> loop(Term term) {
    return LateLoop.ofActivation(Program.of(List.of("x"), List.of(term)), true, false).make();
  }
}
