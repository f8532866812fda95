package dev.gradus.formula.typed;

import java.util.Map;

/** What is typed as a formula, with numbers that have a name in it: its only two options. */
public interface TypedPlugin {

  /** Such as {@code d * abs(p - y)}. */
  String formula();

  /** The numbers by name, such as 0.5 for {@code d}. */
  Map<String, Double> numbers();
}
