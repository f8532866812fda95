package dev.gradus.playground;

import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.formula.typed.FormulaException;
import dev.gradus.playground.plugins.Entry;
import dev.gradus.typed.FormulaActivation;
import dev.gradus.typed.FormulaLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin with options, as the YAML writes it: a name, or a name with options in braces.
 *
 * @param plugin the instance
 * @param yaml the same in YAML, on one line
 */
record Choice<T>(T plugin, String yaml) {

  private static final String FORMULA = "formula";

  /**
   * Reads a plugin.
   *
   * @param tree {@code "huber"}, {@code {"huber": {"delta": 2}}} or {@code {"name": "huber",
   *     "delta": 2}}
   */
  static <T> Choice<T> of(Tree tree, PluginKind kind, Class<T> type) {
    if (!tree.isMap()) {
      return made(tree, kind, type, tree.text(), Map.of());
    }
    Map<String, Tree> entries = tree.entries();
    if (entries.containsKey(FORMULA)) {
      return typed(tree, kind, type, entries);
    }
    if (entries.containsKey("name")) {
      Map<String, Tree> options = new LinkedHashMap<>(entries);
      options.remove("name");
      return made(tree, kind, type, tree.find("name").orElseThrow().text(), options);
    }
    if (entries.size() != 1) {
      throw tree.wrong("there must be one %s here, with its options in braces".formatted(kind));
    }
    Map.Entry<String, Tree> only = entries.entrySet().iterator().next();
    return made(tree, kind, type, only.getKey(), only.getValue().entries());
  }

  /** A formula, and the numbers that have a name in it. */
  private static <T> Choice<T> typed(
      Tree tree, PluginKind kind, Class<T> type, Map<String, Tree> entries) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<String> yaml = new ArrayList<>();
    entries.forEach(
        (name, value) -> {
          if (!name.equals(FORMULA)) {
            numbers.put(name, value.number());
          }
          yaml.add(
              name
                  + ": "
                  + (name.equals(FORMULA) ? Yaml.text(value.text()) : Yaml.number(value.number())));
        });
    Tree formula = tree.find(FORMULA).orElseThrow();
    try {
      Object plugin =
          switch (kind) {
            case LOSS -> new FormulaLoss(formula.text(), numbers);
            case ACTIVATION -> new FormulaActivation(formula.text(), numbers);
            default -> throw tree.wrong("there is no formula for the %s".formatted(kind));
          };
      return new Choice<>(type.cast(plugin), "{" + String.join(", ", yaml) + "}");
    } catch (IllegalArgumentException e) {
      int column = e.getCause() instanceof FormulaException wrong ? wrong.column() : 0;
      throw new SettingsException(formula.place(), String.valueOf(e.getMessage()), column);
    }
  }

  private static <T> Choice<T> made(
      Tree tree, PluginKind kind, Class<T> type, String name, Map<String, Tree> given) {
    Entry entry =
        Entry.named(kind, name)
            .orElseThrow(() -> tree.wrong("there is no %s '%s'".formatted(kind, name)));
    Object example = entry.example();
    Object[] values = entry.values(example);
    List<String> yaml = new ArrayList<>();
    List<String> names = entry.options().stream().map(Entry.Option::name).toList();
    given.forEach(
        (option, value) -> {
          int at = names.indexOf(option);
          if (at < 0) {
            throw value.wrong(
                "%s has no option '%s'; it has %s"
                    .formatted(name, option, names.isEmpty() ? "none" : String.join(", ", names)));
          }
          Value read = Value.of(value, entry.options().get(at).kind(), entry.options().get(at));
          values[at] = read.value;
          yaml.add(option + ": " + read.yaml);
        });
    try {
      Object plugin = given.isEmpty() ? example : entry.create(values);
      return new Choice<>(
          type.cast(plugin),
          yaml.isEmpty() ? name : "{%s: {%s}}".formatted(name, String.join(", ", yaml)));
    } catch (IllegalArgumentException e) {
      String field =
          given.values().stream()
              .filter(each -> String.valueOf(e.getMessage()).startsWith(lastOf(each.place())))
              .map(Tree::place)
              .findFirst()
              .orElse(tree.place());
      throw new SettingsException(field, String.valueOf(e.getMessage()));
    }
  }

  private static String lastOf(String place) {
    return place.substring(place.lastIndexOf('.') + 1);
  }

  /** The value of an option. */
  private record Value(Object value, String yaml) {

    static Value of(Tree tree, String kind, Entry.Option option) {
      int space = kind.indexOf(' ');
      String rest = kind.substring(space + 1);
      switch (space < 0 ? kind : kind.substring(0, space)) {
        case "optional":
          Value given = of(tree, rest, option);
          return new Value(Optional.of(given.value), given.yaml);
        case "list":
          List<Value> all = tree.elements().stream().map(each -> of(each, rest, option)).toList();
          return new Value(
              all.stream().map(Value::value).toList(),
              "[" + String.join(", ", all.stream().map(Value::yaml).toList()) + "]");
        case "number":
          return new Value(tree.number(), Yaml.number(tree.number()));
        case "int":
          int number = (int) tree.whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
          return new Value(number, String.valueOf(number));
        case "long":
          long whole = tree.whole(-1L << 53, 1L << 53);
          return new Value(whole, String.valueOf(whole));
        case "boolean":
          return new Value(tree.bool(), String.valueOf(tree.bool()));
        case "word":
          for (Object constant : option.constants()) {
            String word = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (word.equals(tree.value())) {
              return new Value(constant, word);
            }
          }
          throw tree.wrong("there is no such word for %s".formatted(option.name()));
        case "plugin":
          PluginKind of = PluginKind.valueOf(rest.toUpperCase(Locale.ROOT).replace('-', '_'));
          Choice<Object> nested = Choice.of(tree, of, Object.class);
          return new Value(nested.plugin, nested.yaml);
        default:
          throw tree.wrong("%s cannot be set on this page".formatted(option.name()));
      }
    }
  }
}
