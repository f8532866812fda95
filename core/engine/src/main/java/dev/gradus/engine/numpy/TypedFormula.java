package dev.gradus.engine.numpy;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.UsedPlugins;
import dev.gradus.formula.typed.Derivative;
import dev.gradus.formula.typed.Kinks;
import dev.gradus.formula.typed.Range;
import dev.gradus.formula.typed.Ranges;
import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;
import dev.gradus.formula.typed.TermParser;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A loss, a metric or an activation that is typed as a formula, with what Gradus derives from it.
 *
 * @param kind {@code loss}, {@code metric} or {@code activation}
 * @param text the formula
 * @param lines the formula as an equation, its derivatives and kinks unless it is a metric, the
 *     numbers, the ranges
 */
public record TypedFormula(String kind, String text, List<String> lines) {

  /** Copies the list. */
  public TypedFormula {
    lines = List.copyOf(lines);
  }

  /** All of them in an object, such as a configuration or a list of them, each once. */
  public static List<TypedFormula> in(Object user) {
    return (user instanceof Collection<?> users ? users.stream() : Stream.of(user))
        .flatMap(each -> allIn(each).stream())
        .distinct()
        .toList();
  }

  private static List<TypedFormula> allIn(Object user) {
    List<TypedFormula> all = new ArrayList<>(typedIn(user, false));
    if (user instanceof Configuration configuration) {
      // Those of the metrics are among them as losses, which they only are if they are also
      // trained.
      typedIn(configuration.metrics(), false).forEach(all::remove);
      all.addAll(typedIn(configuration.metrics(), true));
    }
    return all;
  }

  private static List<TypedFormula> typedIn(Object user, boolean isMetric) {
    return UsedPlugins.in(user).stream()
        .flatMap(
            plugin ->
                PluginType.formulaOf(plugin).map(typed -> of(plugin, typed, isMetric)).stream())
        .toList();
  }

  /** The formula of a plugin, if it is one that is typed. */
  public static Optional<TypedFormula> of(Object plugin) {
    return PluginType.formulaOf(plugin).map(typed -> of(plugin, typed, false));
  }

  private static TypedFormula of(Object plugin, PluginType.FormulaText typed, boolean isMetric) {
    Map<String, Double> numbers = typed.numbers();
    boolean isLoss = plugin instanceof Loss;
    List<String> variables = isLoss ? List.of("p", "y", "z") : List.of("x");
    List<String> names = new ArrayList<>(variables);
    names.addAll(numbers.keySet());
    Term term = TermParser.parse(typed.text(), names);
    String kind = isMetric ? "metric" : isLoss ? "loss" : "activation";
    return new TypedFormula(kind, typed.text(), lines(term, typed.text(), numbers, kind));
  }

  private static List<String> lines(
      Term term, String text, Map<String, Double> numbers, String kind) {
    boolean isLoss = !kind.equals("activation");
    boolean isMetric = kind.equals("metric");
    List<String> lines = new ArrayList<>();
    lines.add((isMetric ? "M = " : isLoss ? "L = " : "f(x) = ") + text);
    for (String variable : isLoss ? List.of("p", "z") : List.of("x")) {
      if (!isMetric && term.has(variable)) {
        lines.add((isLoss ? "dL/d" + variable : "df/dx") + " = " + Derivative.of(term, variable));
      }
    }
    Map<String, Term> values = new HashMap<>();
    numbers.forEach((name, value) -> values.put(name, Term.number(value)));
    Term known = term.with(values);
    Map<String, Range> ranges = Ranges.of(List.of(known, Derivative.of(known, "p")));
    if (!isMetric
        && ranges.containsKey("p")
        && ranges.get("p").low() <= 0
        && ranges.get("p").high() >= 1) {
      Term onLogits = term.with(Map.of("p", Term.call(TermFunction.SIGMOID, Term.name("z"))));
      lines.add("after a sigmoid, dL/dz = " + Derivative.of(onLogits, "z"));
    }
    if (!numbers.isEmpty()) {
      lines.add(
          values.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(each -> each.getKey() + " = " + each.getValue())
              .collect(Collectors.joining(", ")));
    }
    ranges.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            each -> lines.add("needs %s %s".formatted(each.getKey(), phrase(each.getValue()))));
    List<String> kinks =
        Kinks.of(term, isLoss ? "p" : "x").stream().map(kink -> kink + " = 0").toList();
    if (!isMetric && !kinks.isEmpty()) {
      lines.add("the derivative may jump where " + String.join(", or ", kinks));
    }
    return lines;
  }

  private static String phrase(Range range) {
    return new Interval(range.low(), range.lowIncluded(), range.high(), range.highIncluded())
        .toString();
  }
}
