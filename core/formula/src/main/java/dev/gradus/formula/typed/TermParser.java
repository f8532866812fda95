package dev.gradus.formula.typed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a formula from left to right: numbers, names, {@code + - * / ^} with parentheses, the
 * functions of {@link TermFunction}, {@code pi}, and comparisons as the first argument of {@code
 * where}. {@code **} is the same as {@code ^}, which binds tighter than a sign before it and goes
 * from right to left, as in mathematics.
 */
public final class TermParser {

  /** The longest formula; a loss with three cases needs a fifth of it. */
  public static final int LONGEST = 1000;

  /** The deepest nesting, which keeps every method here that calls itself within the stack. */
  private static final int DEEPEST = 60;

  private static final double PI = Math.PI;

  private final String text;
  private final Set<String> names;
  private int at;
  private int depth;

  private TermParser(String text, Collection<String> names) {
    this.text = text;
    this.names = new LinkedHashSet<>(names);
  }

  /**
   * Reads a formula.
   *
   * @param names that may appear in it, besides functions and {@code pi}
   * @throws FormulaException with the column and the cause, if it cannot be read
   */
  public static Term parse(String text, Collection<String> names) {
    if (text.length() > LONGEST) {
      throw new FormulaException(
          LONGEST + 1,
          "the formula has %s characters, but at most %s are allowed; write it shorter, or as a plugin in Java"
              .formatted(text.length(), LONGEST));
    }
    return new TermParser(text, names).whole();
  }

