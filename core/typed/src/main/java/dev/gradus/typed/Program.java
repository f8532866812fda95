package dev.gradus.typed;

import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Terms as a list of instructions, each of which computes a column of numbers from other columns. A
 * part that appears several times is computed once.
 *
 * <p>The first columns are the inputs, in their order; then come the constants.
 */
final class Program {

  /** What an instruction computes from its operands a, b, c, d and its number n. */
  enum Op {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    /** a + n. */
    ADD_NUMBER,
    /** a n. */
    TIMES_NUMBER,
    /** n / a. */
    NUMBER_OVER,
    /** a^n. */
    POWER,
    /** a^b. */
    POWER_OF,
    SQRT,
    ABS,
    SIGN,
    MAX,
    /** max(a, n). */
    MAX_NUMBER,
    MIN,
    /** min(a, n). */
    MIN_NUMBER,
    /** 1 where a < b, 0 elsewhere; NaN if a or b is. */
    STEP,
    /** c where a < b, d elsewhere; NaN if a or b is. */
    WHERE_LESS,
    /** c where a <= b, d elsewhere; NaN if a or b is. */
    WHERE_AT_MOST,
    /** 1 where a, which is at least 0, is above 0, and 0 elsewhere. */
    STEP_OF_POSITIVE,
    /** The side d where a < b, c elsewhere; NaN if a or b is. */
    SIDE_WHERE_LESS,
    /** c where a < b, the side d elsewhere; NaN if a or b is. */
    SIDE_UNLESS_LESS,
    EXP,
    /** exp(-a). */
    EXP_OF_MINUS,
    EXPM1,
    LOG,
    LOG1P,
    SIN,
    COS,
    SINH,
    COSH,
    TANH,
    /** 1/cosh(a)². */
    TANH_DERIVATIVE,
    ATAN,
    SIGMOID,
    /** sigmoid(a) sigmoid(-a). */
    SIGMOID_DERIVATIVE,
    /** sigmoid(a), with b = exp(-|a|). */
    SIGMOID_WITH,
    SOFTPLUS,
    /** max(a, 0) + b. */
    ADD_POSITIVE_PART,
    ERF,
    ERFC,
    LOG_COSH,
    /** tanh(softplus(u)), with a = exp(u), or exp(20) for larger ones. */
    TANH_OF_SOFTPLUS,
    /** 1/cosh(softplus(u))², with a as above. */
    TANH_DERIVATIVE_OF_SOFTPLUS,
    /** sigmoid(u), with a as above. */
    SIGMOID_OF_EXP
  }

  /** An instruction; d is a column, or the number of a side. Operands that it lacks repeat a. */
  record Instruction(Op op, int to, int a, int b, int c, int d, double number) {

    boolean reads(int column) {
      return a == column || b == column || c == column || d == column;
    }
  }

  /** More of them than a formula of the greatest length has, unless it is made to. */
  private static final int MOST = 2000;

  /** From here on, in single precision, tanh(softplus(u)) is 1, and u times its derivative is 0. */
  static final double SATURATED = 20;

  /** Functions that cost more than all the arithmetic of a formula. */
  private static final Set<TermFunction> COSTLY =
      EnumSet.complementOf(
          EnumSet.of(
              TermFunction.ABS,
              TermFunction.CLIP,
              TermFunction.MAX,
              TermFunction.MIN,
              TermFunction.SIGN,
              TermFunction.SQRT,
              TermFunction.WHERE,
              TermFunction.LESS,
              TermFunction.AT_MOST));

  /** Functions that have the sign of their argument. */
  private static final Set<TermFunction> SIGN_OF_ARGUMENT =
      EnumSet.of(
          TermFunction.ATAN,
          TermFunction.ERF,
          TermFunction.EXPM1,
          TermFunction.SINH,
          TermFunction.TANH);

  private final boolean shares;

  /**
   * Whether the slope of a sigmoid is computed by a function of its own, also next to the sigmoid.
   */
  private final boolean isExact;

  private final List<String> names;
  private final List<Program> sides = new ArrayList<>();
  private final Map<Term, Integer> columns = new HashMap<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Integer, Double> constants = new HashMap<>();
  private int inputs;
  private int count;
  private int[] outputs = {};

  private Program(List<String> inputs, boolean shares, boolean isExact) {
    this.shares = shares;
    this.isExact = isExact;
    this.names = inputs;
    this.inputs = inputs.size();
    inputs.forEach(name -> columns.put(Term.name(name), count++));
  }

