package dev.gradus.engine.binding;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.yaml.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin that is written as a text under its own name, with named constants beside it: {@code
 * {formula: 'd * abs(p - y)', d: 0.5}}.
 *
 * @param type of the plugin
 * @param option the name of its option for the numbers
 * @param text what is written under its name
 * @param numbers the other keys
 */
record TypedChoice(PluginType type, String option, Node text, Map<String, Node.Entry> numbers) {

  /** Recognises one; empty if its options are written as a mapping, as those of other plugins. */
  static Optional<TypedChoice> in(Choice choice, Node.Mapping mapping) {
    for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
      Optional<PluginType> type = choice.find(entry.getKey());
      Optional<RecordOptions.One> numbers = type.flatMap(PluginType::namedNumbers);
      if (numbers.isPresent()
          && entry.getKey().equals(type.get().name())
          && entry.getValue().value() instanceof Node.Scalar text
          && !text.isNothing()) {
        Map<String, Node.Entry> others = new LinkedHashMap<>(mapping.entries());
        others.remove(entry.getKey());
        return Optional.of(new TypedChoice(type.get(), numbers.get().name(), text, others));
      }
    }
    return Optional.empty();
  }
}
