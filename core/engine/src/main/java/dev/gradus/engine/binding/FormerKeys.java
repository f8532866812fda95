package dev.gradus.engine.binding;

import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.yaml.Node;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Renames keys of earlier versions in the configurations that model files and checkpoints hold, so
 * that those files stay readable. Files of users are not changed: {@link Binder} refuses a former
 * key and names the present one.
 *
 * <p>{@link dev.gradus.spi.Option#formerly()} says which keys these are.
 */
final class FormerKeys {

  private final Choices choices;

  FormerKeys(Catalogue catalogue) {
    this.choices = new Choices(catalogue);
  }

  /** The sentence about a key of an earlier version; empty if the key was never one. */
  static Optional<String> refusal(RecordOptions options, String key) {
    return options
        .findFormer(key)
        .map(
            option ->
                "'%s' is now called '%s'".formatted(key, option.name())
                    + (option.type() == ClassWeights.class
                        ? "; write %s: %s".formatted(option.name(), ClassWeights.BALANCED)
                        : ""));
  }

  /** A stored document with the present keys of a record. */
  Node.Mapping renamed(Class<? extends Record> type, Node.Mapping document) {
    return renamed(RecordOptions.of(type), document);
  }

  private Node.Mapping renamed(RecordOptions options, Node.Mapping mapping) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              Optional<RecordOptions.One> current = options.find(key);
              Optional<RecordOptions.One> option = current.or(() -> options.findFormer(key));
              String name = option.map(RecordOptions.One::name).orElse(key);
              Optional<Node> value =
                  option.isEmpty()
                      ? Optional.of(entry.value())
                      : current.isEmpty() && option.get().type() == ClassWeights.class
                          ? balanced(entry.value())
                          : Optional.of(renamed(option.get().type(), entry.value()));
              value.ifPresent(
                  node -> entries.putIfAbsent(name, new Node.Entry(entry.keyPlace(), node)));
            });
    return new Node.Mapping(mapping.place(), entries);
  }

  /** The class weights that the former switch {@code balance-classes} stands for, if it is on. */
  private static Optional<Node> balanced(Node value) {
    return value instanceof Node.Scalar scalar && scalar.text().equals("true")
        ? Optional.of(new Node.Scalar(value.place(), ClassWeights.BALANCED, false))
        : Optional.empty();
  }

  private Node renamed(Type type, Node node) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == Map.class
          ? renamedValues(arguments[1], node)
          : renamed(arguments[0], node);
    }
    if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(
          sequence.place(),
          sequence.elements().stream().map(element -> renamed(type, element)).toList());
    }
    if (!(node instanceof Node.Mapping mapping) || !(type instanceof Class<?> plain)) {
      return node;
    }
    Optional<Choice> choice = choices.of(plain);
    if (choice.isPresent()) {
      return renamedOptions(choice.get(), mapping);
    }
    return plain.isRecord() && plain != ClassWeights.class
        ? renamed(RecordOptions.of(plain), mapping)
        : mapping;
  }

  private Node renamedValues(Type type, Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) ->
                entries.put(key, new Node.Entry(entry.keyPlace(), renamed(type, entry.value()))));
    return new Node.Mapping(mapping.place(), entries);
  }

  /** A plugin's name with its options below it. */
  private Node renamedOptions(Choice choice, Node.Mapping mapping) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              Optional<PluginType> plugin = choice.find(name);
              Node options = entry.value();
              entries.put(
                  name,
                  plugin.isPresent() && options instanceof Node.Mapping written
                      ? new Node.Entry(entry.keyPlace(), renamed(plugin.get().options(), written))
                      : entry);
            });
    return new Node.Mapping(mapping.place(), entries);
  }
}
