package dev.gradus.formula.typed;

import dev.gradus.formula.typed.Term.Addend;
import dev.gradus.formula.typed.Term.Call;
import dev.gradus.formula.typed.Term.Power;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How terms are written: as formulas, or in a programming language. */
public enum Notation {
  /** As a formula, which {@link TermParser} reads back to an equal term. */
  TYPED,
  /** As an expression of numpy, with {@code np.} before each function. */
  NUMPY,
  /**
   * As an expression of Java over numbers of type {@code double}, with {@code StrictMath}, and
   * {@code sigmoid(u)} and {@code softplus(u)} for methods of the class that it is in.
   */
  JAVA;

  /** How tightly a text binds: a text in parentheses binds tightest. */
  private static final int SUM = 0;

  private static final int PRODUCT = 1;
  private static final int SIGN = 2;
  private static final int POWER = 3;
  private static final int ATOM = 4;

  /** The largest divisor that is recognised in a factor such as 1/3. */
  private static final int LARGEST_DIVISOR = 1000;

  private record Text(String text, int binds) {

    String within(int needed) {
      return binds < needed ? "(" + text + ")" : text;
    }
  }

  /** Writes a term. */
  public String write(Term term) {
    return text(term).text();
  }

  private Text text(Term term) {
    if (term instanceof Term.Number number) {
      return number(number.value());
    }
    if (term instanceof Term.Name name) {
      return new Text(name.name(), ATOM);
    }
    if (term instanceof Term.Sum sum) {
      return sum(sum);
    }
    return term instanceof Term.Product product
        ? product(product.number(), product.powers())
        : call((Call) term);
  }

  private Text number(double value) {
    String text = digits(value);
    return new Text(text, value < 0 ? SIGN : ATOM);
  }

