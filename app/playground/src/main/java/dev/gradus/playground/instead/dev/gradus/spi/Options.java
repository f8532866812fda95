package dev.gradus.playground.instead.dev.gradus.spi;

import dev.gradus.playground.plugins.Entry;
import dev.gradus.spi.Interval;
import java.util.List;
import java.util.Optional;

/** Enforces the bounds of options, which are in a table here. */
public final class Options {

  private Options() {}

  /**
   * Checks the options of a plugin.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public static void check(Class<? extends Record> plugin, Object... values) {
    Optional<Entry> entry = Entry.of(plugin);
    for (int i = 0; entry.isPresent() && i < values.length; i++) {
      Entry.Option option = entry.get().options().get(i);
      check(option.name(), option.bounds(), values[i]);
    }
  }

  private static void check(String name, Interval bounds, Object value) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(name + "[" + i + "]", bounds, list.get(i));
      }
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(given -> check(name, bounds, given));
    } else if (value instanceof Number number && !bounds.contains(number.doubleValue())) {
      throw new IllegalArgumentException(
          name + " must be a number " + bounds + ", but is " + number);
    }
  }
}