  /**
   * Compiles a term for single precision: sigmoid and softplus are computed by functions of their
   * own, and a side of where that costs much is computed only where it is needed.
   *
   * @param input the name in it, column 0
   * @param known a term whose values are in column 1
   * @param isExact whether s - s² will not do for the slope of a sigmoid s
   * @throws IllegalArgumentException with a sentence, if there are too many parts
   */
  static Program inFloat(String input, Term term, Optional<Term> known, boolean isExact) {
    Program program = new Program(List.of(input), false, isExact);
    if (known.isPresent()) {
      program.columns.put(known.get(), program.count++);
      program.inputs++;
    }
    program.outputs = new int[] {program.column(term)};
    return program;
  }

  /** The programs of the sides that are computed only where they are needed. */
  List<Program> sides() {
    return sides;
  }

  /** Whether there is such an input, and an instruction may read it. */
  boolean uses(int input) {
    return input < inputs
        && (!sides.isEmpty()
            || Arrays.stream(outputs).anyMatch(output -> output == input)
            || instructions.stream().anyMatch(each -> each.reads(input)));
  }

  /**
   * Compiles terms for double precision: sigmoid and softplus of u and of -u share an exponential.
   *
   * @param inputs the names in them
   * @throws IllegalArgumentException with a sentence, if there are too many parts
   */
  static Program of(List<String> inputs, List<Term> terms) {
    Program program = new Program(inputs, true, true);
    program.outputs = terms.stream().mapToInt(program::column).toArray();
    return program;
  }

  List<Instruction> instructions() {
    return instructions;
  }

  Map<Integer, Double> constants() {
    return constants;
  }

  /** The number of columns. */
  int columns() {
    return count;
  }

  int inputs() {
    return inputs;
  }

  /** The column of each term. */
  int[] outputs() {
    return outputs;
  }

  private int column(Term term) {
    Integer known = columns.get(term);
    if (known != null) {
      return known;
    }
    int column = compiled(term);
    columns.put(term, column);
    return column;
  }

  private int compiled(Term term) {
    if (term instanceof Term.Number number) {
      constants.put(count, number.value());
      return count++;
    }
    if (term instanceof Term.Name name) {
      throw new IllegalArgumentException("the name '" + name.name() + "' has no value");
    }
    if (term instanceof Term.Sum sum) {
      return sum(sum);
    }
    return term instanceof Term.Product product ? product(product) : call((Term.Call) term);
  }

  private int add(Op op, int a, double number) {
    return add(op, a, a, number);
  }

  private int add(Op op, int a, int b, double number) {
    return add(op, a, b, a, a, number);
  }

  private int add(Op op, int a, int b, int c, int d, double number) {
    if (count >= MOST) {
      throw new IllegalArgumentException(
          "formula has more than %s parts once it is differentiated; write it shorter, or as a plugin in Java"
              .formatted(MOST));
    }
    instructions.add(new Instruction(op, count, a, b, c, d, number));
    return count++;
  }

  private int sum(Term.Sum sum) {
    int result = -1;
    for (Term.Addend each : sum.addends()) {
      double factor = each.factor();
      boolean isPlain = Math.abs(factor) == 1 && result >= 0;
      int column = column(each.term());
      int addend = isPlain || factor == 1 ? column : add(Op.TIMES_NUMBER, column, factor);
      if (result < 0) {
        result = addend;
      } else {
        result = add(isPlain && factor < 0 ? Op.SUBTRACT : Op.ADD, result, addend, 0);
      }
    }
    return sum.constant() == 0 ? result : add(Op.ADD_NUMBER, result, sum.constant());
  }

  private int product(Term.Product product) {
    List<Term.Power> powers = new ArrayList<>(product.powers());
    int result = shares ? -1 : slope(powers);
    int under = -1;
    for (Term.Power each : powers) {
      int column = power(each.base(), Math.abs(each.exponent()));
      if (each.exponent() > 0) {
        result = result < 0 ? column : add(Op.MULTIPLY, result, column, 0);
      } else {
        under = under < 0 ? column : add(Op.MULTIPLY, under, column, 0);
      }
    }
    if (result < 0) {
      return add(Op.NUMBER_OVER, under, product.number());
    }
    if (product.number() != 1) {
      result = add(Op.TIMES_NUMBER, result, product.number());
    }
    return under < 0 ? result : add(Op.DIVIDE, result, under, 0);
  }

