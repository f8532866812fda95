package dev.gradus.typed;

import dev.gradus.formula.typed.FormulaException;
import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermParser;
import dev.gradus.spi.NumpyExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A formula with its named constants.
 *
 * @param named with the names of the numbers
 * @param known with their values
 * @param numbers by name
 */
record TypedText(Term named, Term known, Map<String, Double> numbers) {

  /** Names that mean something else in a line of numpy, or are words of Python. */
  private static final Set<String> TAKEN =
      Set.of(
          "K",
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "np",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield");

  /**
   * Reads a formula.
   *
   * @param variables that it may have, besides the numbers
   * @throws IllegalArgumentException with a sentence
   */
  static TypedText of(String formula, Map<String, Double> numbers, List<String> variables) {
    numbers.forEach((name, value) -> check(name, value, variables));
    List<String> names = new ArrayList<>(variables);
    names.addAll(numbers.keySet());
    Term named;
    try {
      named = TermParser.parse(formula, names);
    } catch (FormulaException e) {
      throw new IllegalArgumentException("formula cannot be read, " + e.getMessage(), e);
    }
    Map<String, Term> values = new HashMap<>();
    numbers.forEach((name, value) -> values.put(name, Term.number(value)));
    numbers.keySet().stream()
        .filter(name -> !isWord(name, formula))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "'%s' is a number that is not in the formula; remove it, or write it there"
                      .formatted(name));
            });
    Term known = named.with(values);
    Contradictions.in(known)
        .ifPresent(
            wrong -> {
              throw new IllegalArgumentException("formula cannot be used: " + wrong);
            });
    return new TypedText(named, known, numbers);
  }

  private static boolean isWord(String name, String formula) {
    return List.of(formula.split("[^A-Za-z0-9_]+")).contains(name);
  }

  private static void check(String name, Double value, List<String> variables) {
    if (variables.contains(name) || name.equals("formula") || name.equals("numbers")) {
      throw new IllegalArgumentException(
          "'%s' already means something in a formula; give the number another name"
              .formatted(name));
    }
    if (!TermParser.isFree(name)) {
      throw new IllegalArgumentException(
          "'%s' cannot be the name of a number; take a letter followed by letters, digits or _, but no function and not pi"
              .formatted(name));
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "'%s' must be a finite number, but is %s".formatted(name, value));
    }
  }

  /**
   * A term as a line of numpy, with the names of the numbers that are in it.
   *
   * @param term of names and numbers
   * @param variables how the variables are called in numpy
   */
  NumpyExpression inNumpy(Term term, Map<String, String> variables) {
    if (NumpyText.hasErrorFunction(term)) {
      return NumpyExpression.none("it needs the error function, which numpy does not have");
    }
    Map<String, Term> renamed = new HashMap<>();
    variables.forEach((name, other) -> renamed.put(name, Term.name(other)));
    numbers.keySet().forEach(name -> renamed.put(name, Term.name(inNumpy(name))));
    NumpyExpression line = NumpyExpression.of(NumpyText.of(term.with(renamed)));
    for (String name : numbers.keySet()) {
      if (term.has(name)) {
        line = line.where(inNumpy(name), numbers.get(name));
      }
    }
    return line;
  }

  private static String inNumpy(String name) {
    boolean isTaken = TAKEN.contains(name) || name.matches("a(_\\d+)?|y|(z|Z|d_A|d_Z|W|b|X|m)\\d*");
    return isTaken ? name + "_" : name;
  }
}
