package dev.gradus.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads an expression from left to right, one token ahead. */
final class Parser {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\d+\\.?\\d*(?:[eE][+-]?\\d+)?|np\\.[a-z0-9]+|[A-Za-z_]\\w*|\\*\\*|<=|>=|[-+*/(),<>=])");

  /** The end of a sum over the outputs of a row. */
  private static final List<String> AXIS =
      List.of(",", "axis", "=", "1", ",", "keepdims", "=", "True");

  private final String text;
  private final Matcher matcher;
  private int at;
  private String token = "";

  Parser(String text) {
    this.text = text;
    this.matcher = TOKEN.matcher(text);
    advance();
  }

  /** The whole text. */
  Expression expression() {
    Expression expression = comparison();
    if (!token.isEmpty()) {
      throw wrong("an operator or the end");
    }
    return expression;
  }

  private void advance() {
    if (text.substring(at).isBlank()) {
      at = text.length();
      token = "";
      return;
    }
    matcher.region(at, text.length());
    if (!matcher.lookingAt()) {
      throw wrong("a number, a name or an operator");
    }
    token = matcher.group(1);
    at = matcher.end();
  }

  private boolean takes(String expected) {
    boolean isThere = token.equals(expected);
    if (isThere) {
      advance();
    }
    return isThere;
  }

  private void require(String expected) {
    if (!takes(expected)) {
      throw wrong("'" + expected + "'");
    }
  }

  private IllegalArgumentException wrong(String expected) {
    String before = text.substring(0, at).strip();
    return new IllegalArgumentException(
        "the formula '%s' cannot be read after '%s': expected %s"
            .formatted(text, before, expected));
  }

  private Expression comparison() {
    Expression left = sum();
    for (String operator : List.of("<", "<=", ">", ">=")) {
      if (takes(operator)) {
        return Product.of(new Base.Comparison(left, operator, sum()));
      }
    }
    return left;
  }

  private Expression sum() {
    List<Expression> terms = new ArrayList<>(List.of(product()));
    while (true) {
      if (takes("+")) {
        terms.add(product());
      } else if (takes("-")) {
        terms.add(Expression.number(-1).times(product()));
      } else {
        return Sum.of(terms);
      }
    }
  }

  private Expression product() {
    Expression product = signed();
    while (true) {
      if (takes("*")) {
        product = product.times(signed());
      } else if (takes("/")) {
        product = product.over(signed());
      } else {
        return product;
      }
    }
  }

  private Expression signed() {
    return takes("-") ? Expression.number(-1).times(signed()) : power();
  }

  private Expression power() {
    Expression base = atom();
    return takes("**") ? Product.power(base, signed()) : base;
  }

  private Expression atom() {
    String read = token;
    if (takes("(")) {
      Expression inner = comparison();
      require(")");
      return inner;
    }
    if (!read.isEmpty() && Character.isDigit(read.charAt(0))) {
      advance();
      return Expression.number(Double.parseDouble(read));
    }
    if (read.startsWith("np.")) {
      advance();
      return call(read);
    }
    if (!read.isEmpty() && Character.isJavaIdentifierStart(read.charAt(0))) {
      advance();
      return Expression.name(read);
    }
    throw wrong("a number, a name or '('");
  }

  private Expression call(String name) {
    String plain = name.substring(3);
    Optional<NumpyFunction> function =
        Arrays.stream(NumpyFunction.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(plain))
            .findFirst();
    if (function.isEmpty()) {
      throw wrong(
          "one of "
              + Arrays.stream(NumpyFunction.values())
                  .map(each -> "np." + each.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")));
    }
    require("(");
    List<Expression> arguments = new ArrayList<>(List.of(comparison()));
    while (arguments.size() < function.get().arguments()) {
      require(",");
      arguments.add(comparison());
    }
    if (function.get() == NumpyFunction.SUM) {
      AXIS.forEach(this::require);
    }
    require(")");
    return function.get().of(arguments);
  }
}