  /** Takes the slope of a tanh or a sigmoid out of the factors; -1 if there is none. */
  private int slope(List<Term.Power> powers) {
    for (int i = 0; i < powers.size(); i++) {
      Term.Power one = powers.get(i);
      if (one.exponent() == -2 && is(one.base(), TermFunction.COSH)) {
        powers.remove(i);
        Term u = one.base().parts().get(0);
        return is(u, TermFunction.SOFTPLUS)
            ? add(Op.TANH_DERIVATIVE_OF_SOFTPLUS, boundedExponential(u), 0)
            : add(Op.TANH_DERIVATIVE, column(u), 0);
      }
      if (one.exponent() == 1 && is(one.base(), TermFunction.SIGMOID)) {
        Term u = one.base().parts().get(0);
        Term.Power other = new Term.Power(Term.call(TermFunction.SIGMOID, u.negated()), 1);
        if (powers.remove(other)) {
          powers.remove(one);
          if (!isExact && columns.containsKey(one.base())) {
            // s - s² is not as exact as the function, but is almost free.
            int s = column(one.base());
            return add(Op.SUBTRACT, s, add(Op.MULTIPLY, s, s, 0), 0);
          }
          return add(Op.SIGMOID_DERIVATIVE, column(u), 0);
        }
      }
    }
    return -1;
  }

  private static boolean is(Term term, TermFunction function) {
    return term instanceof Term.Call call && call.function() == function;
  }

  /** By multiplication, if the exponent is a small whole number. */
  private int power(Term base, double exponent) {
    int column = column(base);
    if (exponent == 1) {
      return column;
    }
    if (exponent == 0.5) {
      return add(Op.SQRT, column, 0);
    }
    OptionalInt whole = small(exponent);
    if (whole.isPresent()) {
      return power(column, whole.getAsInt());
    }
    return small(exponent - 0.5).isPresent()
        ? add(Op.MULTIPLY, power(column, (int) exponent), add(Op.SQRT, column, 0), 0)
        : add(Op.POWER, column, exponent);
  }

  private static OptionalInt small(double exponent) {
    return exponent == Math.rint(exponent) && exponent >= 1 && exponent <= 8
        ? OptionalInt.of((int) exponent)
        : OptionalInt.empty();
  }

  private int power(int column, int exponent) {
    if (exponent == 1) {
      return column;
    }
    int half = power(column, exponent / 2);
    int square = add(Op.MULTIPLY, half, half, 0);
    return exponent % 2 == 0 ? square : add(Op.MULTIPLY, square, column, 0);
  }

  private int call(Term.Call call) {
    Term u = call.arguments().get(0);
    return switch (call.function()) {
      case CLIP ->
          column(
              Term.call(
                  TermFunction.MIN,
                  Term.call(TermFunction.MAX, u, call.arguments().get(1)),
                  call.arguments().get(2)));
      case WHERE -> where((Term.Call) u, call.arguments().get(1), call.arguments().get(2));
      case SIGMOID ->
          shares ? add(Op.SIGMOID_WITH, column(u), column(exponential(u)), 0) : sigmoid(u);
      case TANH ->
          !shares && is(u, TermFunction.SOFTPLUS)
              ? add(Op.TANH_OF_SOFTPLUS, boundedExponential(u), 0)
              : add(Op.TANH, column(u), 0);
      case SOFTPLUS ->
          shares
              ? add(
                  Op.ADD_POSITIVE_PART,
                  column(u),
                  column(new Term.Call(TermFunction.LOG1P, List.of(exponential(u)))),
                  0)
              : add(Op.SOFTPLUS, column(u), 0);
      case POWER -> add(Op.POWER_OF, column(u), column(call.arguments().get(1)), 0);
      case MAX, MIN -> extreme(call.function() == TermFunction.MAX, u, call.arguments().get(1));
      case LESS, AT_MOST -> throw new IllegalStateException("a comparison is within where");
      case EXP ->
          u instanceof Term.Product product && product.number() < 0 && shares
              ? add(Op.EXP_OF_MINUS, column(u.negated()), 0)
              : add(Op.EXP, column(u), 0);
      default -> add(Op.valueOf(call.function().name()), column(u), 0);
    };
  }

  /** exp(u) of a softplus(u), or exp(20) for larger u, from which on nothing changes. */
  private int boundedExponential(Term softplus) {
    Term u = softplus.parts().get(0);
    return column(
        new Term.Call(
            TermFunction.EXP, List.of(Term.call(TermFunction.MIN, u, Term.number(SATURATED)))));
  }