  /** The shortest digits that give the number. */
  private String digits(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value) + (this == JAVA ? ".0" : "");
    }
    return Double.toString(value).replace("E", "e").replace(".0e", "e");
  }

  private Text sum(Term.Sum sum) {
    List<Addend> addends = new ArrayList<>(sum.addends());
    boolean startsWithConstant = sum.constant() != 0 && addends.get(0).factor() < 0;
    StringBuilder text = new StringBuilder();
    if (startsWithConstant && sum.constant() > 0) {
      text.append(digits(sum.constant()));
    } else {
      moveFirstPositiveToFront(addends);
    }
    for (Addend each : addends) {
      double size = text.isEmpty() ? each.factor() : Math.abs(each.factor());
      if (!text.isEmpty()) {
        text.append(each.factor() < 0 ? " - " : " + ");
      }
      text.append(addend(size, each.term()).within(PRODUCT));
    }
    if (sum.constant() != 0 && !(startsWithConstant && sum.constant() > 0)) {
      text.append(sum.constant() < 0 ? " - " : " + ").append(digits(Math.abs(sum.constant())));
    }
    return new Text(text.toString(), SUM);
  }

  private static void moveFirstPositiveToFront(List<Addend> addends) {
    for (int i = 1; i < addends.size() && addends.get(0).factor() < 0; i++) {
      if (addends.get(i).factor() > 0) {
        addends.add(0, addends.remove(i));
      }
    }
  }

  private Text addend(double factor, Term term) {
    return term instanceof Term.Product product
        ? product(factor * product.number(), product.powers())
        : product(factor, List.of(new Power(term, 1)));
  }

  private Text product(double number, List<Power> powers) {
    if (number < 0) {
      Text positive = product(-number, powers);
      return new Text("-" + positive.within(PRODUCT), SIGN - 1);
    }
    double divisor = divisor(number);
    List<String> over = new ArrayList<>();
    List<String> under = new ArrayList<>();
    if (number * divisor != 1) {
      over.add(digits(Math.rint(number * divisor) == number * divisor ? number * divisor : number));
    }
    List<Text> tops = new ArrayList<>();
    for (Power each : powers) {
      if (each.exponent() > 0) {
        Text one = power(each.base(), each.exponent());
        tops.add(one);
        over.add(one.within(SIGN));
      } else {
        under.add(power(each.base(), -each.exponent()).within(SIGN));
      }
    }
    if (divisor != 1) {
      under.add(digits(divisor));
    }
    if (over.isEmpty()) {
      over.add(digits(1));
    }
    if (under.isEmpty() && over.size() == 1) {
      return tops.isEmpty() ? new Text(over.get(0), ATOM) : tops.get(0);
    }
    String top = String.join(" * ", over);
    if (under.isEmpty()) {
      return new Text(top, PRODUCT);
    }
    String bottom = String.join(" * ", under);
    return new Text(top + " / " + (under.size() > 1 ? "(" + bottom + ")" : bottom), PRODUCT);
  }

  /** A small whole number that makes the factor whole; 1 if there is none. */
  private static double divisor(double number) {
    for (int divisor = 1; divisor <= LARGEST_DIVISOR; divisor++) {
      double over = Math.rint(number * divisor);
      if (over != 0 && over / divisor == number && over <= LARGEST_DIVISOR) {
        // 0.5 is a number that people write; 1/3 is not
        return isShort(number) && divisor != 2 ? 1 : divisor;
      }
    }
    return 1;
  }

  private static boolean isShort(double number) {
    return Double.toString(number).length() <= 5;
  }

  private Text power(Term base, double exponent) {
    if (exponent == 1) {
      return text(base);
    }
    if (exponent == 0.5) {
      return function("sqrt", List.of(base));
    }
    if (this == JAVA) {
      return javaPower(text(base), number(exponent), exponent);
    }
    return new Text(
        text(base).within(ATOM) + (this == NUMPY ? "**" : "^") + number(exponent).within(ATOM),
        POWER);
  }

  private Text javaPower(Text base, Text exponent, double value) {
    if (value == 2 && base.binds() == ATOM && base.text().length() == 1) {
      return new Text(base.text() + " * " + base.text(), PRODUCT);
    }
    return new Text("StrictMath.pow(" + base.text() + ", " + exponent.text() + ")", ATOM);
  }

  private Text function(String name, List<Term> arguments) {
    String prefix =
        switch (this) {
          case TYPED -> "";
          case NUMPY -> "np.";
          case JAVA -> "StrictMath.";
        };
    return new Text(
        prefix
            + name
            + arguments.stream().map(this::write).collect(Collectors.joining(", ", "(", ")")),
        ATOM);
  }

  private Text call(Call call) {
    Term u = call.argument(0);
    return switch (call.function()) {
      case LESS -> comparison(call, " < ");
      case AT_MOST -> comparison(call, " <= ");
      case POWER ->
          this == JAVA
              ? function("pow", call.arguments())
              : new Text(
                  text(u).within(ATOM)
                      + (this == NUMPY ? "**" : "^")
                      + text(call.argument(1)).within(ATOM),
                  POWER);
      case ERFC ->
          this == TYPED
              ? new Text("1 - erf(" + write(u) + ")", SUM)
              : function("erfc", call.arguments());
      case LOG_COSH -> this == JAVA ? own("logCosh", u) : function("log", List.of(cosh(u)));
      default ->
          switch (this) {
            case TYPED -> function(call.function().typed(), call.arguments());
            case NUMPY -> numpy(call, u);
            case JAVA -> java(call, u);
          };
    };
  }

  private static Term cosh(Term u) {
    return new Call(TermFunction.COSH, List.of(u));
  }

  private Text comparison(Call call, String operator) {
    return new Text(write(call.argument(0)) + operator + write(call.argument(1)), SUM - 1);
  }

  private Text numpy(Call call, Term u) {
    return switch (call.function()) {
      case ATAN -> function("arctan", call.arguments());
      case MAX -> function("maximum", call.arguments());
      case MIN -> function("minimum", call.arguments());
      case SIGMOID -> new Text("1 / (1 + np.exp(" + write(u.negated()) + "))", PRODUCT);
      case SOFTPLUS ->
          new Text(
              "np.maximum(%s, 0) + np.log1p(np.exp(-np.abs(%s)))".formatted(write(u), write(u)),
              SUM);
      default -> function(call.function().typed(), call.arguments());
    };
  }

  private Text java(Call call, Term u) {
    return switch (call.function()) {
      case ABS, MAX, MIN, SQRT ->
          new Text(
              "Math."
                  + function(call.function().typed(), call.arguments())
                      .text()
                      .substring("StrictMath.".length()),
              ATOM);
      case CLIP ->
          new Text(
              "Math.min(Math.max(%s, %s), %s)"
                  .formatted(write(u), write(call.argument(1)), write(call.argument(2))),
              ATOM);
      case SIGMOID -> own("sigmoid", u);
      case SOFTPLUS -> own("softplus", u);
      case ERF -> own("erf", u);
      case SIGN -> new Text("Math.signum(" + write(u) + ")", ATOM);
      case WHERE ->
          new Text(
              "(%s ? %s : %s)"
                  .formatted(write(u), write(call.argument(1)), write(call.argument(2))),
              ATOM);
      default -> function(call.function().typed(), call.arguments());
    };
  }

  private Text own(String method, Term u) {
    return new Text(method + "(" + write(u) + ")", ATOM);
  }
}
