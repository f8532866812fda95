package dev.gradus.cli;

import java.util.ArrayList;
import java.util.List;

/** Splits a list of YAML values at its commas: {@code a, {b: {c: 1, d: 2}}} has two values. */
final class YamlList {

  private YamlList() {}

  /**
   * Splits at the commas that are not in brackets, braces or quotes.
   *
   * @return the values without surrounding blanks; empty ones are left out
   */
  static List<String> of(String text) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      }
      if (c == ',' && depth == 0 && quote == 0) {
        values.add(value.toString().strip());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString().strip());
    values.removeIf(String::isEmpty);
    return values;
  }
}