  /** Whether a name can be given to a number: a word that means nothing else in a formula. */
  public static boolean isFree(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9_]*")
        && !name.equals("pi")
        && TermFunction.find(name).isEmpty();
  }

  private Term whole() {
    skipBlanks();
    if (at == text.length()) {
      throw wrong(at, "the formula is empty; write one such as (p - y)^2");
    }
    Term term = sum();
    if (at < text.length()) {
      throw unexpected("an operator such as + or *");
    }
    return term;
  }

  private Term sum() {
    descend();
    Term sum = product();
    while (true) {
      int operator = at;
      if (takes('+')) {
        sum = finite(operator, sum.plus(product()));
      } else if (takes('-')) {
        sum = finite(operator, sum.minus(product()));
      } else {
        depth--;
        return sum;
      }
    }
  }

  private Term product() {
    Term product = signed();
    while (true) {
      int operator = at;
      if (takes('*')) {
        product = finite(operator, product.times(signed()));
      } else if (takes('/')) {
        Term divisor = signed();
        if (divisor.is(0)) {
          throw wrong(operator, "this divides by 0");
        }
        product = finite(operator, product.over(divisor));
      } else {
        return product;
      }
    }
  }

  private Term signed() {
    if (takes('-')) {
      descend();
      Term negated = signed().negated();
      depth--;
      return negated;
    }
    return power();
  }

  private Term power() {
    Term base = atom();
    int operator = at;
    if (takes('^') || takesPower()) {
      descend();
      Term exponent = signed();
      depth--;
      Term result = base.to(exponent);
      if (base instanceof Term.Number
          && exponent instanceof Term.Number
          && !(result instanceof Term.Number)) {
        throw wrong(operator, base + " to the power of " + exponent + " is not a finite number");
      }
      return finite(operator, result);
    }
    return base;
  }

  private Term atom() {
    int start = at;
    if (at == text.length()) {
      throw wrong(at, "the formula ends here, but a number, a name or ( is missing");
    }
    char next = text.charAt(at);
    if (takes('(')) {
      Term inner = sum();
      close(start, "(");
      return followed(inner, start);
    }
    if (isDigit(next) || next == '.') {
      return followed(number(), start);
    }
    if (isLetter(next)) {
      return named(start);
    }
    if (next == '|') {
      throw wrong(at, "| is not known; write abs(…)");
    }
    throw unexpected("a number, a name or (");
  }

  private Term number() {
    int start = at;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    int end = at;
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int digits = at;
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
      if (at == digits) {
        at = end;
      }
    }
    String written = text.substring(start, at);
    double value;
    try {
      value = Double.parseDouble(written);
    } catch (NumberFormatException e) {
      throw wrong(start, "'" + written + "' is not a number");
    }
    if (!Double.isFinite(value)) {
      throw wrong(start, "'" + written + "' is too large; a number must be below 1.8e308");
    }
    skipBlanks();
    return Term.number(value);
  }

  /** Refuses what mathematics reads as a product, such as {@code 2p}. */
  private Term followed(Term term, int start) {
    if (at < text.length()
        && (isLetter(text.charAt(at)) || text.charAt(at) == '(' || isDigit(text.charAt(at)))) {
      throw wrong(
          at,
          "an operator is missing after '%s'; write * to multiply"
              .formatted(text.substring(start, at).strip()));
    }
    return term;
  }

  private Term named(int start) {
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    String name = text.substring(start, at);
    skipBlanks();
    boolean isCalled = at < text.length() && text.charAt(at) == '(';
    Optional<TermFunction> function = TermFunction.find(name);
    if (isCalled && function.isPresent()) {
      return followed(call(function.get(), start), start);
    }
    if (isCalled && !names.contains(name) && !name.equals("pi")) {
      throw wrong(start, "the function " + Unknown.function(name, names));
    }
    if (isCalled) {
      throw wrong(at, "'%s' is not a function; write %s * (…) to multiply".formatted(name, name));
    }
    if (function.isPresent()) {
      throw wrong(at, "'%s' is a function; write %s(…)".formatted(name, name));
    }
    if (name.equals("pi")) {
      return followed(Term.number(PI), start);
    }
    if (!names.contains(name)) {
      throw wrong(start, "the name " + Unknown.name(name, names));
    }
    return followed(Term.name(name), start);
  }

  private Term call(TermFunction function, int start) {
    at++;
    skipBlanks();
    List<Term> arguments = new ArrayList<>();
    if (at < text.length() && text.charAt(at) == ')') {
      throw wrong(at, count(function, 0));
    }
    arguments.add(function == TermFunction.WHERE ? condition() : sum());
    while (takes(',')) {
      if (arguments.size() == function.arguments()) {
        throw wrong(at, count(function, arguments.size() + 1));
      }
      arguments.add(sum());
    }
    int end = at;
    close(start, function.typed());
    if (arguments.size() < function.arguments()) {
      throw wrong(end, count(function, arguments.size()));
    }
    if (function == TermFunction.CLIP
        && arguments.get(1) instanceof Term.Number low
        && arguments.get(2) instanceof Term.Number high
        && low.value() >= high.value()) {
      throw wrong(start, "clip takes its low bound before its high one, as clip(p, 0, 1)");
    }
    Term call = Calls.of(function, arguments);
    boolean isKnown = arguments.stream().allMatch(Term.Number.class::isInstance);
    if (isKnown && function.isKnownToJava() && !(call instanceof Term.Number)) {
      throw wrong(start, text.substring(start, at).strip() + " is not a finite number");
    }
    return call;
  }

  private static String count(TermFunction function, int found) {
    int needed = function.arguments();
    String example =
        switch (function) {
          case WHERE -> "where(p < y, p, y)";
          case CLIP -> "clip(p, 0, 1)";
          case MAX, MIN -> function.typed() + "(p, 0)";
          default -> function.typed() + "(p)";
        };
    return "%s needs %s, but has %s here; write it like %s"
        .formatted(
            function.typed(),
            needed == 1 ? "1 argument" : needed + " arguments",
            found == 0 ? "none" : found > needed ? "more" : String.valueOf(found),
            example);
  }

  private Term condition() {
    Term left = sum();
    int operator = at;
    if (at == text.length() || "<>=".indexOf(text.charAt(at)) < 0) {
      throw unexpected("a comparison: < <= > or >=");
    }
    boolean less = takes('<');
    boolean greater = !less && takes('>');
    if (!less && !greater) {
      throw wrong(operator, "where compares with < <= > or >=, not with =");
    }
    // No blank may come between, but who writes one means the same.
    boolean orEqual = takes('=');
    Term right = sum();
    if (at < text.length() && "<>=".indexOf(text.charAt(at)) >= 0) {
      throw wrong(at, "where takes one comparison; for another one, nest a second where");
    }
    TermFunction comparison = orEqual ? TermFunction.AT_MOST : TermFunction.LESS;
    return less ? Term.call(comparison, left, right) : Term.call(comparison, right, left);
  }

  private void descend() {
    depth++;
    if (depth > DEEPEST) {
      throw wrong(
          at, "the formula is nested more than " + DEEPEST + " deep; use fewer nested parentheses");
    }
  }

  /** Refuses numbers that overflow. */
  private Term finite(int operator, Term term) {
    double known =
        term instanceof Term.Number number
            ? number.value()
            : term instanceof Term.Product product
                ? product.number()
                : term instanceof Term.Sum sum ? sum.constant() : 0;
    if (!Double.isFinite(known)) {
      throw wrong(operator, "the numbers here do not give a finite number");
    }
    return term;
  }

  private void close(int opened, String what) {
    if (!takes(')')) {
      if (at == text.length()) {
        throw wrong(
            at,
            "the formula ends here, but '%s' in column %s is not closed; add )"
                .formatted(what, opened + 1));
      }
      throw unexpected("an operator or )");
    }
  }

  private boolean takes(char expected) {
    if (at < text.length() && text.charAt(at) == expected && !isPower(expected)) {
      at++;
      skipBlanks();
      return true;
    }
    return false;
  }

  /** Whether an asterisk is the first of two, which is a power. */
  private boolean isPower(char expected) {
    return expected == '*' && at + 1 < text.length() && text.charAt(at + 1) == '*';
  }

  private boolean takesPower() {
    if (at < text.length() && text.charAt(at) == '*' && isPower('*')) {
      at += 2;
      skipBlanks();
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private FormulaException unexpected(String expected) {
    if (at == text.length()) {
      return wrong(at, "the formula ends here, but " + expected + " is missing");
    }
    int found = text.codePointAt(at);
    String character = Character.toString(found);
    String hint =
        switch (found) {
          case '=' -> "; only where compares, with < <= > or >=";
          case '<', '>' -> "; a comparison can only be the first argument of where";
          case ',' -> "; a comma separates the arguments of a function, and 0.5 has a point";
          case ')' -> "; there is no ( for it";
          case '×', '·', '⋅' -> "; write * to multiply";
          case '²' -> "; write ^2";
          case '−', '–' -> "; write the minus sign of the keyboard, -";
          case '[', '{' -> "; write (";
          default -> "";
        };
    return wrong(at, "expected %s, but found '%s'%s".formatted(expected, character, hint));
  }

  private static FormulaException wrong(int at, String cause) {
    return new FormulaException(at + 1, cause);
  }

  /** The sentences about names that do not exist. */
  private static final class Unknown {

    private Unknown() {}

    static String function(String name, Set<String> names) {
      String other =
          switch (name.toLowerCase(Locale.ROOT)) {
            case "ln" -> "write log";
            case "log10" -> "write log(…) / log(10)";
            case "log2" -> "write log(…) / log(2)";
            case "pow" -> "write ^";
            case "square", "sq", "sqr" -> "write ^2";
            case "mean", "sum" ->
                names.contains("p")
                    ? "write the loss of one output, without mean or sum; Gradus takes the mean over the outputs"
                    : "a formula sees one number at a time";
            case "maximum", "fmax" -> "write max";
            case "minimum", "fmin" -> "write min";
            case "if", "iif", "ifelse" -> "write where";
            case "logistic", "expit", "sigm" -> "write sigmoid";
            case "relu" -> "write max(…, 0)";
            case "tan" -> "write sin(…) / cos(…)";
            case "arctan" -> "write atan";
            case "sgn", "signum" -> "write sign";
            case "logcosh" -> "write log(cosh(…))";
            case "fabs", "absolute" -> "write abs";
            default -> "";
          };
      String lower = name.toLowerCase(Locale.ROOT);
      String remedy =
          other.isEmpty() && TermFunction.find(lower).isPresent() ? "write " + lower : other;
      return "'%s' is not known; %s"
          .formatted(
              name,
              remedy.isEmpty() ? "there are " + String.join(", ", TermFunction.names()) : remedy);
    }

    static String name(String name, Set<String> names) {
      String remedy =
          switch (name) {
            case "e" -> "for Euler's number write exp(1)";
            case "t", "target", "y_true", "true", "Y" ->
                names.contains("y") ? "the target is y" : "";
            case "prediction", "yhat", "y_hat", "y_pred", "P" ->
                names.contains("p") ? "the prediction is p" : "";
            case "logit", "logits", "Z" -> names.contains("z") ? "the logit is z" : "";
            case "X", "z" -> names.contains("x") ? "the pre-activation is x" : "";
            case "PI", "Pi" -> "write pi";
            case "np", "numpy", "math", "Math", "torch", "tf" ->
                "write functions by their names alone, such as log(…)";
            default -> "";
          };
      return "'%s' is not known; %s"
          .formatted(
              name,
              remedy.isEmpty()
                  ? "there are %s, and the constants that you name, as in {formula: '…', %s: 0.5}"
                      .formatted(String.join(", ", names), isFree(name) ? name : "d")
                  : remedy);
    }
  }
}
