package dev.gradus.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A derivative as a line of numpy, for people who write training code by hand; or the reason why
 * there is no such line.
 *
 * <p>It may name {@code a}, the outputs of the layer; {@code z}, its pre-activations; {@code y},
 * the targets; {@code K}, the number of outputs; and the options that {@link #where} assigns a
 * value. Except for the options and {@code K}, all are arrays with a row for each example and a
 * column for each output. It may use {@code + - * / **}, comparisons, and of numpy {@code abs},
 * {@code arctan}, {@code clip}, {@code cos}, {@code cosh}, {@code exp}, {@code expm1}, {@code log},
 * {@code log1p}, {@code maximum}, {@code minimum}, {@code sign}, {@code sin}, {@code sinh}, {@code
 * sqrt}, {@code tanh}, {@code where}, and {@code np.sum(x, axis=1, keepdims=True)} to add up the
 * outputs of a row.
 *
 * <p>The conformance kit compares its value with the derivative that training uses.
 *
 * @param text such as {@code np.clip(a - y, -delta, delta)}; empty if there is none
 * @param options the values of the other names
 * @param reason a sentence without a full stop that says why there is none; empty if there is one
 * @since 1.3
 */
public record NumpyExpression(String text, Map<String, Double> options, String reason) {

  /** Copies the options in the same order. */
  public NumpyExpression {
    options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** An expression without options. */
  public static NumpyExpression of(String text) {
    return new NumpyExpression(text, Map.of(), "");
  }

  /**
   * No expression.
   *
   * @param reason such as {@code it sorts the outputs of a row}
   */
  public static NumpyExpression none(String reason) {
    return new NumpyExpression("", Map.of(), reason);
  }

  /** Whether there is an expression. */
  public boolean isPresent() {
    return !text.isEmpty();
  }

  /**
   * The same with a value for the name of an option.
   *
   * @param name a word of letters, digits and underscores
   */
  public NumpyExpression where(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(options);
    more.put(name, value);
    return new NumpyExpression(text, more, reason);
  }

  /** The same times a factor; a missing expression stays missing. */
  public NumpyExpression times(String factor) {
    return new NumpyExpression(isPresent() ? factor + " * (" + text + ")" : "", options, reason);
  }

  /** The same divided by something; a missing expression stays missing. */
  public NumpyExpression over(String divisor) {
    return new NumpyExpression(isPresent() ? "(" + text + ") / " + divisor : "", options, reason);
  }

  /** The same with an expression in place of a name. */
  public NumpyExpression with(String name, String expression) {
    String replaced =
        Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "(?!\\w)")
            .matcher(text)
            .replaceAll(Matcher.quoteReplacement("(" + expression + ")"));
    return new NumpyExpression(replaced, options, reason);
  }

  /** The same with the numbers of the options in place of their names. */
  public NumpyExpression withNumbers() {
    NumpyExpression result = this;
    for (Map.Entry<String, Double> option : options.entrySet()) {
      result = result.with(option.getKey(), option.getValue().toString());
    }
    return new NumpyExpression(result.text, Map.of(), reason);
  }
}