  private int sigmoid(Term u) {
    Term.Call exponential =
        new Term.Call(
            TermFunction.EXP, List.of(Term.call(TermFunction.MIN, u, Term.number(SATURATED))));
    return columns.containsKey(exponential)
        ? add(Op.SIGMOID_OF_EXP, column(exponential), 0)
        : add(Op.SIGMOID, column(u), 0);
  }

  private int extreme(boolean largest, Term u, Term v) {
    if (u instanceof Term.Number) {
      return extreme(largest, v, u);
    }
    if (v.is(0) && !shares && names.size() == 1 && isCostly(u)) {
      Optional<Term> sign = sameSign(u);
      if (sign.isPresent()) {
        return largest
            ? side(Term.ZERO, sign.get(), u, Term.ZERO)
            : side(sign.get(), Term.ZERO, u, Term.ZERO);
      }
    }
    if (v instanceof Term.Number number) {
      return add(largest ? Op.MAX_NUMBER : Op.MIN_NUMBER, column(u), number.value());
    }
    return add(largest ? Op.MAX : Op.MIN, column(u), column(v), 0);
  }

  /** exp(-|u|), which is the same for -u. */
  private static Term exponential(Term u) {
    // Not by Term.call, which rewrites functions of it.
    return new Term.Call(TermFunction.EXP, List.of(Term.call(TermFunction.ABS, u).negated()));
  }

  private int where(Term.Call comparison, Term yes, Term no) {
    boolean isLess = comparison.function() == TermFunction.LESS;
    Term left = comparison.arguments().get(0);
    Term right = comparison.arguments().get(1);
    Term low = right.is(0) && !shares ? sameSign(left).orElse(left) : left;
    Term high = left.is(0) && !shares ? sameSign(right).orElse(right) : right;
    if (isLess && yes.is(1) && no.is(0)) {
      Optional<Integer> positive = low.is(0) && !shares ? positivePart(high) : Optional.empty();
      return positive.isPresent()
          ? add(Op.STEP_OF_POSITIVE, positive.get(), 0)
          : add(Op.STEP, column(low), column(high), 0);
    }
    if (!shares && names.size() == 1 && isCostly(yes) != isCostly(no)) {
      return isLess
          ? side(low, high, yes, no)
          // a <= b unless b < a
          : side(high, low, no, yes);
    }
    return add(
        isLess ? Op.WHERE_LESS : Op.WHERE_AT_MOST,
        column(low),
        column(high),
        column(yes),
        column(no),
        0);
  }

  /** A term that costs less and has the same sign, if there is one. */
  private static Optional<Term> sameSign(Term term) {
    if (term instanceof Term.Product product
        && product.powers().size() == 1
        && product.powers().get(0).exponent() == 1) {
      Optional<Term> inner = sameSign(product.powers().get(0).base());
      return product.number() > 0 ? inner : inner.map(Term::negated);
    }
    return term instanceof Term.Call call && SIGN_OF_ARGUMENT.contains(call.function())
        ? Optional.of(call.arguments().get(0))
        : Optional.empty();
  }

  /** The column of max(u, 0), if there is one. */
  private Optional<Integer> positivePart(Term u) {
    return Optional.ofNullable(columns.get(Term.call(TermFunction.MAX, u, Term.ZERO)))
        .or(() -> Optional.ofNullable(columns.get(Term.call(TermFunction.MAX, Term.ZERO, u))));
  }

  /** One side costs much, and is computed only where it is needed. */
  private int side(Term low, Term high, Term yes, Term no) {
    boolean isYes = isCostly(yes);
    // The comparison and the other side may have sides of their own.
    int place = sides.size();
    sides.add(inFloat(names.get(0), isYes ? yes : no, Optional.empty(), isExact));
    return add(
        isYes ? Op.SIDE_WHERE_LESS : Op.SIDE_UNLESS_LESS,
        column(low),
        column(high),
        column(isYes ? no : yes),
        place,
        0);
  }

  /** Whether it has a function that costs much and is not computed yet. */
  private boolean isCostly(Term term) {
    if (columns.containsKey(term)) {
      return false;
    }
    return (term instanceof Term.Call call && COSTLY.contains(call.function()))
        || term.parts().stream().anyMatch(this::isCostly);
  }
}
