package dev.gradus.playground.instead;

import dev.gradus.spi.Interval;
import java.util.List;
import java.util.Optional;

/** Formats texts as far as the engine does: {@code %s}, {@code %,d} and a few more. */
final class Texts {

  private static final int GROUP = 3;

  private Texts() {}

  /** As {@code String.format} with the root locale. */
  static String format(String pattern, Object[] arguments) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c != '%') {
        text.append(c);
        continue;
      }
      int from = at;
      while (!Character.isLetter(pattern.charAt(at)) && pattern.charAt(at) != '%') {
        at++;
      }
      String flags = pattern.substring(from, at);
      char kind = pattern.charAt(at++);
      if (kind == '%') {
        text.append('%');
        continue;
      }
      int dollar = flags.indexOf('$');
      Object argument =
          arguments[dollar < 0 ? next++ : Integer.parseInt(flags.substring(0, dollar)) - 1];
      text.append(kind == 'd' && flags.indexOf(',') >= 0 ? grouped(of(argument)) : of(argument));
    }
    return text.toString();
  }

  private static String grouped(String digits) {
    StringBuilder text = new StringBuilder(digits);
    for (int at = digits.length() - GROUP; at > 0 && text.charAt(at - 1) != '-'; at -= GROUP) {
      text.insert(at, ',');
    }
    return text.toString();
  }

  /** Not {@code toString} of anything, which would need the code of all classes that have one. */
  private static String of(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Number number) {
      return number.toString();
    }
    if (value instanceof Boolean is) {
      return is.toString();
    }
    if (value instanceof Interval interval) {
      return interval.toString();
    }
    if (value instanceof Enum<?> constant) {
      return constant.toString();
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? of(optional.get()) : "";
    }
    if (value instanceof List<?> list) {
      StringBuilder text = new StringBuilder("[");
      for (int i = 0; i < list.size(); i++) {
        text.append(i == 0 ? "" : ", ").append(of(list.get(i)));
      }
      return text.append(']').toString();
    }
    return value == null ? "null" : "this";
  }
}
