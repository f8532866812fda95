package dev.gradus.typed;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The named constants of a formula, with what was compiled from both. A record has no fields
 * besides its components, and compiling for every number would be slow.
 */
final class NumbersWithForm<T> extends AbstractMap<String, Double> {

  private final Map<String, Double> numbers;
  private final T compiled;

  private NumbersWithForm(Map<String, Double> numbers, T compiled) {
    this.numbers = Collections.unmodifiableMap(numbers);
    this.compiled = compiled;
  }

  static <T> NumbersWithForm<T> of(
      Map<String, Double> numbers, Function<Map<String, Double>, T> compiler) {
    Map<String, Double> copy = new LinkedHashMap<>(numbers);
    return new NumbersWithForm<>(copy, compiler.apply(copy));
  }

  /** What {@link #of} compiled with the numbers. */
  static <T> T compiled(Map<String, Double> numbers, Class<T> type) {
    return type.cast(((NumbersWithForm<?>) numbers).compiled);
  }

  @Override
  public Set<Entry<String, Double>> entrySet() {
    return numbers.entrySet();
  }
}
