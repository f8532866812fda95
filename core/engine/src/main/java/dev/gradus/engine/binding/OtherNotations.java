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
  private static final Pattern ARGUMENT = Pattern.compile("\\s*([\\w-]+)\\s*=\\s*([^=\\s]+)\\s*");
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
    Matcher call = CALL.matcher(word);
    if (!call.matches()) {
      return Optional.empty();
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String argument : call.group(2).split(",", -1)) {
      Matcher option = ARGUMENT.matcher(argument);
      if (option.matches()) {
        options.put(option.group(1), option.group(2));
      } else if (!argument.isBlank()) {
        return Optional.empty();
      }
    }
    return written(choice, call.group(1), options)
        .map(text -> "%s is not YAML; %s".formatted(Quoting.quote(word), text));
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
