package dev.gradus.engine.binding;

import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.NodeWriter;
import dev.gradus.runtime.problem.Quoting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Recognises plugins in other notations: {@code sgd(lr=0.1)} as in Python, {@code {name: sgd, lr:
 * 0.1}}, or without the blank after the colon; and explains how to write them.
 */
final class OtherNotations {

  private static final Pattern WITHOUT_BLANK = Pattern.compile("([\\w-]+):(\\S.*)");
  private static final Pattern CALL = Pattern.compile("([\\w-]+)\\((.*)\\)");
  private static final Pattern ARGUMENT = Pattern.compile("\\s*([\\w-]+)\\s*=\\s*([^=]+)");
  private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?[\\d.]+([eE][+-]?\\d+)?)\\s*");

  /** A comma between arguments, and not between the elements of a list. */
  private static final Pattern COMMA = Pattern.compile(",(?![^\\[]*\\])");

  /** The beginning of a call with options, whose end cannot be read or stands elsewhere. */
  private static final Pattern OPENED = Pattern.compile("([\\w-]+)\\(\\s*[\\w-]+\\s*(=[^=].*)?");

  private static final List<String> NAMING = List.of("name", "type", "class-name", "kind");

  private OtherNotations() {}

  /** Explains how to write a word, if it means a plugin. */
  static Optional<String> hint(Choice choice, String word) {
    Matcher blank = WITHOUT_BLANK.matcher(word);
    if (blank.matches() && typeOf(choice, blank.group(1)).isPresent()) {
      return Optional.of(
          "put a space after the colon: %s: %s"
              .formatted(
                  choice.spelled(blank.group(1)),
                  Quoting.shorten(blank.group(2).replaceAll(":(?=\\S)", ": "))));
    }
    return asCall(choice, word)
        .or(() -> asBeginning(choice, word))
        .map(text -> "%s is not YAML; %s".formatted(Quoting.quote(word), text));
  }

  /** How to write a call. A formula has no {@code =} in it, so the name may be misspelled. */
  private static Optional<String> asCall(Choice choice, String word) {
    Matcher call = CALL.matcher(word);
    if (!call.matches()) {
      return Optional.empty();
    }
    String name = call.group(1);
    Matcher number = NUMBER.matcher(call.group(2));
    if (number.matches()) {
      return typeOf(choice, name)
          .flatMap(OtherNotations::firstNumber)
          .flatMap(option -> written(choice, name, Map.of(option, number.group(1))));
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String argument : COMMA.split(call.group(2), -1)) {
      Matcher option = ARGUMENT.matcher(argument);
      if (option.matches()) {
        options.put(option.group(1), option.group(2).strip());
      } else if (!argument.isBlank()) {
        return Optional.empty();
      }
    }
    return meant(choice, name).flatMap(known -> written(choice, known, options));
  }

  /** The option that is a number, if it is the first one. */
  private static Optional<String> firstNumber(PluginType type) {
    return type.options().all().stream()
        .limit(1)
        .filter(option -> option.type() == double.class || option.type() == int.class)
        .map(RecordOptions.One::name)
        .findFirst();
  }

  private static Optional<String> asBeginning(Choice choice, String word) {
    Matcher opened = OPENED.matcher(word);
    if (!opened.matches()) {
      return Optional.empty();
    }
    String name = opened.group(1);
    return (opened.group(2) == null
            ? typeOf(choice, name).map(type -> choice.spelled(name))
            : meant(choice, name))
        .map("options are written %s: {option: value}"::formatted);
  }

  private static Optional<String> meant(Choice choice, String name) {
    return typeOf(choice, name)
        .map(type -> choice.spelled(name))
        .or(() -> Names.meant(name, choice.namesAndAliases()));
  }

  /** Explains how to write a mapping that has the name of a plugin among its values. */
  static Optional<String> hint(Choice choice, Node.Mapping mapping) {
    Optional<Node.Scalar> name =
        mapping.entries().entrySet().stream()
            .filter(entry -> NAMING.contains(Names.canonical(entry.getKey())))
            .map(entry -> entry.getValue().value())
            .filter(Node.Scalar.class::isInstance)
            .map(Node.Scalar.class::cast)
            .findFirst();
    if (name.isEmpty() || !Node.isWhole(mapping)) {
      return Optional.empty();
    }
    Map<String, String> options = new LinkedHashMap<>();
    mapping.entries().entrySet().stream()
        .filter(entry -> entry.getValue().value() != name.get())
        .forEach(entry -> options.put(entry.getKey(), NodeWriter.value(entry.getValue().value())));
    return written(choice, name.get().text(), options);
  }

  private static Optional<PluginType> typeOf(Choice choice, String name) {
    return choice.find(choice.spelled(name));
  }

  private static Optional<String> written(Choice choice, String name, Map<String, String> options) {
    return typeOf(choice, name)
        .map(
            type ->
                options.isEmpty()
                    ? "write the name alone: " + choice.spelled(name)
                    : "write %s: {%s}"
                        .formatted(
                            choice.spelled(name),
                            options.entrySet().stream()
                                .map(
                                    option ->
                                        nameOf(option.getKey(), type) + ": " + option.getValue())
                                .collect(Collectors.joining(", "))));
  }

  private static String nameOf(String option, PluginType type) {
    List<String> names = type.options().all().stream().map(RecordOptions.One::name).toList();
    return Names.synonym(option, names).orElse(option);
  }
}
