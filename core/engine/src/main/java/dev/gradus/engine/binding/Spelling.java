package dev.gradus.engine.binding;

import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Domain;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.yaml.DocumentPath;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.PathSteps;
import dev.gradus.engine.yaml.Problems;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.spi.Plugin;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the names in a document as Gradus does: {@code MSE} becomes {@code mse}, and {@code
 * learning_rate} becomes {@code learning-rate}, so that all later code sees only one spelling.
 *
 * <p>Only keys of sections, names of plugins, and the paths of settings and of the section {@code
 * tune} are changed, and only those that do not exist as they are written. Names that users choose,
 * such as those of columns, stay.
 */
final class Spelling {

  private final Choices choices;
  private final Problems problems;

  /**
   * Prepares the correction.
   *
   * @param problems receives keys that are written twice, in two spellings
   */
  Spelling(Catalogue catalogue, Problems problems) {
    this.choices = new Choices(catalogue);
    this.problems = problems;
  }

  /** The document of a configuration in the spelling of Gradus. */
  Node.Mapping correct(Node.Mapping document) {
    return correct(RecordOptions.of(Configuration.class), document, DocumentPath.ROOT);
  }

  private Node.Mapping correct(RecordOptions options, Node.Mapping section, DocumentPath path) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    section
        .entries()
        .forEach(
            (written, entry) -> {
              String key = spelled(options, written);
              Node.Entry first = section.entries().get(key);
              if (!key.equals(written) && (first != null || entries.containsKey(key))) {
                problems.add(
                    entry.keyPlace(),
                    path.key(key),
                    "is written twice, here as '%s'; remove one of them".formatted(written));
                return;
              }
              Node value =
                  options
                      .find(key)
                      .map(option -> correct(option.type(), entry.value(), path.key(key)))
                      .orElse(entry.value());
              entries.put(key, new Node.Entry(entry.keyPlace(), value));
            });
    return new Node.Mapping(section.place(), entries);
  }

  private static String spelled(RecordOptions options, String key) {
    List<String> names = options.all().stream().map(RecordOptions.One::name).toList();
    return Names.spelled(key, names).orElse(key);
  }

  private Node correct(Type type, Node node, DocumentPath path) {
    if (type instanceof ParameterizedType generic) {
      return correctGeneric(generic, node, path);
    }
    if (!(type instanceof Class<?> plain)) {
      return node;
    }
    Optional<Choice> choice = choices.of(plain);
    if (choice.isPresent()) {
      return correct(choice.get(), node, path);
    }
    return plain.isRecord() && plain != ClassWeights.class && node instanceof Node.Mapping section
        ? correct(RecordOptions.of(plain), section, path)
        : node;
  }

  private Node correctGeneric(ParameterizedType type, Node node, DocumentPath path) {
    Type[] arguments = type.getActualTypeArguments();
    Type inner = arguments[arguments.length - 1];
    if (type.getRawType() == List.class && node instanceof Node.Sequence sequence) {
      List<Node> elements = new ArrayList<>();
      for (Node element : sequence.elements()) {
        elements.add(correct(inner, element, path.index(elements.size())));
      }
      return new Node.Sequence(node.place(), elements);
    }
    if (type.getRawType() != Map.class) {
      return correct(inner, node, path);
    }
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) ->
                entries.put(
                    inner == Domain.class ? pathToTry(key) : key,
                    new Node.Entry(
                        entry.keyPlace(), correct(inner, entry.value(), path.key(key)))));
    return entries.size() == mapping.entries().size()
        ? new Node.Mapping(node.place(), entries)
        : node;
  }

  private Node correct(Choice choice, Node node, DocumentPath path) {
    if (node instanceof Node.Scalar name) {
      return new Node.Scalar(name.place(), choice.spelled(name.text()), name.quoted());
    }
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().size() != 1) {
      return node;
    }
    Map.Entry<String, Node.Entry> only = mapping.entries().entrySet().iterator().next();
    String name = choice.spelled(only.getKey());
    Node value = only.getValue().value();
    Node options =
        value instanceof Node.Mapping given
            ? choice
                .find(name)
                .<Node>map(plugin -> correct(plugin.options(), given, path.key(name)))
                .orElse(value)
            : value;
    return new Node.Mapping(
        node.place(), Map.of(name, new Node.Entry(only.getValue().keyPlace(), options)));
  }

  /**
   * The path of a value in the spelling of Gradus.
   *
   * @throws ConfigurationException if it is malformed
   */
  String path(String path) {
    boolean changed = false;
    List<PathSteps.Step> steps = PathSteps.of(path);
    StringBuilder text = new StringBuilder();
    Optional<Type> type = Optional.of(Configuration.class);
    for (PathSteps.Step step : steps) {
      if (step instanceof PathSteps.Index index) {
        text.append('[').append(index.index()).append(']');
        type = type.flatMap(list -> argument(list, List.class));
        continue;
      }
      String written = ((PathSteps.Key) step).name();
      if (isNamedNumber(type, written)) {
        // loss.formula.d means loss.d
        text.setLength(Math.max(0, text.lastIndexOf(".")));
        text.append('.').append(inPath(written));
        changed = true;
        type = Optional.of(double.class);
        continue;
      }
      Optional<Key> key = type.flatMap(owner -> below(owner, written));
      changed |= key.isPresent() && !key.get().name().equals(written);
      text.append(text.isEmpty() ? "" : ".").append(inPath(key.map(Key::name).orElse(written)));
      type = key.map(Key::type);
    }
    return changed ? text.toString() : path;
  }

  /** Whether a key below a plugin with named constants is one of these. */
  private static boolean isNamedNumber(Optional<Type> owner, String written) {
    return owner
        .filter(type -> type instanceof Class<?> plain && plain.isAnnotationPresent(Plugin.class))
        .map(type -> PluginType.of((Class<?>) type, ""))
        .filter(type -> type.namedNumbers().isPresent())
        .filter(type -> type.options().find(written).isEmpty())
        .isPresent();
  }

  /** The path of a value to try; a malformed path is refused where it is used. */
  private String pathToTry(String path) {
    try {
      return path(path);
    } catch (ConfigurationException e) {
      return path;
    }
  }

  /** A step to a key: its name in the spelling of Gradus, and the type of its value. */
  private record Key(String name, Type type) {}

  private Optional<Key> below(Type owner, String written) {
    if (owner instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      return Optional.of(new Key(written, generic.getActualTypeArguments()[1]));
    }
    Type single = single(owner);
    if (!(single instanceof Class<?> plain)) {
      return Optional.empty();
    }
    Optional<Choice> choice = choices.of(plain);
    if (choice.isPresent()) {
      String name = choice.get().spelled(written);
      return choice.get().find(name).map(PluginType::type).map(type -> new Key(name, type));
    }
    if (plain == ClassWeights.class) {
      return Optional.of(new Key(written, double.class));
    }
    if (!plain.isRecord()) {
      return Optional.empty();
    }
    RecordOptions options = RecordOptions.of(plain);
    return options.find(spelled(options, written)).map(one -> new Key(one.name(), one.type()));
  }

  /**
   * The element type: an optional value, or a list of one, may also be written as a single value.
   */
  private static Type single(Type type) {
    return argument(type, Optional.class)
        .or(() -> argument(type, List.class))
        .map(Spelling::single)
        .orElse(type);
  }

  private static Optional<Type> argument(Type type, Class<?> raw) {
    if (!(type instanceof ParameterizedType generic)) {
      return Optional.empty();
    }
    Type argument = generic.getActualTypeArguments()[0];
    if (generic.getRawType() == raw) {
      return Optional.of(argument);
    }
    return generic.getRawType() == Optional.class ? argument(argument, raw) : Optional.empty();
  }

  private static String inPath(String key) {
    return key.matches("[^.\\[\\]\"=]+") ? key : '"' + key + '"';
  }
}
